/** For properties of many runs: a busy machine may take its time, a hang is still found. */
export const MANY_RUNS = { timeout: 60_000 } as const;
