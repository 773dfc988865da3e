import { join } from 'node:path';
import type { Logger } from '@gatehouse/core';
import { createFileActivityStore } from '@gatehouse/storage-file';
import { type ActivityObservers, activityObservers } from '../activity/observers.js';
import { type ActivityRecorder, createActivityRecorder } from '../activity/recorder.js';
import type { McpOffers } from '../mcp/offers.js';

/** What was asked over time, and who tells of it. */
export interface OpenedActivity {
  readonly reader: ActivityRecorder;
  readonly observers: ActivityObservers;
  /** Writes what is still counted in memory only. */
  close(): Promise<void>;
}

/** Opens the counts of requests, in files beside the keys. */
export async function openActivity(
  stateDirectory: string,
  { offers, logger }: { readonly offers: McpOffers; readonly logger: Logger },
): Promise<OpenedActivity> {
  const store = await createFileActivityStore({
    directory: join(stateDirectory, 'activity'),
    logger,
  });
  const reader = createActivityRecorder({ store, logger });
  return { reader, observers: activityObservers(reader, offers), close: () => reader.close() };
}
