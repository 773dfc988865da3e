import type { ActivityStore, Logger } from '@gatehouse/core';
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

/** @param store - Where requests are counted; taken over. */
export function openActivity(
  store: ActivityStore,
  { offers, logger }: { readonly offers: McpOffers; readonly logger: Logger },
): OpenedActivity {
  const reader = createActivityRecorder({ store, logger });
  return { reader, observers: activityObservers(reader, offers), close: () => reader.close() };
}
