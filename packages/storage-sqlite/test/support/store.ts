import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeyStoreEvent } from '@gatehouse/core';
import type { RecordingLogger } from '@gatehouse/mcp-auth-testing';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { afterEach, vi } from 'vitest';
import type { SqliteStore, SqliteStoreOptions } from '../../src/index.js';
import { openSqliteStore } from '../../src/index.js';

/** On a busy disk, all the syncing takes its time. */
vi.setConfig({ testTimeout: 30_000 });

const directories: string[] = [];
const stores: SqliteStore[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await Promise.all(
    directories.splice(0).map((path) => rm(path, { recursive: true, force: true })),
  );
});

/** @returns An empty directory (0700) that is removed after the test. */
export async function newDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gatehouse-sqlite-'));
  directories.push(path);
  return path;
}

/** @returns A path for a database that is not there, in a directory of its own. */
export async function newPath(): Promise<string> {
  return join(await newDirectory(), 'keys.db');
}

/** A store with what a test may want to look at. */
export interface OpenedStore extends SqliteStore {
  readonly path: string;
  readonly logger: RecordingLogger;
  readonly events: readonly KeyStoreEvent[];
}

/** Opens a store, on a new path or the one given, and closes it after the test. */
export async function openStore(options: Partial<SqliteStoreOptions> = {}): Promise<OpenedStore> {
  const path = options.path ?? (await newPath());
  const logger = createRecordingLogger();
  const store = await openSqliteStore({ logger, watchIntervalMs: 20, ...options, path });
  stores.push(store);
  const events: KeyStoreEvent[] = [];
  store.keys.subscribe((event) => events.push(event));
  return { ...store, path, logger, events };
}
