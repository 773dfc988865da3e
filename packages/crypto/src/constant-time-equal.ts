/**
 * Compares two byte strings without stopping at the first difference, so that the time taken does
 * not tell how long a matching start is. The lengths are not secret: unequal ones answer at once.
 *
 * It does what JavaScript allows: no branch and no table depends on the bytes. What the engine or
 * the processor make of that is not promised.
 */
export function constantTimeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  let difference = 0;
  for (let at = 0; at < a.length; at += 1) {
    difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  }
  return difference === 0;
}
