/**
 * Where randomness comes from. The default is cryptographically secure; tests pass their own.
 *
 * @param length - Number of bytes, an integer ≥ 0.
 * @returns A fresh array of exactly `length` bytes, owned by the caller.
 */
export type RandomBytes = (length: number) => Uint8Array;

/** Where the wall clock is read. Tests pass their own. */
export interface Clock {
  /** @returns Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** The platform's secure generator. */
export const systemRandomBytes: RandomBytes = (length) =>
  globalThis.crypto.getRandomValues(new Uint8Array(length));

/** The machine's wall clock. */
export const systemClock: Clock = { now: () => Date.now() };
