/** Milliseconds since 1970-01-01T00:00:00Z, an integer, as `Date.now()` counts them. */
export type EpochMs = number;

/** Where the framework reads the wall clock. Tests pass their own. */
export interface Clock {
  /** @returns The current wall-clock time in milliseconds. */
  now(): EpochMs;
}

/** The machine's wall clock. */
export const systemClock: Clock = { now: () => Date.now() };
