import { isMcpAuthError, type Logger } from '@gatehouse/core';
import type { KeyManager } from '@gatehouse/keys';
import type { Schedule } from '../node/schedule.js';
import type { Approvals } from './approvals.js';

/** How often requests are looked at that nobody asks about. */
const LOOK_MS = 60_000;

/**
 * Ends requests in time, and those of a key as soon as it changes: looking at the list does both.
 *
 * @returns A function that ends it.
 */
export function keepTidy(parts: {
  readonly approvals: Pick<Approvals, 'list'>;
  readonly keys: Pick<KeyManager, 'subscribe'>;
  readonly schedule: Schedule;
  readonly logger: Logger;
}): () => Promise<void> {
  const { approvals, keys, schedule, logger } = parts;
  let running: Promise<void> = Promise.resolve();
  let cancel = schedule(again, LOOK_MS);
  const unsubscribe = keys.subscribe(() => look());

  function look(): void {
    running = running.then(tidy);
  }

  function again(): void {
    look();
    cancel = schedule(again, LOOK_MS);
  }

  async function tidy(): Promise<void> {
    try {
      await approvals.list();
    } catch (error) {
      const code = isMcpAuthError(error) ? error.code : undefined;
      logger.warn('the requests for approval could not be looked at', { code });
    }
  }

  return () => {
    cancel();
    unsubscribe();
    return running;
  };
}
