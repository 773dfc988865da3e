import type { RandomBytes } from '@gatehouse/core';

/** One step of splitmix32: spreads a small seed over 32 bits. */
function createSplitMix(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/**
 * Bytes that look random and are the same in every run: for tests only, since anyone who knows the
 * seed knows the bytes. Two generators with different seeds give different bytes.
 *
 * @param seed - Integer from 0 to 2^32 − 1.
 * @throws {@link RangeError} when `seed` or a length is out of range.
 */
export function createSeededRandom(seed = 1): RandomBytes {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`seed must be an integer from 0 to 2^32 - 1, got ${seed}`);
  }
  const next = createSplitMix(seed);
  return (length) => {
    if (!Number.isInteger(length) || length < 0) {
      throw new RangeError(`length must be an integer ≥ 0, got ${length}`);
    }
    return Uint8Array.from({ length }, () => next() >>> 24);
  };
}
