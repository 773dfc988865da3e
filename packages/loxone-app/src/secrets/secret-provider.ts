import type { Secret } from './secret.js';

/** Somebody who keeps secrets. */
export interface SecretProvider {
  /** What references to its secrets begin with, without the colon. */
  readonly scheme: string;
  /**
   * Reads one secret, anew each time.
   *
   * @param reference - What stands after `scheme:`.
   * @throws SecretProblem, or the signal's reason.
   */
  read(reference: string, signal: AbortSignal): Promise<Secret>;
}
