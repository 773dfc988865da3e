import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { KeyStore } from '@gatehouse/core';
import { exportMasterKey, generateMasterKey } from '@gatehouse/crypto';
import { createMemoryKeyStore } from '@gatehouse/keys';
import { createRecordingLogger, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth, type McpAuthOptions } from '../../src/index.js';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home.js';

const actor = { id: 'test' };
let home: TemporaryHome;
let opened: McpAuth[];

beforeEach(async () => {
  home = await temporaryHome();
  opened = [];
});
afterEach(async () => {
  for (const auth of opened) await auth.close();
  await home.remove();
});

async function open(options: Partial<McpAuthOptions> = {}): Promise<McpAuth> {
  const auth = await createMcpAuth({ app: 'notes', env: home.env, ...options });
  opened.push(auth);
  return auth;
}

const close = async (auth: McpAuth): Promise<void> => {
  opened = opened.filter((other) => other !== auth);
  await auth.close();
};

const keysToml = () => join(home.path, '.config/notes/keys.toml');
const auditJsonl = () => join(home.path, '.config/notes/audit.jsonl');
const masterKeyFile = () => join(home.path, '.config/notes/master.key');

/** A home in which a server has run before, and a key of it. */
async function usedHome(): Promise<string> {
  const auth = await open();
  const { key } = await auth.keys.create({ name: 'k', role: 'operator' }, actor);
  await close(auth);
  return key;
}

describe('two servers on the same files', () => {
  it('let one of two administrators change a key that both have looked at', async () => {
    const one = await open();
    const { id, revision } = (await one.keys.create({ name: 'k', role: 'operator' }, actor)).record;
    const other = await open();
    const outcomes = await Promise.allSettled([
      one.keys.update(id, { name: 'One' }, actor, { expectedRevision: revision }),
      other.keys.update(id, { name: 'Other' }, actor, { expectedRevision: revision }),
    ]);
    const won = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value.name] : []));
    const lost = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toMatchObject([{ code: 'ERR_MCPAUTH_STORE_CONFLICT' }]);
    await close(one);
    await close(other);
    expect((await (await open()).keys.get(id))?.name).toBe(won[0]);
  });
});

describe('the embedded default', () => {
  it('works at once and keeps all it makes private', async () => {
    const auth = await open();
    const { record, key } = await auth.keys.create({ name: 'first', role: 'admin' }, actor);
    expect(record.id).toBe('mcp_admin_001');
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
    expect(auth.location).toBe(keysToml());
    expect(auth.masterKey).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      source: expect.stringContaining(masterKeyFile()),
      generated: true,
    });
    for (const file of [keysToml(), masterKeyFile()]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect((await stat(join(home.path, '.config/notes'))).mode & 0o777).toBe(0o700);
  });

  it('lets the same key in after a restart, with the same master key', async () => {
    const first = await open();
    const { key } = await first.keys.create({ name: 'k', role: 'operator' }, actor);
    const { id } = first.masterKey ?? {};
    await close(first);
    const second = await open();
    expect(await second.authenticate(key)).toMatchObject({
      ok: true,
      principal: { id: 'mcp_operator_001', role: 'operator' },
    });
    expect(second.masterKey).toMatchObject({ id, generated: false });
    const next = await second.keys.create({ name: 'k2', role: 'operator' }, actor);
    expect(next.record.id).toBe('mcp_operator_002');
  });

  it('gives two servers that start at once the same master key and pepper', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    expect(one.masterKey?.id).toBe(two.masterKey?.id);
    const { record, key } = await one.keys.create({ name: 'k', role: 'monitor' }, actor);
    await close(one);
    await close(two);
    const again = await open();
    expect(await again.authenticate(key)).toMatchObject({ ok: true, principal: { id: record.id } });
  });

  it('writes no secret to a file, a log or its own text', async () => {
    const logger = createRecordingLogger();
    const auth = await open({ logger });
    const { key } = await auth.keys.create({ name: 'k', role: 'operator' }, actor);
    await auth.authenticate(key);
    await auth.authenticate(`${key}x`);
    const masterKey = (await readFile(masterKeyFile(), 'utf8')).trim();
    const secret = key.slice(key.lastIndexOf('_') + 1);
    const shown = [
      logger.text(),
      inspect(auth, { depth: 20, showHidden: true }),
      JSON.stringify(auth),
    ];
    for (const text of [...shown, await readFile(keysToml(), 'utf8')]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(masterKey);
    }
  });

  it('takes the directory, the store file and the master key from its options', async () => {
    const masterKey = exportMasterKey(generateMasterKey());
    const configDir = join(home.path, 'etc');
    const keyStorePath = join(home.path, 'var/k.toml');
    const auth = await open({ configDir, keyStorePath, masterKey });
    expect(auth.location).toBe(keyStorePath);
    expect(auth.masterKey?.generated).toBe(false);
    expect(Object.keys(await home.hashes())).toEqual(['var/k.toml']);
  });

  it('takes the master key from the environment that it is given', async () => {
    const masterKey = exportMasterKey(generateMasterKey());
    const auth = await open({ env: { ...home.env, MCP_AUTH_MASTER_KEY: masterKey } });
    expect(auth.masterKey?.source).toContain('MCP_AUTH_MASTER_KEY');
    expect(inspect(auth.masterKey)).not.toContain(masterKey);
    const own = await open({
      app: 'other',
      env: { ...home.env, MCP_AUTH_MASTER_KEY: 'ignored', OWN_KEY: masterKey },
      masterKeyEnv: ['OWN_KEY'],
    });
    expect(own.masterKey?.id).toBe(auth.masterKey?.id);
  });
});

describe('over existing data, nothing is written and nothing is made when', () => {
  async function refusesUntouched(
    code: string,
    options: Partial<McpAuthOptions> = {},
  ): Promise<Error> {
    const before = await home.hashes();
    const failure = await open(options).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code });
    expect(await home.hashes()).toEqual(before);
    return failure as Error;
  }

  it('the master key is another one', async () => {
    await usedHome();
    const masterKey = exportMasterKey(generateMasterKey());
    const error = await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_MISMATCH', { masterKey });
    expect(error).toMatchObject({
      details: {
        sealedIn: expect.arrayContaining([
          expect.stringContaining(keysToml()),
          expect.stringContaining(auditJsonl()),
        ]),
      },
    });
    expect(inspect(error)).not.toContain(masterKey);
    await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_MISMATCH', {
      env: { ...home.env, MCP_AUTH_MASTER_KEY: masterKey },
    });
  });

  it('the master key is gone', async () => {
    const key = await usedHome();
    const masterKey = await readFile(masterKeyFile(), 'utf8');
    await rm(masterKeyFile());
    const error = await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_MISSING');
    expect(error.message).toContain(keysToml());
    const back = await open({ masterKey: masterKey.trim() });
    expect(await back.authenticate(key)).toMatchObject({ ok: true });
  });

  it('the master key cannot be one', async () => {
    await usedHome();
    for (const masterKey of ['', 'short', 'A'.repeat(43), 'not base64 at all!']) {
      const error = await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_INVALID', { masterKey });
      if (masterKey !== '') expect(inspect(error)).not.toContain(masterKey);
    }
  });

  it('the store cannot be read', async () => {
    await usedHome();
    await appendFile(keysToml(), '\n[[keys]\nid = broken');
    await refusesUntouched('ERR_MCPAUTH_STORE_DAMAGED');
  });

  it('a pepper is no sealed value', async () => {
    await usedHome();
    const text = await readFile(keysToml(), 'utf8');
    await writeFile(keysToml(), text.replace(/enc:v1:[^"']*/, 'enc:v9:lost'));
    await rm(masterKeyFile());
    await refusesUntouched('ERR_MCPAUTH_STORE_DAMAGED');
  });

  it('another file of the host is sealed under a key that is gone', async () => {
    const lost = generateMasterKey().id;
    const sealed = [{ keyId: lost, where: 'tokens.json' }];
    const error = await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_MISSING', { sealed });
    expect(error).toMatchObject({ details: { keyIds: [lost], sealedIn: ['tokens.json'] } });
    await refusesUntouched('ERR_MCPAUTH_MASTER_KEY_MISSING', { sealed, store: 'memory' });
  });

  it('an option is wrong', async () => {
    await refusesUntouched('ERR_MCPAUTH_CONFIG_INVALID', { prefix: 'No Slug' });
  });
});

describe('a store of the caller', () => {
  /** Calls that failed store opening must not lead to. */
  function watchClose(store: KeyStore): { store: KeyStore; closed: () => number } {
    let closed = 0;
    const end = store.close.bind(store);
    store.close = () => {
      closed += 1;
      return end();
    };
    return { store, closed: () => closed };
  }

  /** Says of a store that it outlives the process, as one in a database does. */
  function persistent(store: KeyStore): KeyStore {
    const capabilities = { writable: true, persistent: true, watches: false };
    return Object.defineProperty(store, 'capabilities', { value: capabilities });
  }

  it('that persists has its master key in the configuration directory', async () => {
    const auth = await open({ store: persistent(createMemoryKeyStore()) });
    expect(auth.masterKey?.source).toContain(masterKeyFile());
    expect(Object.keys(await home.hashes())).toEqual(['.config/notes/master.key']);
  });

  it('in memory needs no file', async () => {
    const { store, closed } = watchClose(createMemoryKeyStore());
    const auth = await open({ store, env: {} });
    const { key } = await auth.keys.create({ name: 'k', role: 'operator' }, actor);
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
    expect(auth.masterKey).toBeUndefined();
    expect(await home.hashes()).toEqual({});
    await close(auth);
    expect(closed()).toBe(1);
  });

  it('stays open when opening fails', async () => {
    const { store, closed } = watchClose(createMemoryKeyStore());
    await store.ensureHeader(() => testHeader());
    await expect(open({ store })).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_MCPAUTH_SEAL_/),
    });
    expect(closed()).toBe(0);
  });

  it('that keeps keys but lost their pepper makes no master key', async () => {
    const memory = createMemoryKeyStore();
    await memory.insert('admin', (sequence) => testRecord('admin', sequence));
    const store = persistent(memory);
    await expect(open({ store })).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_DAMAGED' });
    expect(await home.hashes()).toEqual({});
  });
});

describe('the memory store', () => {
  it('touches no file and needs no environment', async () => {
    const auth = await open({ store: 'memory', env: {} });
    expect(auth).toMatchObject({ location: 'memory', masterKey: undefined });
    const { key } = await auth.keys.create({ name: 'k', role: 'monitor' }, actor);
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
    expect(await home.hashes()).toEqual({});
  });

  it('forgets its keys', async () => {
    const first = await open({ store: 'memory' });
    const { key } = await first.keys.create({ name: 'k', role: 'monitor' }, actor);
    const second = await open({ store: 'memory' });
    expect(await second.authenticate(key)).toMatchObject({ ok: false });
  });
});

describe('onRevoked', () => {
  it('hears of a key that another process revokes', async () => {
    const here = await open();
    const there = await open();
    const { record } = await here.keys.create({ name: 'k', role: 'monitor' }, actor);
    const heard = new Promise<string>((resolve) => here.onRevoked(resolve));
    // The other one sees the key within a second, and then ends it.
    while ((await there.keys.get(record.id)) === undefined) {
      await new Promise((resolve) => there.keys.subscribe(resolve));
    }
    await there.keys.revoke(record.id, actor);
    expect(await heard).toBe(record.id);
  });
});
