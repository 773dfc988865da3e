import { describe, expect, it, vi } from 'vitest';
import { memoize } from '../src/memoize.js';

describe('memoize', () => {
  it('works out each text once', () => {
    const compute = vi.fn((text: string) => ({ length: text.length }));
    const lengthOf = memoize(compute);
    expect(lengthOf('kitchen')).toEqual({ length: 7 });
    expect(lengthOf('kitchen')).toBe(lengthOf('kitchen'));
    expect(lengthOf('__proto__')).toEqual({ length: 9 });
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('remembers this generation and the one before, no more', () => {
    const compute = vi.fn((text: string) => ({ text }));
    const remember = memoize(compute, 3);
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) remember(text);
    expect(compute).toHaveBeenCalledTimes(6);
    remember('a');
    expect(compute).toHaveBeenCalledTimes(6);
    for (const text of ['g', 'h', 'i']) remember(text);
    for (const text of ['b', 'c']) remember(text);
    expect(compute).toHaveBeenCalledTimes(11);
  });

  it('does not keep long texts', () => {
    const compute = vi.fn((text: string) => ({ text }));
    const remember = memoize(compute);
    for (const text of ['x'.repeat(201), 'x'.repeat(201), 'x'.repeat(200), 'x'.repeat(200)]) {
      expect(remember(text)).toEqual({ text });
    }
    expect(compute).toHaveBeenCalledTimes(3);
  });
});
