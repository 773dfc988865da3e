import { join } from 'node:path';
import type { ActivityCount, ActivityStore } from '@gatehouse/core';
import { ACTIVITY_DAY_MS, ACTIVITY_SPAN_MS, emptyLatencies } from '@gatehouse/core';
import type { RecordingLogger } from '@gatehouse/mcp-auth-testing';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import type { FileActivityStoreOptions } from '../../src/index.js';
import { createFileActivityStore } from '../../src/index.js';
import { newDirectory } from './directory.js';

export const DAY_1: number = Date.UTC(2026, 5, 1);
export const DAY: number = ACTIVITY_DAY_MS;

/** One request, counted on the first of June. */
export function count(changes: Partial<ActivityCount> = {}): ActivityCount {
  const latencies = emptyLatencies();
  latencies[2] = 1;
  const what = { principalId: 'lmcp_admin_001', act: 'tool:a' };
  const numbers = { requests: 1, denied: 0, failed: 0, latencies };
  return { at: DAY_1, spanMs: ACTIVITY_SPAN_MS, ...what, ...numbers, ...changes };
}

export function all(store: ActivityStore): Promise<readonly ActivityCount[]> {
  return store.read({ from: 0, to: Number.MAX_SAFE_INTEGER });
}

export function requestsOf(counts: readonly ActivityCount[]): number {
  return counts.reduce((sum, { requests }) => sum + requests, 0);
}

/** A store in a directory of its own; `path` is its file of the first of June. */
export async function newStore(
  options: Partial<FileActivityStoreOptions> = {},
): Promise<{ store: ActivityStore; logger: RecordingLogger; path: string }> {
  const logger = createRecordingLogger();
  const directory = join(await newDirectory(), 'activity');
  const store = await createFileActivityStore({ directory, logger, ...options });
  return { store, logger, path: join(directory, '2026-06-01.jsonl') };
}
