import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMcpAuthError } from '@gatehouse/core';
import { exportEnvKeys } from '@gatehouse/storage-env';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyLocation, loxoneFiles, openLoxoneAuth, readLoxoneKeys } from '../../src/index.js';
import type { KeyBackend } from '../../src/settings/loxone-mcp.js';

const ACTOR = { id: 'test' };

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-backends-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function at(keyBackend: KeyBackend, more: Partial<KeyLocation> = {}): KeyLocation {
  return { env: { HOME: home }, keyBackend, ...more };
}

function written(): string[] {
  const directory = join(home, '.config', 'loxone-mcp');
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

async function makeKey(location: KeyLocation): Promise<string> {
  const auth = await openLoxoneAuth(location);
  try {
    return (await auth.keys.create({ name: 'a', role: 'admin' }, ACTOR)).key;
  } finally {
    await auth.close();
  }
}

async function accepts(location: KeyLocation, key: string): Promise<boolean> {
  const auth = await openLoxoneAuth(location);
  try {
    return (await auth.keys.verify(key, { address: '127.0.0.1' })).ok;
  } finally {
    await auth.close();
  }
}

async function refusal(opening: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isMcpAuthError(error)) throw new TypeError(`it was no refusal: ${String(error)}`);
  return { code: error.code, message: error.message };
}

describe.each([
  ['file', 'keys.toml'],
  ['sealed', 'keys.enc'],
  ['sqlite', 'keys.db'],
] as const)('keys in the backend %s', (backend, file) => {
  it(`are in ${file}, and are found again`, async () => {
    const key = await makeKey(at(backend));
    expect(written()).toContain(file);
    expect(await accepts(at(backend), key)).toBe(true);
    const reader = await readLoxoneKeys(at(backend));
    expect(await reader.list()).toHaveLength(1);
    expect((await reader.header())?.peppers).toHaveLength(1);
    expect(await reader.get('lmcp_admin_001')).toMatchObject({ role: 'admin' });
    expect(reader.location).toBe(join(home, '.config', 'loxone-mcp', file));
    await reader.close();
  });

  it('are in another file where one is named', async () => {
    const keyStore = join(home, 'elsewhere', 'mine');
    const key = await makeKey(at(backend, { keyStore }));
    expect(existsSync(keyStore)).toBe(true);
    expect(written()).not.toContain(file);
    expect(await accepts(at(backend, { keyStore }), key)).toBe(true);
  });

  it('can be looked at before there are any, and nothing is made', async () => {
    const reader = await readLoxoneKeys(at(backend));
    expect(await reader.list()).toEqual([]);
    expect(await reader.get('lmcp_admin_001')).toBeUndefined();
    expect(await reader.header()).toBeUndefined();
    await reader.close();
    expect(written()).toEqual([]);
  });

  it('need their master key: none is made over them', async () => {
    await makeKey(at(backend));
    rmSync(join(home, '.config', 'loxone-mcp', 'master.key'));
    expect((await refusal(openLoxoneAuth(at(backend)))).code).toBe(
      'ERR_MCPAUTH_MASTER_KEY_MISSING',
    );
    expect(written()).not.toContain('master.key');
  });
});

describe('keys in SQLite', () => {
  it('have uses and audit trail beside them in the same file', async () => {
    await makeKey(at('sqlite'));
    expect(written()).not.toContain('audit.jsonl');
    expect(written()).not.toContain('usage.json');
    const auth = await openLoxoneAuth(at('sqlite'));
    expect((await auth.audit.verify()).ok).toBe(true);
    await auth.close();
  });

  it('let go of the database when it cannot be used', async () => {
    await makeKey(at('sqlite'));
    const location = at('sqlite', { env: { HOME: home, LOXONE_MCP_MASTER_KEY: 'nonsense' } });
    for (let time = 0; time < 3; time += 1) {
      expect((await refusal(openLoxoneAuth(location))).code).toBe('ERR_MCPAUTH_MASTER_KEY_INVALID');
    }
    // SQLite removes its log when the last connection ends cleanly.
    expect(written().filter((name) => name.endsWith('-wal'))).toEqual([]);
  });

  it('are named when they are damaged, and left as they are', async () => {
    await makeKey(at('sqlite'));
    const { database } = loxoneFiles(at('sqlite'));
    rmSync(database);
    appendFileSync(database, 'not a database', { mode: 0o600 });
    const { code, message } = await refusal(openLoxoneAuth(at('sqlite')));
    expect(code).toBe('ERR_MCPAUTH_STORE_DAMAGED');
    expect(message).toContain(database);
    expect((await refusal(readLoxoneKeys(at('sqlite')))).code).toBe('ERR_MCPAUTH_STORE_DAMAGED');
  });
});

describe('keys in the environment', () => {
  async function exported(): Promise<{ key: string; apiKeys: string }> {
    const key = await makeKey(at('file'));
    const reader = await readLoxoneKeys(at('file'));
    const apiKeys = exportEnvKeys(await reader.header(), await reader.list());
    await reader.close();
    return { key, apiKeys };
  }

  it('that were exported work, and cannot be changed', async () => {
    const { key, apiKeys } = await exported();
    const location = at('env', { apiKeys });
    expect(await accepts(location, key)).toBe(true);
    const auth = await openLoxoneAuth(location);
    const creating = auth.keys.create({ name: 'b', role: 'monitor' }, ACTOR);
    const { code, message } = await refusal(creating);
    expect(code).toBe('ERR_MCPAUTH_STORE_READ_ONLY');
    expect(message).toMatch(/cannot change the environment/);
    await auth.close();
    expect(await accepts(at('env', { env: { HOME: home, LOXONE_API_KEYS: apiKeys } }), key)).toBe(
      true,
    );
  });

  it('that are not set say how to begin', async () => {
    const { code, message } = await refusal(openLoxoneAuth(at('env')));
    expect(code).toBe('ERR_MCPAUTH_CONFIG_INVALID');
    expect(message).toMatch(/LOXONE_API_KEYS is not set/);
  });

  it('are kept in no file', async () => {
    const refused = openLoxoneAuth(at('env', { apiKeys: '[]', keyStore: '/keys.toml' }));
    expect((await refusal(refused)).message).toContain('--key-store');
  });

  const SEED =
    '{"id":"lmcp_admin_001_abc123def456","name":"Admin Key","role":"admin","active":true}';

  it.each([
    ['as the old server had them', `[${SEED}]`, /keys\[0\]\.id is a whole key in plain text/],
    ['with ids alone', '[{"id":"lmcp_admin_001","role":"admin"}]', /keys\[0\] has no hash/],
    [
      'in the new form, without hashes',
      `{"peppers":[],"keys":[${SEED}]}`,
      /keys\[0\]\.id is a whole/,
    ],
  ])('%s are refused, with what is missing and what to write', async (_what, apiKeys, reason) => {
    for (const opening of [
      openLoxoneAuth(at('env', { apiKeys })),
      readLoxoneKeys(at('env', { apiKeys })),
    ]) {
      const { code, message } = await refusal(opening);
      expect(code).toBe('ERR_MCPAUTH_CONFIG_INVALID');
      expect(message).toMatch(reason);
      expect(message).toContain('loxone-mcp keys export --format env');
      expect(message).not.toContain('abc123def456');
    }
    expect(written()).toEqual([]);
  });

  it('are refused when one of them is an old key in plain text: lists would show it', async () => {
    const { apiKeys } = await exported();
    const mixed = apiKeys.replace('"keys":[', `"keys":[${SEED},`);
    expect((await refusal(openLoxoneAuth(at('env', { apiKeys: mixed })))).message).toContain(
      'keys[0].id',
    );
    const harmless = apiKeys.replace('"keys":[', '"keys":[{"id":"lmcp_x_009","role":"monitor"},');
    await (await openLoxoneAuth(at('env', { apiKeys: harmless }))).close();
  });

  it.each(['nonsense', '5', 'null', '{"keys":5}'])(
    'that are %s are told by who reads them',
    async (apiKeys) => {
      expect((await refusal(openLoxoneAuth(at('env', { apiKeys })))).code).toBe(
        'ERR_MCPAUTH_STORE_DAMAGED',
      );
    },
  );

  it('that nobody asked for are said not to be looked at', async () => {
    const warnings: string[] = [];
    const quiet = (): void => undefined;
    const logger = {
      debug: quiet,
      info: quiet,
      error: quiet,
      warn: (m: string) => void warnings.push(m),
    };
    await (await openLoxoneAuth(at('file', { apiKeys: SEED }), {}, { logger })).close();
    expect(warnings.join()).toContain('LOXONE_KEY_BACKEND is not env');
    expect(warnings.join()).not.toContain('abc123def456');
  });
});

describe('where files are', () => {
  it('follows the configuration directory, and state the key store', () => {
    const configDir = '/c';
    expect(loxoneFiles({ env: {}, configDir })).toEqual({
      masterKey: '/c/master.key',
      miniservers: '/c/miniservers.json',
      database: '/c/keys.db',
      state: '/c',
    });
    expect(loxoneFiles({ env: {}, configDir, keyStore: '/d/keys.toml' }).state).toBe('/d');
    expect(loxoneFiles({ env: {}, configDir, keyBackend: 'env' }).state).toBe('/c');
    expect(loxoneFiles({ env: { XDG_CONFIG_HOME: '/x' } }).state).toBe('/x/loxone-mcp');
    expect(() => loxoneFiles({ env: {} })).toThrow(/HOME/);
  });
});
