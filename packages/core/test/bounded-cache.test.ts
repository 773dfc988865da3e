import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedCache } from '../src/bounded-cache.js';

describe('BoundedCache', () => {
  it('gives back what was put in, the newest value', () => {
    const cache = new BoundedCache<string, number>(4);
    cache.set('a', 1);
    cache.set('a', 2);
    expect(cache.get('a')).toBe(2);
    expect(cache.get('b')).toBeUndefined();
    cache.delete('a');
    expect(cache.get('a')).toBeUndefined();
  });

  it('forgets everything at once, what was used long ago too', () => {
    const cache = new BoundedCache<number, number>(4);
    for (const key of [1, 2, 3]) cache.set(key, key);
    expect(cache.size).toBe(3);
    cache.clear();
    expect(cache.size).toBe(0);
    expect([1, 2, 3].map((key) => cache.get(key))).toEqual([undefined, undefined, undefined]);
  });

  it('never holds more than its capacity, and never loses the half that was used last', () => {
    const use = fc.tuple(fc.constantFrom('get', 'set', 'delete'), fc.nat({ max: 30 }));
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.array(use), (capacity, uses) => {
        const cache = new BoundedCache<number, number>(capacity);
        let recent: number[] = [];
        const deleted = new Set<number>();
        for (const [what, key] of uses) {
          const half = recent.slice(0, Math.floor(capacity / 2));
          const isKept = half.includes(key) && !deleted.has(key);
          if (what === 'delete') {
            cache.delete(key);
            // What had to go for it does not come back.
            deleted.add(key);
            expect(cache.get(key)).toBeUndefined();
            continue;
          }
          if (what === 'set') cache.set(key, key);
          const found = what === 'get' ? cache.get(key) : key;
          if (isKept) expect(found).toBe(key);
          if (found !== undefined) deleted.delete(key);
          if (found !== undefined) recent = [key, ...recent.filter((one) => one !== key)];
          expect(cache.size).toBeLessThanOrEqual(capacity);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
