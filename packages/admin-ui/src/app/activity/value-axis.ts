/** The axis of values: it begins at 0 and ends at a round number. */
export interface ValueAxis {
  readonly max: number;
  readonly ticks: readonly number[];
}

const FACTORS = [1, 2, 5, 10] as const;

/**
 * An axis from 0 with round numbers, high enough for `most`.
 *
 * @param most - The highest value that is drawn; what is not a positive number counts as nothing.
 * @param count - About how many steps.
 * @param least - The smallest step: 1 for what is counted, so that no half request stands there.
 */
export function valueAxis(most: number, count: number, least = 0): ValueAxis {
  const high = Number.isFinite(most) && most > 0 ? most : 1;
  const step = Math.max(least, stepFor(high / Math.max(1, count)));
  const steps = Math.ceil(high / step - 1e-9);
  // Multiples, not sums: sums carry the dust of binary fractions along.
  const ticks = Array.from({ length: steps + 1 }, (_, at) => rounded(at * step));
  return { max: rounded(steps * step), ticks };
}

function stepFor(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough));
  const factor = FACTORS.find((one) => one * size >= rough * (1 - 1e-9)) ?? 10;
  return factor * size;
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
