/**
 * Where a token is kept between runs. What is handed over opens the house like a password for some
 * weeks: an application seals it before it reaches a disk.
 *
 * A method that rejects does not stop the client: without a stored token it uses the password.
 */
export interface TokenStore {
  /** @returns What was saved last, or `undefined` when nothing is. */
  load(): Promise<Uint8Array | undefined>;
  /** Replaces what is saved. */
  save(bytes: Uint8Array): Promise<void>;
  /** Forgets what is saved. Does nothing when nothing is. */
  clear(): Promise<void>;
}
