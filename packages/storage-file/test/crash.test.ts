import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyStore } from '@gatehouse/core';
import { testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createFileKeyStore } from '../src/index.js';
import { parseLockOwner } from '../src/lock-owner.js';
import { faultyFileSystem, systemError } from './support/faulty-file-system.js';
import { newPath, openStore } from './support/store.js';

const WRITES: readonly [string, (store: KeyStore) => Promise<unknown>][] = [
  ['ensureHeader', (store) => store.ensureHeader(() => testHeader())],
  ['insert', (store) => store.insert('admin', (n) => testRecord('admin', n))],
  [
    'update',
    async (store) => {
      const [record] = await store.list();
      await store.update(record?.id ?? '', record?.revision ?? '', { name: 'Changed' });
    },
  ],
  [
    'delete',
    async (store) => {
      const [record] = await store.list();
      await store.delete(record?.id ?? '', record?.revision ?? '');
    },
  ],
];

const START = '# mine\n\n[[keys]]\nid = "lmcp_admin_001"\nrole = "admin"\n';

/** The lock of a process that was killed, rather than of this one, which only plays dead. */
async function buryOwner(path: string): Promise<void> {
  const bytes = await readFile(`${path}.lock`).catch(() => undefined);
  const owner = bytes && parseLockOwner(bytes);
  if (owner !== undefined) {
    await writeFile(`${path}.lock`, JSON.stringify({ ...owner, started: 'long ago', boot: 'x' }));
  }
}

/** Runs one write and ends the "process" before operation `crashAt` of it. */
async function crash(
  write: (store: KeyStore) => Promise<unknown>,
  crashAt: number,
): Promise<{ readonly path: string; readonly operations: number; readonly acknowledged: boolean }> {
  const path = await newPath();
  await writeFile(path, START, { mode: 0o600 });
  let deadFrom = Number.POSITIVE_INFINITY;
  const fileSystem = faultyFileSystem({
    before(_operation, count) {
      if (count >= deadFrom) {
        throw systemError('KILLED');
      }
    },
  });
  const store = await createFileKeyStore({ path, fileSystem, watchIntervalMs: 60_000 });
  const opened = fileSystem.operations.length;
  deadFrom = opened + crashAt;
  const acknowledged = await write(store).then(
    () => true,
    () => false,
  );
  const operations = fileSystem.operations.length - opened;
  await store.close();
  return { path, operations, acknowledged };
}

describe.each(WRITES)('key-systems finding 10: a process that is killed during %s', (_, write) => {
  it('leaves the old state or the new one, and nothing that a start does not clear up', async () => {
    const clean = await crash(write, Number.POSITIVE_INFINITY);
    const wanted = await readFile(clean.path, 'utf8');
    expect(wanted).not.toBe(START);
    const seen: string[] = [];
    for (let crashAt = 1; crashAt <= clean.operations; crashAt += 1) {
      const { path, acknowledged } = await crash(write, crashAt);
      const left = await readFile(path, 'utf8');
      expect([START, wanted]).toContain(left);
      if (acknowledged) {
        expect(left).toBe(wanted);
      }
      seen.push(left === wanted ? 'new' : 'old');

      await buryOwner(path);
      const { store, logger } = await openStore({ path });
      expect(await readdir(dirname(path))).toEqual(['keys.toml']);
      await store.insert('monitor', (n) => testRecord('monitor', n));
      expect(logger.messages('error')).toEqual([]);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
    }
    // Old up to one point, new from there on.
    expect(seen.join(' ')).toMatch(/^(old )+(new ?)+$/);
  });
});
