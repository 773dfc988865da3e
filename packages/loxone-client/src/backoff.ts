import type { RandomBytes } from '@gatehouse/loxone-protocol';

const FIRST_MS = 1_000;
const CAP_MS = 30_000;

/**
 * How long to wait before an attempt: 1 s doubling up to 30 s, each shortened by up to a quarter
 * by chance, so that many clients of one box do not come back in step (protocol reference §7 no. 4
 * and 5: storms of reconnects have kept booting boxes from starting).
 *
 * @param failures - Attempts that failed in a row, ≥ 1.
 * @param fraction - Randomness, 0 ≤ fraction < 1.
 * @param capMs - Upper bound, milliseconds.
 * @returns Whole milliseconds.
 */
export function backoffMs(failures: number, fraction: number, capMs: number = CAP_MS): number {
  // Beyond 2^15 the cap has long been reached; the bound keeps the power finite.
  const doubled = FIRST_MS * 2 ** Math.min(failures - 1, 15);
  return Math.round(Math.min(doubled, capMs) * (1 - fraction / 4));
}

/** @returns A number 0 ≤ n < 1 made from four random bytes. */
export function randomFraction(random: RandomBytes): number {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) / 2 ** 32;
}
