import type { Clock, KeyRecord } from '@gatehouse/core';
import type { KeyStatus } from '../key-status.js';
import { keyStatus } from '../key-status.js';
import type { UsageTracker } from './types.js';

/** Tells how a key stands now. */
export type StatusOf = (record: KeyRecord) => Promise<KeyStatus>;

/**
 * Makes the function that knows of idleness. The tracker is asked only for a key that would be idle
 * had it never been used, so other keys cost nothing.
 *
 * @param usage - Absent = no usage is counted: idle days count from creation, and the key ends rather
 *   than live on a limit that nobody watches.
 */
export function createStatusOf(clock: Clock, usage: UsageTracker | undefined): StatusOf {
  return async (record) => {
    const now = clock.now();
    const status = keyStatus(record, now);
    if (status !== 'idle' || usage === undefined) {
      return status;
    }
    const known = keyStatus(record, now, await usage.lastUsedAt(record.id));
    if (known !== 'idle') {
      return known;
    }
    // Before a key counts as idle: another process may have let it in meanwhile.
    return keyStatus(record, now, await usage.lastUsedAt(record.id, { fresh: true }));
  };
}
