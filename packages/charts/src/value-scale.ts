/** The axis of values: where it begins and ends, and what is written on it. */
export interface ValueScale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  /** Writes a tick with as many decimals as the step needs. */
  label(value: number): string;
}

const STEPS = [1, 2, 5, 10] as const;
/** Beyond this, plain digits would be longer than the margin. */
const LARGE = 1e7;

/**
 * An axis with round numbers that holds all values.
 *
 * @param count - About how many ticks.
 * @param fromZero - Whether 0 must be on it, as under bars.
 */
export function valueScale(
  values: readonly number[],
  count: number,
  fromZero: boolean,
): ValueScale {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce(
    (least, value) => Math.min(least, value),
    fromZero ? 0 : Number.POSITIVE_INFINITY,
  );
  const high = finite.reduce(
    (most, value) => Math.max(most, value),
    fromZero ? 0 : Number.NEGATIVE_INFINITY,
  );
  const [from, to] = low > high ? [0, 1] : widened(low, high);
  const step = stepFor((to - from) / Math.max(1, count));
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  // Multiples, not sums: sums carry the dust of binary fractions along.
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  return {
    min: first * step,
    max: last * step,
    ticks,
    label: (value) =>
      Math.abs(value) >= LARGE || (value !== 0 && step < 1e-6)
        ? value.toExponential(2)
        : value.toFixed(decimals).replace(/^-(0(?:\.0*)?)$/, '$1'),
  };
}

/** What is smaller is 0 here: its steps would be too small to be numbers. */
const LEAST = 1e-200;

/** A line that differs by less than this share of itself is flat: its ticks would all be the same. */
const FLAT = 1e-9;

/** A flat line lies in the middle, not on an axis without length. */
function widened(low: number, high: number): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < LEAST) return [0, 1];
  if (high - low > size * FLAT) return [low, high];
  return [low - size / 10, high + size / 10];
}

function stepFor(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough));
  const factor = STEPS.find((step) => step * size >= rough * (1 - 1e-9)) ?? 10;
  return factor * size;
}
