/** Places that are sent: finer than anything a house measures, and free of exponents. */
const PLACES = 6;

/** Beyond this a double with {@link PLACES} places is not exact any more. */
export const GREATEST_NUMBER = 1e12;

const PLAIN_DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/**
 * Reads a number or plain decimal text (`21.5`, `-3`, `.5`), rounded to what is sent.
 *
 * @returns `undefined` for everything else: NaN, Infinity, a comma, an exponent, hexadecimal.
 */
export function parseDecimal(input: number | string): number | undefined {
  if (typeof input === 'string' && !PLAIN_DECIMAL.test(input.trim())) return undefined;
  const parsed = Number(input);
  if (!Number.isFinite(parsed)) return undefined;
  // Adding 0 turns -0 into 0.
  return Math.abs(parsed) > GREATEST_NUMBER ? parsed : Number(parsed.toFixed(PLACES)) + 0;
}

/** Writes a number the way the Miniserver reads it: a point, no exponent, no trailing zeros. */
export function formatDecimal(value: number): string {
  return value.toFixed(PLACES).replace(/\.?0+$/, '');
}
