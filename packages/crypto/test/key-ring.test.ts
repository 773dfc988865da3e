import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { describe, expect, it } from 'vitest';

describe('createKeyRing', () => {
  const [first, second, third] = [generateMasterKey(), generateMasterKey(), generateMasterKey()];

  it('seals with the current key and knows the previous ones', () => {
    const ring = createKeyRing({ current: second, previous: [first] });
    expect(ring.currentId).toBe(second.id);
    expect(ring.current).toBe(second);
    expect(ring.ids()).toEqual([second.id, first.id]);
    expect(ring.get(first.id)).toBe(first);
    expect(ring.has(first.id)).toBe(true);
  });

  it('knows no other key', () => {
    const ring = createKeyRing({ current: first });
    expect(ring.has(third.id)).toBe(false);
    expect(ring.get(third.id)).toBeUndefined();
  });

  it('counts a key once that is given twice', () => {
    const ring = createKeyRing({ current: first, previous: [second, first, second] });
    expect(ring.ids()).toEqual([first.id, second.id]);
  });
});
