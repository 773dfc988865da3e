import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseMasterKey } from '@gatehouse/crypto';
import { openSqliteStore } from '@gatehouse/storage-sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth, type McpAuthOptions } from '../src/index.js';
import { connectClient } from './support/connect.js';
import { createNotesServer, NOTES_RULES } from './support/notes-server.js';
import { PINNED_MASTER_KEY, PINNED_STORES } from './support/pinned-stores.js';
import { type TemporaryHome, temporaryHome } from './support/temporary-home.js';

// What other frameworks for MCP servers got wrong with files and keys, each as a test that would have
// caught it.

const ADMIN = { name: 'first', role: 'admin' };
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

/** Opens, acts and closes again, as a process does that is started and ends. */
async function once<Value>(
  options: Partial<McpAuthOptions>,
  act: (auth: McpAuth) => Promise<Value>,
): Promise<Value> {
  const auth = await createMcpAuth({ app: 'notes', env: home.env, ...options });
  try {
    return await act(auth);
  } finally {
    await auth.close();
  }
}

const makeAdmin = async (auth: McpAuth): Promise<string> => (await auth.createKey(ADMIN)).key;
const fileOf = (name: string): string => join(home.path, '.config/notes', name);

describe('auth-landscape finding 6: every way to write the master key down opens the store', () => {
  it('in every text form, from each source', { timeout: 60_000 }, async () => {
    // It has a character that differs between the alphabets of base64.
    const text = PINNED_MASTER_KEY;
    expect(text).toMatch(/[-_]/);
    const bytes = Buffer.from(text, 'base64url');
    const key = await once({ masterKey: text }, makeAdmin);
    const forms = [
      text,
      `${text}=`,
      bytes.toString('base64'),
      bytes.toString('base64').replaceAll('=', ''),
      bytes.toString('hex'),
      `${bytes.toString('base64')}\n`,
    ];
    for (const [at, form] of forms.entries()) {
      const secret = join(home.path, `secret-${at}`);
      await writeFile(secret, form, { mode: 0o600 });
      for (const options of [
        { masterKey: form },
        { env: { ...home.env, MCP_AUTH_MASTER_KEY: form } },
        { env: { ...home.env, PULSEENGINE_MCP_MASTER_KEY: form } },
        { env: { ...home.env, MCP_AUTH_MASTER_KEY_FILE: secret } },
      ]) {
        const answer = await once(options, (auth) => auth.authenticate(key));
        expect([form.length, Object.keys(options), answer.ok]).toEqual([
          form.length,
          Object.keys(options),
          true,
        ]);
      }
      await writeFile(fileOf('master.key'), form, { mode: 0o600 });
      expect(await once({}, (auth) => auth.authenticate(key))).toMatchObject({ ok: true });
      await rm(fileOf('master.key'));
    }
  });

  it('a form that cannot be read is refused, and never replaced by a new key', async () => {
    await once({}, makeAdmin);
    const before = await home.hashes();
    const text = (await readFile(fileOf('master.key'), 'utf8')).trim();
    for (const bad of [`${text}==`, `${text.slice(0, 42)}`, `"${text}"`, `${text}A`]) {
      await expect(open({ masterKey: bad })).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_MASTER_KEY_INVALID',
      });
    }
    expect(await home.hashes()).toEqual(before);
  });
});

describe('auth-landscape finding 7: what an earlier version sealed still opens', () => {
  it.each(PINNED_STORES)('in a store of the kind $store', async ({ store, file, content, key }) => {
    await mkdir(dirname(fileOf(file)), { recursive: true, mode: 0o700 });
    await writeFile(fileOf(file), content, { mode: 0o600 });
    const auth = await open({ store, masterKey: PINNED_MASTER_KEY });
    expect(await auth.authenticate(key)).toMatchObject({
      ok: true,
      principal: { id: 'mcp_admin_001', role: 'admin' },
    });
    expect(await readFile(fileOf(file), 'utf8')).toBe(content);
  });

  it('and what is sealed says by which version and which key', async () => {
    const auth = await open({ store: 'sealed' });
    await makeAdmin(auth);
    const { id } = auth.masterKey ?? {};
    expect(await readFile(fileOf('keys.enc'), 'utf8')).toContain(`enc:v1:${id}:`);
  });
});

describe('auth-landscape finding 9: keys.toml is TOML, as it is documented', () => {
  it('in [[keys]] tables, which a person may edit', async () => {
    const key = await once({}, makeAdmin);
    const text = await readFile(fileOf('keys.toml'), 'utf8');
    expect(text).toMatch(/^\[\[keys\]\]$/m);
    expect(text).toMatch(/^id = ["']mcp_admin_001["']$/m);
    expect(text).not.toMatch(/^\s*[[{]\s*(["{]|$)/m);
    const edited = `# the key of the house\n${text.replace(/"first"|'first'/, '"By hand" # mine')}`;
    await writeFile(fileOf('keys.toml'), edited);
    const auth = await open();
    expect(await auth.authenticate(key)).toMatchObject({ principal: { name: 'By hand' } });
    await auth.createKey({ name: 'second', role: 'monitor' });
    const written = await readFile(fileOf('keys.toml'), 'utf8');
    expect(written).toContain('# the key of the house');
    expect(written).toContain('"By hand" # mine');
    expect(written.match(/^\[\[keys\]\]$/gm)).toHaveLength(2);
  });

  it.each([
    ['a JSON list', '[{"id":"mcp_admin_001","role":"admin"}]'],
    ['a JSON object', '{"keys":[{"id":"mcp_admin_001","role":"admin"}]}'],
    ['a list at the top, in no syntax at all', '- id: mcp_admin_001'],
  ])('%s in its place is refused, named, and not rewritten', async (_, content) => {
    await once({}, makeAdmin);
    await writeFile(fileOf('keys.toml'), content);
    const before = await home.hashes();
    await expect(open()).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_STORE_DAMAGED',
      details: { location: fileOf('keys.toml') },
    });
    expect(await home.hashes()).toEqual(before);
  });
});

describe('auth-landscape finding 10: nothing is sealed under a key that nobody has', () => {
  it('a master key that cannot be saved seals nothing', async () => {
    await writeFile(join(home.path, '.config'), 'in the way');
    for (const store of ['file', 'sealed'] as const) {
      const keyStorePath = join(home.path, store, 'keys');
      await expect(open({ store, keyStorePath })).rejects.toMatchObject({
        code: expect.stringMatching(/^ERR_MCPAUTH_/),
      });
    }
    expect(Object.keys(await home.hashes())).toEqual(['.config']);
  });

  it('a master key that was made is on the disk before anything is sealed under it', async () => {
    const auth = await open();
    const saved = parseMasterKey(await readFile(fileOf('master.key'), 'utf8'));
    expect(saved.ok && saved.key.id).toBe(auth.masterKey?.id);
    expect(await readFile(fileOf('keys.toml'), 'utf8')).toContain(`enc:v1:${auth.masterKey?.id}:`);
  });

  it('no start overwrites a master key, whatever is wrong with it', async () => {
    await once({}, makeAdmin);
    const good = await readFile(fileOf('master.key'), 'utf8');
    await rm(fileOf('keys.toml'));
    await rm(fileOf('audit.head'));
    await rm(fileOf('audit.jsonl'));
    for (const content of [good, '', 'x', good.slice(0, 20), `${good}${good}`]) {
      await writeFile(fileOf('master.key'), content, { mode: 0o600 });
      await once({}, makeAdmin).catch(() => undefined);
      expect(await readFile(fileOf('master.key'), 'utf8')).toBe(content);
    }
  });

  it('a second copy of the server does not make a second key', async () => {
    const ids = await Promise.all(
      [1, 2, 3, 4].map(() => once({}, async (auth) => auth.masterKey?.id)),
    );
    expect(new Set(ids).size).toBe(1);
    const saved = parseMasterKey(await readFile(fileOf('master.key'), 'utf8'));
    expect(saved.ok && saved.key.id).toBe(ids[0]);
  });
});

describe('key-systems finding 2: no credential ends the process', () => {
  it('whatever is given for a key, over SQLite', async () => {
    await mkdir(join(home.path, 'db'), { mode: 0o700 });
    const { keys: store } = await openSqliteStore({ path: join(home.path, 'db', 'keys.db') });
    const auth = await open({ store });
    const key = await makeAdmin(auth);
    const given: readonly unknown[] = [
      Buffer.from(key),
      new TextEncoder().encode(key),
      new ArrayBuffer(8),
      { id: key, toString: () => key },
      [key],
      7n,
      Number.NaN,
      null,
      true,
      `${key.slice(0, 5)}\u0000${key.slice(6)}`,
      '\ud800',
      "' OR 1=1 --",
      'x'.repeat(1_000_000),
    ];
    for (const credential of given) {
      // As a caller without types would.
      const answer = await auth.authenticate(credential as string);
      expect(answer).toMatchObject({ ok: false, status: 401 });
    }
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
  });
});

describe('key-systems finding 4: all of it is in one library', () => {
  it('networks, lockout, audit, a file that survives and rules for each tool', async () => {
    const limited = { name: 'k', role: 'monitor', ipWhitelist: ['192.0.2.0/24', '2001:db8::/32'] };
    const [key, wrong] = await once({}, async (auth) => {
      await makeAdmin(auth);
      const made = await auth.createKey(limited);
      return [made.key, `${made.record.id} not a key`] as const;
    });

    const auth = await open();
    for (const address of ['192.0.2.9', '::ffff:192.0.2.9', '2001:db8:1::1']) {
      expect(await auth.authenticate(key, { address })).toMatchObject({ ok: true });
    }
    for (const address of ['192.0.3.1', '198.51.100.1', '2001:db9::1']) {
      expect(await auth.authenticate(key, { address })).toMatchObject({ status: 401 });
    }

    const stranger = { address: '198.51.100.7' };
    const statuses: unknown[] = [];
    for (let at = 0; at < 3; at += 1) statuses.push(await auth.authenticate(wrong, stranger));
    expect(statuses.at(-1)).toMatchObject({ status: 429, reason: 'locked-out' });

    const answer = await auth.authenticate(key, { address: '192.0.2.9' });
    const principal = answer.ok ? answer.principal : expect.fail('it was not let in');
    const ran: string[] = [];
    const server = auth.guard(createNotesServer(ran), { rules: NOTES_RULES, principal });
    const client = await connectClient(server);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['list_notes']);
    expect(await client.callTool({ name: 'wipe' })).toMatchObject({ isError: true });
    expect(ran).toEqual([]);

    await auth.audit.flush();
    expect(await auth.audit.verify()).toMatchObject({ ok: true });
    const trail = await readFile(fileOf('audit.jsonl'), 'utf8');
    for (const type of ['key.created', 'auth.accepted', 'auth.refused', 'decision.denied']) {
      expect(trail).toContain(type);
    }
    await writeFile(fileOf('audit.jsonl'), trail.replace('192.0.2.9', '192.0.2.8'));
    expect(await auth.audit.verify()).toMatchObject({ ok: false });
  });
});

describe('key-systems finding 10: what a killed process leaves behind is swept at the start', () => {
  it('and nothing else is', async () => {
    const key = await once({}, makeAdmin);
    const before = await readdir(dirname(fileOf('keys.toml')));
    for (const name of ['keys.toml', 'master.key', 'usage.json', 'audit.head']) {
      await writeFile(fileOf(`${name}.0123456789abcdef.tmp`), 'half a fi', { mode: 0o600 });
    }
    await writeFile(fileOf('keys.toml.mine.tmp'), 'somebody’s', { mode: 0o600 });
    await writeFile(fileOf('keys.toml.bak'), 'somebody’s', { mode: 0o600 });
    const auth = await open();
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
    const after = await readdir(dirname(fileOf('keys.toml')));
    const ours = after.filter((name) => !name.endsWith('.lock'));
    expect(ours.sort()).toEqual([...before, 'keys.toml.bak', 'keys.toml.mine.tmp'].sort());
  });
});
