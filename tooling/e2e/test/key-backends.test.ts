import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { CLI, SERVER } from './support/paths.js';
import { runProgram } from './support/program.js';
import { connect, generateKey, keyId, startServer } from './support/server.js';

type Env = Readonly<Record<string, string>>;

/** What documents of older versions tell people to set. */
const OLD_KEYS =
  '[{"id":"lmcp_admin_001_abc123def456","name":"Admin Key","role":"admin","active":true}]';

let home: TemporaryHome;
let house: House;

beforeEach(async () => {
  home = temporaryHome();
  house = await startHouse();
});

afterEach(async () => {
  await house.simulator.stop();
  home.remove();
});

async function expectToWork(env: Env, key: string): Promise<void> {
  const server = await startServer(env);
  const client = await connect(server.url, key);
  expect((await client.listTools()).tools.length).toBeGreaterThan(3);
  await client.close();
  expect((await server.program.stop()).code).toBe(0);
}

describe.each([
  ['sqlite', 'keys.db'],
  ['sealed', 'keys.enc'],
] as const)('LOXONE_KEY_BACKEND=%s', (backend, file) => {
  it('is the same for both programs, before and after a restart', async () => {
    const env = { ...home.env, ...house.env, LOXONE_KEY_BACKEND: backend };
    const key = await generateKey(env, 'monitor');
    expect(existsSync(join(home.configDir, file))).toBe(true);
    expect(existsSync(join(home.configDir, 'keys.toml'))).toBe(false);
    await expectToWork(env, key);
    await expectToWork(env, key);
  });
});

describe('what was asked over time', () => {
  it('is kept in the database of LOXONE_KEY_BACKEND=sqlite, over a restart', async () => {
    const env = { ...home.env, ...house.env, LOXONE_KEY_BACKEND: 'sqlite' };
    const key = await generateKey(env, 'admin');
    const headers = { 'x-api-key': key };
    const first = await startServer(env);
    expect((await fetch(`${first.url}/admin/api/keys`, { headers })).status).toBe(200);
    expect((await first.program.stop()).code).toBe(0);
    const server = await startServer(env);
    const answer = await fetch(`${server.url}/admin/api/activity?by=key`, { headers });
    expect(JSON.stringify(await answer.json())).toContain(keyId(key));
    expect((await server.program.stop()).code).toBe(0);
    expect(existsSync(join(home.configDir, 'keys.db'))).toBe(true);
    expect(existsSync(join(home.configDir, 'activity'))).toBe(false);
  });
});

describe('LOXONE_KEY_BACKEND=env', () => {
  it('serves the keys that another machine exported, and changes none', async () => {
    const key = await generateKey(home.env, 'monitor');
    const exported = await runProgram(CLI, ['keys', 'export'], home.env);
    expect(exported.code).toBe(0);
    expect(exported.stdout).not.toContain(key);
    const env = {
      ...home.env,
      ...house.env,
      LOXONE_KEY_BACKEND: 'env',
      LOXONE_API_KEYS: exported.stdout.trim(),
    };
    await expectToWork(env, key);
    const refused = await runProgram(
      CLI,
      ['keys', 'generate', '--role', 'admin', '--name', 'x'],
      env,
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('cannot change the environment');
  });

  it('tells whoever administers why keys cannot be changed', async () => {
    const key = await generateKey(home.env, 'admin');
    const exported = await runProgram(CLI, ['keys', 'export'], home.env);
    const server = await startServer({
      ...home.env,
      ...house.env,
      LOXONE_KEY_BACKEND: 'env',
      LOXONE_API_KEYS: exported.stdout.trim(),
    });
    const headers = { 'x-api-key': key, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'x', role: 'monitor' });
    const answer = await fetch(`${server.url}/admin/api/keys`, { method: 'POST', headers, body });
    const { detail } = (await answer.json()) as { detail: string };
    expect([answer.status, detail]).toEqual([409, expect.stringContaining('LOXONE_API_KEYS')]);
    const listed = await fetch(`${server.url}/admin/api/keys`, { headers });
    expect(await listed.json()).toMatchObject({ readOnly: expect.any(String) });
    expect((await server.program.stop()).code).toBe(0);
  });

  it('tells what older keys lack, and what to write instead', async () => {
    const env = { ...home.env, ...house.env, LOXONE_KEY_BACKEND: 'env', LOXONE_API_KEYS: OLD_KEYS };
    for (const [program, ...args] of [
      [SERVER, 'http', '--port', '0'],
      [CLI, 'keys', 'list'],
    ] as const) {
      const refused = await runProgram(program, args, env);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('keys[0].id is a whole key in plain text');
      expect(refused.stderr).toContain('keys export --format env');
      expect(refused.stderr).not.toContain('abc123def456');
    }
  });
});

describe('where better-sqlite3 is not installed', () => {
  it('says so and what to do, and everything else works', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'gatehouse-bare-'));
    cpSync(dirname(CLI), elsewhere, { recursive: true });
    const bare = join(elsewhere, 'main.js');
    const generate = ['keys', 'generate', '--role', 'admin', '--name', 'x'];
    const refused = await runProgram(bare, generate, { ...home.env, LOXONE_KEY_BACKEND: 'sqlite' });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /better-sqlite3 is not installed\. Run: npm install better-sqlite3/,
    );
    expect((await runProgram(bare, generate, home.env)).code).toBe(0);
    rmSync(elsewhere, { recursive: true, force: true });
  });
});
