import type {
  AnyMcpAuthError,
  KeyRecord,
  KeyStore,
  KeyStoreEvent,
  McpAuthErrorCode,
  NewKeyRecord,
} from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { TEST_HASH, testRecord } from '../records.js';

/** Much longer than the second that a watching store has, so that only a lost event fails. */
export const EVENT_DEADLINE_MS = 8_000;

/** @returns The error that `promise` rejects with, which must have `code` and tell no hash. */
export async function rejectionOf(
  promise: Promise<unknown>,
  code: McpAuthErrorCode,
): Promise<AnyMcpAuthError> {
  const outcome = await promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
  if (!isMcpAuthError(outcome)) {
    return expect.fail(`expected ${code}, but ${String(outcome)}`);
  }
  expect(outcome.code).toBe(code);
  expect(`${outcome.message} ${JSON.stringify(outcome.details)}`).not.toContain(TEST_HASH);
  return outcome;
}

/** Inserts a {@link testRecord} of `role` with the sequence number that the store gives. */
export function insertTest(
  store: KeyStore,
  role = 'operator',
  changes: Partial<NewKeyRecord> = {},
): Promise<KeyRecord> {
  return store.insert(role, (sequence) => testRecord(role, sequence, changes));
}

/** @returns A record without its revision, to compare it with what was asked for. */
export function withoutRevision(record: KeyRecord | undefined): NewKeyRecord | undefined {
  if (record === undefined) {
    return undefined;
  }
  const { revision: _revision, ...rest } = record;
  return rest;
}

/** Subscribes and keeps what comes. */
export function recordEvents(store: KeyStore): KeyStoreEvent[] {
  const events: KeyStoreEvent[] = [];
  store.subscribe((event) => {
    events.push(event);
  });
  return events;
}

/** Resolves with the first event that `wanted` accepts, or `undefined` when none comes in time. */
export function eventOf(
  store: KeyStore,
  wanted: (event: KeyStoreEvent) => boolean,
  withinMs: number = EVENT_DEADLINE_MS,
): Promise<KeyStoreEvent | undefined> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(undefined), withinMs);
    const unsubscribe = store.subscribe((event) => {
      if (wanted(event)) {
        clearTimeout(deadline);
        unsubscribe();
        resolve(event);
      }
    });
  });
}
