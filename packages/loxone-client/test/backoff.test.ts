import { describe, expect, it } from 'vitest';
import { backoffMs, randomFraction } from '../src/backoff.js';

describe('backoffMs', () => {
  it('doubles from 1 s to 30 s', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffMs(failures, 0));
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('shortens by up to a quarter', () => {
    expect(backoffMs(1, 0.5)).toBe(875);
    expect(backoffMs(6, 0.5)).toBe(26_250);
    for (const failures of [1, 3, 9]) {
      const longest = backoffMs(failures, 0);
      const shortest = backoffMs(failures, 0.999_999);
      expect(shortest).toBeGreaterThanOrEqual(longest * 0.75);
      expect(shortest).toBeLessThan(longest * 0.7501);
    }
  });

  it('stays under another cap', () => {
    expect([1, 2, 3, 4, 5].map((failures) => backoffMs(failures, 0, 5000))).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ]);
  });

  it('stays finite after years of failures', () => {
    expect(backoffMs(1_000_000, 0)).toBe(30_000);
  });
});

describe('randomFraction', () => {
  it('covers 0 to just below 1', () => {
    expect(randomFraction((length) => new Uint8Array(length))).toBe(0);
    const most = randomFraction((length) => new Uint8Array(length).fill(255));
    expect(most).toBeLessThan(1);
    expect(most).toBeGreaterThan(0.999_999);
    expect(randomFraction(() => Uint8Array.of(0x80, 0, 0, 0))).toBe(0.5);
  });

  it('reads an array that is a part of a larger buffer', () => {
    const buffer = Uint8Array.of(255, 255, 0x40, 0, 0, 0, 255);
    expect(randomFraction(() => buffer.subarray(2, 6))).toBe(0.25);
  });
});
