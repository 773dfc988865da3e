import type { ActivityCount, ActivityStore } from '@gatehouse/core';
import { createMemoryActivityStore, McpAuthError } from '@gatehouse/core';

/** A store in memory that fails when it is told to, and says what was asked of it. */
export interface FragileStore extends ActivityStore {
  broken: boolean;
  readonly asked: string[];
  all(): Promise<readonly ActivityCount[]>;
}

export function createFragileStore(): FragileStore {
  const inner = createMemoryActivityStore();
  const asked: string[] = [];
  function ask<T>(what: string, work: () => Promise<T>): Promise<T> {
    asked.push(what);
    return store.broken ? Promise.reject(unavailable()) : work();
  }
  const store: FragileStore = {
    location: 'fragile',
    broken: false,
    asked,
    add: (counts) => ask(`add ${counts.length}`, () => inner.add(counts)),
    read: (range) => inner.read(range),
    rollUp: (before) => ask(`rollUp ${before}`, () => inner.rollUp(before)),
    prune: (before) => ask(`prune ${before}`, () => inner.prune(before)),
    close: () => ask('close', async () => undefined),
    all: () => inner.read({ from: 0, to: Number.MAX_SAFE_INTEGER }),
  };
  return store;
}

function unavailable(): McpAuthError {
  const details = { location: 'fragile', problem: 'the disk is full' };
  return new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'The disk is full.', details);
}
