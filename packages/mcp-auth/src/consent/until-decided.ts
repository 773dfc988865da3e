import type { ApprovalStore, Logger } from '@gatehouse/core';
import type { Schedule } from '../node/schedule.js';

/** What is waited for, and how long. */
interface Wait {
  readonly id: string | undefined;
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Waits until a request is decided, by whichever process.
 *
 * @returns Whether it was, before the time was up or the call was given up.
 */
export function untilDecided(
  parts: { readonly store: ApprovalStore; readonly schedule: Schedule; readonly logger: Logger },
  { id = '', waitMs, signal }: Wait,
): Promise<boolean> {
  const { store, schedule, logger } = parts;
  if (signal?.aborted === true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const unwatch = store.watch(() => void look());
    const cancel = schedule(() => finish(false), waitMs);
    const abort = (): void => finish(false);
    signal?.addEventListener('abort', abort, { once: true });

    function finish(decided: boolean): void {
      unwatch();
      cancel();
      signal?.removeEventListener('abort', abort);
      resolve(decided);
    }

    async function look(): Promise<void> {
      try {
        const approval = await store.get(id);
        if (approval?.verdict !== undefined) finish(true);
      } catch {
        // The next change, or the end of the wait, looks again.
        logger.warn('a request for approval could not be read', { approval: id });
      }
    }

    // It may have been decided between the look before and the watching.
    void look();
  });
}
