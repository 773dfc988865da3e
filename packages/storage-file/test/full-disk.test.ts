/*
 * Every writing operation on a disk that has no space left, and then a page more at each attempt until
 * it succeeds: so that it is cut short at each of its steps.
 */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore, McpAuthError } from '@gatehouse/core';
import { testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import {
  backupFile,
  createFileAuditStorage,
  createFileKeyStore,
  createFileUsageStore,
  createSealedKeyStore,
  restoreFile,
  verifyUsageFile,
} from '../src/index.js';
import { ringOf } from './support/sealed.js';
import { fillDisk, freePage, mountSmallDisk } from './support/small-disk.js';
import { append, readAll, texts, timeOf } from './support/trail.js';

/** An operation, made ready in a directory of the small disk. */
interface Prepared {
  readonly run: () => Promise<unknown>;
  /** What can still be read while nothing can be written. */
  readonly read: () => Promise<unknown>;
  readonly close?: () => Promise<void>;
}

type Prepare = (directory: string) => Promise<Prepared>;

/** Large enough that pages of it have to be found. */
const LONG = 'x'.repeat(9000);

function onKeys(
  open: (directory: string) => Promise<KeyStore>,
  run: (store: KeyStore) => Promise<unknown>,
): Prepare {
  return async (directory) => {
    const store = await open(directory);
    await store.ensureHeader(() => testHeader());
    await store.insert('admin', (n) => testRecord('admin', n, { name: LONG }));
    return { run: () => run(store), read: () => store.list(), close: () => store.close() };
  };
}

async function changeFirst(store: KeyStore): Promise<unknown> {
  const [record] = await store.list();
  return store.update(record?.id ?? '', record?.revision ?? '', { name: `${LONG}!` });
}

async function deleteFirst(store: KeyStore): Promise<unknown> {
  const [record] = await store.list();
  return store.delete(record?.id ?? '', record?.revision ?? '');
}

const insert = (store: KeyStore): Promise<unknown> =>
  store.insert('admin', (n) => testRecord('admin', n, { name: LONG }));

function onTrail(
  batches: readonly number[],
  run: (storage: Awaited<ReturnType<typeof createFileAuditStorage>>) => Promise<unknown>,
): Prepare {
  return async (directory) => {
    const path = join(directory, 'audit.jsonl');
    const storage = await createFileAuditStorage({ path, maxBytes: 10_000 });
    for (const count of batches) {
      await append(storage, count);
    }
    return {
      run: () => run(storage),
      read: () => readAll(storage),
      close: () => storage.close(),
    };
  };
}

const openToml = (directory: string): Promise<KeyStore> =>
  createFileKeyStore({ path: join(directory, 'keys.toml') });
const openSealed = (directory: string): Promise<KeyStore> =>
  createSealedKeyStore({ path: join(directory, 'keys.enc'), ring: ringOf(1) });

async function prepareUsage(directory: string): Promise<ReturnType<typeof createFileUsageStore>> {
  const store = await createFileUsageStore({ path: join(directory, 'usage.json') });
  await store.add([{ keyId: LONG, uses: 1, failures: 0 }]);
  return store;
}

const OPERATIONS: readonly [string, Prepare][] = [
  [
    'the header of keys.toml',
    async (directory) => {
      const store = await openToml(directory);
      return {
        run: () => store.ensureHeader(() => testHeader()),
        read: () => store.list(),
        close: () => store.close(),
      };
    },
  ],
  ['a new key in keys.toml', onKeys(openToml, insert)],
  ['a change of keys.toml', onKeys(openToml, changeFirst)],
  ['a removal from keys.toml', onKeys(openToml, deleteFirst)],
  ['a new key in keys.enc', onKeys(openSealed, insert)],
  ['a change of keys.enc', onKeys(openSealed, changeFirst)],
  ['a removal from keys.enc', onKeys(openSealed, deleteFirst)],
  [
    'a count in usage.json',
    async (directory) => {
      const store = await prepareUsage(directory);
      return {
        run: () => store.add([{ keyId: `${LONG}2`, uses: 1, failures: 0 }]),
        read: () => store.list(),
        close: () => store.close(),
      };
    },
  ],
  [
    'forgetting in usage.json',
    async (directory) => {
      const store = await prepareUsage(directory);
      await store.add([{ keyId: `${LONG}2`, uses: 1, failures: 0 }]);
      return {
        run: () => store.forget([LONG]),
        read: () => store.list(),
        close: () => store.close(),
      };
    },
  ],
  ['the first record of a trail', onTrail([], (storage) => append(storage, 50))],
  ['a batch of records', onTrail([3], (storage) => append(storage, 60))],
  ['a batch that rotates', onTrail([60], (storage) => append(storage, 60))],
  [
    'removing old records',
    onTrail([94, 94, 1], (storage) =>
      storage.prune(timeOf(200), (head) => ({ ...head, firstSequence: 189 })),
    ),
  ],
  [
    'a backup',
    async (directory) => {
      const store = await prepareUsage(directory);
      const backups = join(directory, 'backups');
      await mkdir(backups);
      const options = { directory: backups, keep: 2, verify: verifyUsageFile };
      return { run: () => backupFile(store.location, options), read: () => store.list() };
    },
  ],
  [
    'putting a backup back',
    async (directory) => {
      const store = await prepareUsage(directory);
      const verify = verifyUsageFile;
      const backup = await backupFile(store.location, { directory, keep: 2, verify });
      await store.add([{ keyId: `${LONG}2`, uses: 1, failures: 0 }]);
      return {
        run: () => restoreFile(backup, store.location, { verify }),
        read: () => store.list(),
      };
    },
  ],
];

/** A trail that changed is looked at under its lock, by this process too; that lock ends by itself. */
async function unlocked(directory: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const names = await readdir(directory, { recursive: true });
      expect(names.filter((name) => name.endsWith('.lock'))).toEqual([]);
    },
    { timeout: 20_000 },
  );
}

/**
 * Names and contents of all files below a directory. Those of a trail are one text: refused, it may have
 * begun a new file already, and that says nothing.
 */
async function picture(directory: string): Promise<Map<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const found = new Map<string, string>();
  for (const name of entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()) {
    const [entry] = entries.filter((one) => one.name === name);
    const content = await readFile(join(entry?.parentPath ?? directory, name), 'latin1');
    const isTrail = /^audit\.(\d{16}\.)?jsonl$/.test(name);
    const isBegun = name === 'audit.head' && content.includes('"head":null');
    const key = isTrail ? 'trail' : name;
    const text = isBegun ? '' : (found.get(key) ?? '') + content;
    if (text !== '') {
      found.set(key, text);
    }
  }
  return found;
}

/** Names of files that are not as they were, without their contents. */
function differences(before: Map<string, string>, now: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => before.get(name) !== now.get(name),
  );
}

/** Tries an operation on a full disk, and again with a page more, until it succeeds. */
async function fillAndTry(disk: string, directory: string, { run, read }: Prepared): Promise<void> {
  const before = await picture(directory);
  const readable = await read();
  const filler = join(disk, 'filler');
  await fillDisk(filler);
  let refused = 0;
  for (;;) {
    const error = await run().then(
      () => undefined,
      (failure: McpAuthError) => failure,
    );
    if (error === undefined) {
      break;
    }
    refused += 1;
    expect(error.code).toBe('ERR_MCPAUTH_STORE_UNAVAILABLE');
    expect(error.message).toContain('(ENOSPC). Free some space and try again.');
    expect(error.retryable).toBe(true);
    expect(await read()).toEqual(readable);
    await unlocked(directory);
    expect(differences(before, await picture(directory))).toEqual([]);
    expect(refused).toBeLessThan(60);
    await freePage(filler);
  }
  expect(refused).toBeGreaterThan(0);
  expect(differences(before, await picture(directory))).not.toEqual([]);
}

describe('key-systems finding 1: a disk without space', () => {
  it.for(OPERATIONS)(
    'refuses %s, keeps what was there, and takes it later',
    async ([, prepare], { skip }) => {
      const disk = await mountSmallDisk(256);
      if (disk === undefined) {
        return skip('this user may not mount a tmpfs');
      }
      const directory = join(disk, 'data');
      await mkdir(directory, { mode: 0o700 });
      const prepared = await prepare(directory);
      try {
        await fillAndTry(disk, directory, prepared);
      } finally {
        await prepared.close?.();
      }
    },
  );

  it('leaves a trail whole whatever room there was for a batch', async ({ skip }) => {
    const disk = await mountSmallDisk(64);
    if (disk === undefined) {
      return skip('this user may not mount a tmpfs');
    }
    const storage = await createFileAuditStorage({ path: join(disk, 'audit.jsonl') });
    let written = 0;
    for (let refused = 0; refused < 3; ) {
      const count = (written % 40) + 1;
      const done = await append(storage, count).then(
        () => true,
        () => false,
      );
      written += done ? count : 0;
      refused += done ? 0 : 1;
      expect(await readAll(storage)).toEqual(texts(1, written));
    }
    expect((await storage.head())?.sequence).toBe(written);
    await storage.close();
  });
});
