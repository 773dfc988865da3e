import { mkdir, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyStore } from '@gatehouse/core';
import { systemRandomBytes } from '@gatehouse/core';
import {
  exportMasterKey,
  generateMasterKey,
  LABELS,
  open,
  seal,
  sealedKeyId,
  toBase64Url,
} from '@gatehouse/crypto';
import { createRecordingLogger, createSeededRandom, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import type { ResolvedMasterKey } from '../src/index.js';
import { createFileKeyStore, resolveMasterKey } from '../src/index.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';

const PEPPER_PLACE = { purpose: LABELS.pepper, context: 'p1' };
const VARIABLE = 'LOXONE_MCP_MASTER_KEY';

/** What a server does with both parts of this package when it starts. */
interface Server {
  readonly store: KeyStore;
  readonly masterKey: ResolvedMasterKey;
  readonly pepper: string;
  readonly log: string;
  stop(): Promise<void>;
}

async function start(directory: string, env: Record<string, string> = {}): Promise<Server> {
  const logger = createRecordingLogger();
  const store = await createFileKeyStore({ path: join(directory, 'keys.toml'), logger });
  try {
    const peppers = (await store.header())?.peppers ?? [];
    const sealed = peppers.map(({ id, sealed: text }) => ({
      keyId: sealedKeyId(text) ?? '',
      where: `${store.location} (pepper ${id})`,
    }));
    const path = join(directory, 'master.key');
    const masterKey = await resolveMasterKey({ env, envNames: [VARIABLE], path, sealed, logger });
    const header = await store.ensureHeader(() => ({
      peppers: [{ id: 'p1', sealed: seal(masterKey.ring, systemRandomBytes(32), PEPPER_PLACE) }],
    }));
    const pepper = open(masterKey.ring, header.peppers[0]?.sealed ?? '', PEPPER_PLACE);
    const stop = (): Promise<void> => store.close();
    return { store, masterKey, pepper: toBase64Url(pepper), log: logger.text(), stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Names, contents and times of everything in a directory. */
async function picture(directory: string): Promise<unknown[]> {
  const names = (await readdir(directory)).sort();
  return Promise.all(
    names.map(async (name) => {
      const { ino, mtimeMs, ctimeMs, mode } = await stat(join(directory, name));
      const content = await readFile(join(directory, name), 'utf8');
      return { name, content, ino, mtimeMs, ctimeMs, mode };
    }),
  );
}

async function configDirectory(): Promise<string> {
  const directory = join(await newDirectory(), 'loxone-mcp');
  await mkdir(directory, { mode: 0o700 });
  return directory;
}

/** A directory with a key store that a first start has made. */
async function startedOnce(): Promise<{ directory: string; pepper: string; keyId: string }> {
  const directory = await configDirectory();
  const server = await start(directory);
  await server.store.insert('admin', (n) => testRecord('admin', n));
  await server.stop();
  return { directory, pepper: server.pepper, keyId: server.masterKey.keyId };
}

// The steps of the testing plan for the key that was lost at every restart (avrabe/mcp-loxone #23).
describe('a server that is restarted', () => {
  it('1, 2: makes and saves a master key when it starts for the first time', async () => {
    const directory = await configDirectory();
    await rm(join(directory, 'master.key'), { force: true });
    const server = await start(directory);
    expect(server.masterKey.generated).toBe(true);
    const saved = await readFile(join(directory, 'master.key'), 'utf8');
    expect(saved).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(server.log).not.toContain(saved.trim());
    await server.stop();
  });

  it('3, 4: reads it from the file at the next start, and opens what it sealed', async () => {
    const { directory, pepper, keyId } = await startedOnce();
    const before = await picture(directory);
    for (let restart = 0; restart < 3; restart += 1) {
      const server = await start(directory);
      expect(server.masterKey).toMatchObject({
        keyId,
        generated: false,
        source: `file ${join(directory, 'master.key')}`,
      });
      expect(server.pepper).toBe(pepper);
      expect(await server.store.list()).toHaveLength(1);
      await server.stop();
    }
    expect(await picture(directory)).toEqual(before);
  });

  it('5: takes the key from the environment before the file', async () => {
    const { directory, pepper } = await startedOnce();
    const text = (await readFile(join(directory, 'master.key'), 'utf8')).trim();
    await unlink(join(directory, 'master.key'));
    const server = await start(directory, { [VARIABLE]: text });
    expect(server.masterKey.source).toBe(`environment variable ${VARIABLE}`);
    expect(server.pepper).toBe(pepper);
    await server.stop();
    expect(await readdir(directory)).toEqual(['keys.toml']);
  });

  it('5: but not another one than that which sealed the data', async () => {
    const { directory, keyId } = await startedOnce();
    const before = await picture(directory);
    const other = generateMasterKey(createSeededRandom(1));
    const error = await errorOf(
      start(directory, { [VARIABLE]: exportMasterKey(other) }),
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
    );
    expect(error.details).toMatchObject({
      keyIds: [keyId],
      foundKeyId: other.id,
      foundIn: `environment variable ${VARIABLE}`,
      sealedIn: [`${join(directory, 'keys.toml')} (pepper p1)`],
    });
    expect(error.message).toContain(`is in file ${join(directory, 'master.key')}`);
    expect(error.message).not.toContain(exportMasterKey(other));
    expect(await picture(directory)).toEqual(before);
  });

  it('6: touches no file where it is given a key and no store', async () => {
    const directory = await configDirectory();
    const text = exportMasterKey(generateMasterKey(createSeededRandom(1)));
    const path = join(directory, 'master.key');
    await resolveMasterKey({ explicit: text, env: {}, envNames: [VARIABLE], path, sealed: [] });
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('a server whose master key was lost', () => {
  it('stops, says which one it needs, and touches nothing', async () => {
    const { directory, keyId } = await startedOnce();
    await unlink(join(directory, 'master.key'));
    const before = await picture(directory);
    const error = await errorOf(start(directory), 'ERR_MCPAUTH_MASTER_KEY_MISSING');
    expect(error.details.keyIds).toEqual([keyId]);
    expect(error.message).toContain(`Give the key in ${VARIABLE}, or put the key file back`);
    expect(await picture(directory)).toEqual(before);
  });

  it.each([
    ['empty', ''],
    ['cut', 'c29tZXRoaW5n'],
  ])('stops also when its file is %s', async (_, content) => {
    const { directory } = await startedOnce();
    await writeFile(join(directory, 'master.key'), content);
    const before = await picture(directory);
    await errorOf(start(directory), 'ERR_MCPAUTH_MASTER_KEY_INVALID');
    expect(await picture(directory)).toEqual(before);
  });

  it('works again when the key is put back', async () => {
    const { directory, pepper } = await startedOnce();
    const key = await readFile(join(directory, 'master.key'));
    await unlink(join(directory, 'master.key'));
    await errorOf(start(directory), 'ERR_MCPAUTH_MASTER_KEY_MISSING');
    await writeFile(join(directory, 'master.key'), key, { mode: 0o600 });
    const server = await start(directory);
    expect(server.pepper).toBe(pepper);
    await server.stop();
  });
});

describe('two servers that start at once on an empty directory', () => {
  it('agree on master key and pepper', async () => {
    const directory = await configDirectory();
    const servers = await Promise.all([start(directory), start(directory), start(directory)]);
    expect(new Set(servers.map(({ pepper }) => pepper)).size).toBe(1);
    expect(new Set(servers.map(({ masterKey }) => masterKey.keyId)).size).toBe(1);
    await Promise.all(servers.map((server) => server.stop()));
    expect((await readdir(directory)).sort()).toEqual(['keys.toml', 'master.key']);
  });
});
