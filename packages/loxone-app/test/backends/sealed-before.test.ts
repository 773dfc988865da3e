import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportMasterKey, generateMasterKey, LABELS, seal } from '@gatehouse/crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  houseFiles,
  type KeyLocation,
  openLoxoneAuth,
  openMiniserverBook,
  Secret,
  sealSecret,
} from '../../src/index.js';
import type { KeyBackend } from '../../src/settings/loxone-mcp.js';

/** Backends that have a master key of their own to lose. */
const WITH_FILES = ['file', 'sealed', 'sqlite'] as const;

let home: string;
const directory = (): string => join(home, '.config', 'loxone-mcp');

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-sealed-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

function at(keyBackend: KeyBackend): KeyLocation {
  return { env: { HOME: home }, keyBackend };
}

/** Everything in the directory, and what is in it. */
function contents(): Record<string, string> {
  const files = readdirSync(directory()).filter((name) =>
    statSync(join(directory(), name)).isFile(),
  );
  return Object.fromEntries(
    files.map((name) => [name, readFileSync(join(directory(), name), 'latin1')]),
  );
}

/** Makes a backend with a key in it, and something else sealed, by name. */
async function make(backend: KeyBackend, more: 'password' | 'token' | undefined): Promise<void> {
  const location = at(backend);
  const auth = await openLoxoneAuth(location);
  await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
  if (more === 'password') {
    const book = openMiniserverBook(join(directory(), 'miniservers.json'));
    const password = sealSecret(auth.ring, new Secret('canary'), {
      name: 'home',
      field: 'password',
    });
    const entry = { host: '192.0.2.1', user: 'u', password };
    await book.change(() => ({ chosen: 'home', byName: new Map([['home', entry]]) }));
  }
  if (more === 'token') {
    const sealed = seal(auth.ring, new Uint8Array(32), {
      purpose: LABELS.loxoneToken,
      context: 'x',
    });
    writeFileSync(houseFiles(location, 'home').token, JSON.stringify({ token: sealed }));
  }
  await auth.close();
}

/** Removes all but one file, as a clean-up does that goes too far. */
function leaveOnly(file: string): void {
  for (const name of readdirSync(directory())) {
    if (name !== file) rmSync(join(directory(), name), { recursive: true });
  }
}

/** What is sealed, in which file, and what made it. */
const SEALED = [
  ['the peppers of keys.toml', 'keys.toml', 'file', undefined],
  ['keys.enc', 'keys.enc', 'sealed', undefined],
  ['the peppers of a database', 'keys.db', 'sqlite', undefined],
  ['the keys of the audit trail', 'audit.head', 'file', undefined],
  ['a password of a Miniserver', 'miniservers.json', 'file', 'password'],
  ['the token of a Miniserver', 'loxone-token.home.json', 'file', 'token'],
] as const;

describe.each(SEALED)('%s (%s), whose master key is gone,', (_, file, madeBy, more) => {
  it.each(WITH_FILES)('keeps the backend %s from making another one', async (backend) => {
    await make(madeBy, more);
    leaveOnly(file);
    const before = contents();
    expect(before[file]).toContain('enc:v1:');
    await expect(openLoxoneAuth(at(backend))).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_MASTER_KEY_MISSING',
      // A trail is named by its lines, not by the file of its head.
      message: expect.stringContaining(join(directory(), file.replace(/head$/, ''))),
    });
    expect(existsSync(join(directory(), 'master.key'))).toBe(false);
    expect(contents()).toMatchObject(before);
  });
});

it('once what is left over is moved away, a new master key is made', async () => {
  await make('file', undefined);
  leaveOnly('keys.toml');
  await expect(openLoxoneAuth(at('sqlite'))).rejects.toThrow('move away');
  rmSync(join(directory(), 'keys.toml'));
  const auth = await openLoxoneAuth(at('sqlite'));
  expect(auth.masterKey?.generated).toBe(true);
  await auth.close();
});

it('keys of another backend that the master key does not open do not keep it from being used', async () => {
  await make('file', undefined);
  leaveOnly('keys.toml');
  const env = { HOME: home, LOXONE_MCP_MASTER_KEY: exportMasterKey(generateMasterKey()) };
  const auth = await openLoxoneAuth({ env, keyBackend: 'sqlite' });
  await auth.keys.create({ name: 'a', role: 'admin' }, { id: 'test' });
  await auth.close();
});
