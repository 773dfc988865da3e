import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActivityCount, emptyLatencies } from '@gatehouse/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyLocation, openKeyBackend, openLoxoneAuth } from '../../src/index.js';
import { KEY_BACKENDS, type KeyBackend } from '../../src/settings/loxone-mcp.js';

const RANGE = { from: 0, to: Number.MAX_SAFE_INTEGER };
const COUNT: ActivityCount = {
  at: Date.UTC(2026, 5, 1),
  spanMs: 300_000,
  principalId: 'lmcp_admin_001',
  act: 'tool:a',
  requests: 3,
  denied: 1,
  failed: 0,
  latencies: emptyLatencies(),
};

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-activity-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function at(keyBackend: KeyBackend, more: Partial<KeyLocation> = {}): KeyLocation {
  return { env: { HOME: home }, keyBackend, ...more };
}

async function counted(location: KeyLocation): Promise<readonly ActivityCount[]> {
  const backend = await openKeyBackend(location);
  const activity = await backend.openActivity();
  const counts = await activity.read(RANGE);
  await activity.close();
  await backend.close();
  return counts;
}

async function count(location: KeyLocation): Promise<void> {
  const backend = await openKeyBackend(location);
  const activity = await backend.openActivity();
  await activity.add([COUNT]);
  await activity.close();
  await backend.close();
}

describe.each(KEY_BACKENDS)('activity beside the backend %s', (backend) => {
  it('outlives the process that counted it', async () => {
    await count(at(backend));
    expect(await counted(at(backend))).toEqual([COUNT]);
  });

  it(`is kept ${backend === 'sqlite' ? 'in the database, in no file' : 'in files'}`, async () => {
    await count(at(backend));
    const directory = join(home, '.config', 'loxone-mcp');
    expect(existsSync(join(directory, 'activity'))).toBe(backend !== 'sqlite');
    expect(existsSync(join(directory, 'keys.db'))).toBe(backend === 'sqlite');
  });
});

it('activity of keys in a database elsewhere is in that database', async () => {
  const keyStore = join(home, 'elsewhere', 'mine.db');
  await count(at('sqlite', { keyStore }));
  expect(await counted(at('sqlite', { keyStore }))).toEqual([COUNT]);
  expect(readdirSync(join(home, 'elsewhere')).sort()).toEqual(['mine.db', 'mine.db-mark']);
});

describe('one database for keys and activity', () => {
  it('counts on while keys are closed, and is closed with the last of them', async () => {
    const location = at('sqlite');
    const backend = await openKeyBackend(location);
    const activity = await backend.openActivity();
    const auth = await openLoxoneAuth(location, {}, { backend });
    await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
    await auth.close();
    await activity.add([COUNT]);
    await activity.close();
    await backend.close();
    // Whoever closes last leaves no log behind.
    const files = readdirSync(join(home, '.config', 'loxone-mcp'));
    expect(files.filter((name) => name.startsWith('keys.db')).sort()).toEqual([
      'keys.db',
      'keys.db-mark',
    ]);
  });

  it('stays with whoever opened it where the framework cannot be opened', async () => {
    const env = { HOME: home, LOXONE_MCP_MASTER_KEY: 'none' };
    const location = at('sqlite', { env });
    const backend = await openKeyBackend(location);
    const activity = await backend.openActivity();
    await expect(openLoxoneAuth(location, {}, { backend })).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_MASTER_KEY_INVALID',
    });
    await activity.add([COUNT]);
    expect(await activity.read(RANGE)).toEqual([COUNT]);
    await activity.close();
    await backend.close();
  });
});
