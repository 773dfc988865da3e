/** Draws integers, the same ones for the same seed. */
export interface Dice {
  /** An integer from 0 to `below` − 1. */
  under(below: number): number;
  /** One of the values. */
  of<const Value>(values: readonly [Value, ...Value[]]): Value;
}

/** The generator mulberry32 (Tommy Ettinger, public domain). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const under = (below: number): number => Math.floor(next() * below);
  return { under, of: (values) => values[under(values.length)] ?? values[0] };
}
