import type { Schedule } from './types.js';

/**
 * What passes between two parts counts as one of them, however long it was: a process that could not
 * run for seconds could not hear an answer either, and one that runs slowly hears it in time.
 */
const PARTS = 50;

/**
 * Waits for an answer.
 *
 * @param timeoutMs - Time without answer, while this process can run.
 * @param onSilence - Called once when there was none.
 * @returns Ends the waiting: the answer is there.
 */
export function awaitAnswer(
  schedule: Schedule,
  timeoutMs: number,
  onSilence: () => void,
): () => void {
  const parts = Math.min(PARTS, timeoutMs);
  let passed = 0;
  const next = (): (() => void) => schedule(pass, timeoutMs / parts);
  let cancel = next();
  function pass(): void {
    passed += 1;
    if (passed < parts) cancel = next();
    else onSilence();
  }
  return () => cancel();
}
