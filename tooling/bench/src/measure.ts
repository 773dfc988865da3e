/** Something that is measured, round by round. */
export interface Case {
  readonly name: string;
  /** Runs once. @returns Microseconds per operation: one per operation, or one for all of them. */
  run(): Promise<Float64Array> | Float64Array;
}

/** What a case took. Microseconds per operation. */
export interface Timing {
  readonly name: string;
  /** Median of the rounds' medians. */
  readonly p50: number;
  /** Median of the rounds' 99th percentiles; equal to `p50` where a round has one number only. */
  readonly p99: number;
  /** Each round's median, in order: what ratios are made of. */
  readonly rounds: readonly number[];
}

function percentile(sorted: Float64Array | readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return sorted[index] ?? Number.NaN;
}

/** @returns The middle one of some numbers. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Microseconds of a monotonic clock. */
export function nowUs(): number {
  return performance.now() * 1_000;
}

/** A case whose operation is too short to be timed alone. */
export function batchCase(name: string, operations: number, work: (index: number) => void): Case {
  return {
    name,
    run() {
      const start = nowUs();
      for (let index = 0; index < operations; index += 1) {
        work(index);
      }
      return Float64Array.of((nowUs() - start) / operations);
    },
  };
}

/** The same, asynchronous. */
export function asyncBatchCase(
  name: string,
  operations: number,
  work: (index: number) => Promise<unknown>,
): Case {
  return {
    name,
    async run() {
      const start = nowUs();
      for (let index = 0; index < operations; index += 1) {
        await work(index);
      }
      return Float64Array.of((nowUs() - start) / operations);
    },
  };
}

/**
 * Runs cases in turn, round after round, each round in another order: whatever the machine does
 * meanwhile hits all of them. One round before the first is not counted.
 */
export async function measure(cases: readonly Case[], rounds: number): Promise<readonly Timing[]> {
  const medians = cases.map((): number[] => []);
  const tails = cases.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (let turn = 0; turn < cases.length; turn += 1) {
      const index = (turn + Math.max(round, 0)) % cases.length;
      globalThis.gc?.();
      const samples = (await cases[index]?.run())?.toSorted() ?? new Float64Array();
      if (round >= 0) {
        medians[index]?.push(percentile(samples, 0.5));
        tails[index]?.push(percentile(samples, 0.99));
      }
    }
  }
  return cases.map(({ name }, index) => ({
    name,
    p50: median(medians[index] ?? []),
    p99: median(tails[index] ?? []),
    rounds: medians[index] ?? [],
  }));
}

/** How many times longer one takes than the other: the median of the rounds' ratios. */
export function ratio(slow: Timing | undefined, fast: Timing | undefined): number {
  const pairs = (slow?.rounds ?? []).map((value, index) => value / (fast?.rounds[index] ?? 0));
  return median(pairs);
}
