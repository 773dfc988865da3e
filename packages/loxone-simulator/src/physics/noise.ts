const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * A number that is always the same for the same text (FNV-1a): the house moves, but every run and
 * every machine sees it move alike.
 *
 * @returns A number in [0, 1).
 */
export function fraction(text: string): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  // One more round of mixing: names that differ in the last letter must not stay neighbours.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** Chooses one of `options` for a text, always the same one. */
export function pick<Option>(text: string, options: readonly [Option, ...Option[]]): Option {
  return options[Math.floor(fraction(text) * options.length)] ?? options[0];
}

/**
 * Two sines of unrelated periods: smooth, bounded, and never visibly repeating.
 *
 * @param now - Epoch milliseconds.
 * @param periodSeconds - Length of the slower one.
 * @param seed - Shifts the phase.
 * @returns A number in [−1, 1].
 */
export function wave(now: number, periodSeconds: number, seed: string): number {
  const turns = now / 1000 / periodSeconds + fraction(seed);
  return 0.7 * Math.sin(2 * Math.PI * turns) + 0.3 * Math.sin(2 * Math.PI * (turns * 2.7 + 0.31));
}

/** Rounds to `digits` decimals, so that a drifting value is pushed when it shows and not before. */
export function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** @returns `value` moved towards `target` by at most `step`. */
export function approach(value: number, target: number, step: number): number {
  return value < target ? Math.min(value + step, target) : Math.max(value - step, target);
}
