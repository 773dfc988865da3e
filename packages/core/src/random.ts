/**
 * Where the framework takes randomness from. The default of every consumer is a cryptographically
 * secure generator; tests pass a deterministic one.
 *
 * @param length - Number of bytes, an integer ≥ 0.
 * @returns A fresh array of exactly `length` bytes, owned by the caller.
 */
export type RandomBytes = (length: number) => Uint8Array;

/** `crypto.getRandomValues`, in chunks of the 65,536 bytes that it serves at most. */
export const systemRandomBytes: RandomBytes = (length) => {
  if (!Number.isInteger(length) || length < 0) {
    throw new RangeError(`length must be an integer ≥ 0, got ${length}`);
  }
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) {
    globalThis.crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65_536, length)));
  }
  return bytes;
};
