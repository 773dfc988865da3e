import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { CLI, ROOT, SERVER } from './support/paths.js';
import { type Ended, type Program, runProgram, startCommand } from './support/program.js';
import { inOurWords, seedRows, typedLines } from './support/seed-lines.js';
import { keyId } from './support/server.js';

/** As the document has them, so that its lines need no change. */
const USER = 'admin';
const PASSWORD = 'your-password';

const ROWS = seedRows();
const SEED = join(ROOT, '..', 'shared', 'seeds', '002_6f7b976a9152ad60.txt');

/** What of the command line may not be there yet: its help tells. */
const HELP = (await runProgram(CLI, ['keys', '--help'], { PATH: process.env.PATH ?? '' })).stdout;
const HAS_UPDATE = /^ {2}update /m.test(HELP);
const HAS_IMPORT = /^ {2}import /m.test(HELP);

let home: TemporaryHome;
let simulator: Simulator;
let env: Record<string, string>;
/** Of a server that serves the whole time. */
let serving: Program;
let url: string;
/** Role → the key that stands for those of this role in the document. */
const keys: Record<string, string> = {};

/** A key as the document has them; ours are longer. */
const PRINTED_KEY = /lmcp_(admin|operator|monitor|device)_\d{3}_\w{3,12}\b/g;

/** A running server takes up a change of keys within a second; a machine may be busy. */
const PATIENT = { timeout: 20_000 };

interface Ran extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

/** Puts what is the reader's own into a line: keys, where the server is, where the house is. */
function filledIn(line: string): string {
  return line
    .replace(PRINTED_KEY, (_, role: string) => keys[role] ?? '')
    .replace('http://localhost:3001', url ?? '')
    .replace('LOXONE_HOST=192.168.1.100', `LOXONE_HOST=127.0.0.1:${simulator.port}`)
    .replace('--port 3001', '--port 0')
    .replace('/etc/loxone-mcp', join(home.path, 'etc'));
}

/** Types lines into one shell. */
async function sh(...lines: readonly string[]): Promise<Ran> {
  const program = startCommand(lines.map(filledIn).join('\n'), env, home.path);
  program.child.stdin.end();
  return { ...(await program.ended), stdout: program.stdout(), stderr: program.stderr() };
}

/** Types lines, the last of which serves; asks it something, and ends it. */
async function serves(
  lines: readonly string[],
  ask: (url: string) => Promise<void>,
): Promise<void> {
  const [start = '', ...before] = lines.toReversed();
  const typed = [...before.toReversed(), `exec ${start}`].map(filledIn).join('\n');
  const program = startCommand(typed, env, home.path);
  try {
    const [, at = ''] = await program.waitFor(/(http:\/\/[^\s/]+)\/mcp/);
    await program.waitFor(/house is live/i);
    await ask(at);
  } finally {
    await program.stop();
  }
  expect(await program.ended).toMatchObject({ code: 0 });
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Runs a line with `curl`. */
async function curl(line: string): Promise<Answer> {
  const ran = await sh(`${line} --silent --show-error --write-out '\\n%{http_code}'`);
  expect([ran.code, ran.stderr], line).toEqual([0, '']);
  const [status = '', ...text] = ran.stdout.trimEnd().split('\n').toReversed();
  return {
    status: Number(status),
    body: JSON.parse(text.toReversed().join('\n')) as Answer['body'],
  };
}

/** One line that makes a key. @returns The key. */
async function made(line: string, ...before: readonly string[]): Promise<string> {
  const ran = await sh(...before, line);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stdout).toMatch(/^lmcp_[a-z]+_\d{3}_\w{49}\n$/);
  return ran.stdout.trim();
}

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly status: string;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly ip_whitelist: readonly string[];
  readonly devices: readonly string[] | null;
}

async function shown(key: string): Promise<Shown> {
  const ran = await sh(`loxone-mcp keys show ${keyId(key)} --format json`);
  expect(ran.code, ran.stderr).toBe(0);
  return JSON.parse(ran.stdout) as Shown;
}

function daysOf({ created_at, expires_at }: Shown): number {
  return Math.round((Date.parse(expires_at ?? '') - Date.parse(created_at)) / 86_400_000);
}

function lampPosition(): unknown {
  return simulator.house.control('Bedroom Light')?.state('position');
}

beforeAll(async () => {
  home = temporaryHome();
  simulator = await startSimulator({ user: USER, password: PASSWORD, physics: false });
  const programs = join(home.path, 'bin');
  mkdirSync(programs);
  for (const [name, file] of [
    ['loxone-mcp', CLI],
    ['loxone-mcp-server', SERVER],
  ] as const) {
    const path = join(programs, name);
    writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${file}' "$@"\n`);
    chmodSync(path, 0o755);
  }
  env = {
    ...home.env,
    PATH: `${programs}:${dirname(process.execPath)}:${home.env.PATH}`,
    LOXONE_MCP_PORT: '0',
    // Revoked keys are shown again until they are refused; nobody shall be locked out by that.
    LOXONE_MCP_MAX_FAILED_ATTEMPTS: '100',
    LOXONE_HOST: `127.0.0.1:${simulator.port}`,
    LOXONE_USER: USER,
    LOXONE_PASS: PASSWORD,
  };
  for (const role of ['admin', 'operator', 'monitor']) {
    keys[role] = await made(`loxone-mcp keys generate --role ${role} --name "For ${role}"`);
  }
  keys.device = await made(
    'loxone-mcp keys generate --role device --name "Bedroom" --devices "bedroom-light,bedroom-blinds"',
  );
  serving = startCommand('exec loxone-mcp-server http', env, home.path);
  [, url = ''] = await serving.waitFor(/(http:\/\/[^\s/]+)\/mcp/);
  // As it is printed: by name.
  url = url.replace('127.0.0.1', 'localhost');
  await serving.waitFor(/house is live/i);
});

afterAll(async () => {
  await serving.stop();
  await simulator.stop();
  home.remove();
});

/** What is done with the lines of the rows that name it, in their order. */
const TESTS: Readonly<Record<string, (lines: readonly string[]) => Promise<void>>> = {
  start: async (lines) => {
    const [page = '', ...starts] = lines.toSorted((a) => (a.startsWith('http:') ? -1 : 1));
    expect(starts).toHaveLength(2);
    for (const start of starts) {
      await serves([start], async (at) => {
        const here = `${at}${page.replace('http://localhost:3001', '')}`;
        const ran = await sh(`curl --silent --show-error --fail ${here}`);
        expect(ran.code, ran.stderr).toBe(0);
        expect(ran.stdout).toMatch(/<!doctype html>/i);
      });
    }
  },

  generate: async (lines) => {
    const views: Shown[] = [];
    for (const line of lines) views.push(await shown(await made(line)));
    expect(views.map(({ role, name }) => [role, name])).toEqual([
      ['admin', 'Main Admin'],
      ['operator', 'Home Assistant'],
      ['monitor', 'Dashboard'],
      ['device', 'Bedroom Controller'],
      ['operator', 'operator key'],
      ['monitor', 'monitor key'],
    ]);
    const [admin, operator, monitor, device, ninety, thirty] = views as [
      Shown,
      Shown,
      Shown,
      Shown,
      Shown,
      Shown,
    ];
    expect(admin.expires_at).toBeNull();
    expect([operator, ninety, thirty].map(daysOf)).toEqual([30, 90, 30]);
    expect(monitor.ip_whitelist).toEqual(['192.168.1.0/24', '10.0.0.0/8']);
    expect(device.devices).toEqual(['bedroom-light', 'bedroom-blinds']);
    // The address counts: this machine is none of those, so it is answered as if the key were wrong.
    const line = lines.find((one) => one.includes('--ip')) ?? '';
    const [fromElsewhere, fromAnywhere] = [
      await made(line),
      await made(line.split(' --ip ')[0] ?? ''),
    ];
    const status = async (key: string): Promise<number> =>
      (await curl(`curl -H "X-API-Key: ${key}" http://localhost:3001/api/devices`)).status;
    // Once the server knows the younger of the two, it knows both.
    await expect.poll(() => status(fromAnywhere), PATIENT).toBe(200);
    expect(await status(fromElsewhere)).toBe(401);
  },

  list: async (lines) => {
    const dead = await made('loxone-mcp keys generate --role operator --name "Dead"');
    expect((await sh(`loxone-mcp keys revoke ${keyId(dead)}`)).code).toBe(0);
    const [all, active, json] = await Promise.all(lines.map((line) => sh(line)));
    for (const ran of [all, active, json]) expect(ran?.code).toBe(0);
    expect(all?.stdout).toMatch(/^ID +NAME +ROLE/);
    expect(all?.stdout).toContain(keyId(dead));
    expect(active?.stdout).toContain(keyId(keys.admin ?? ''));
    expect(active?.stdout).not.toContain(keyId(dead));
    const views = JSON.parse(json?.stdout ?? '') as readonly Shown[];
    expect(views.find(({ id }) => id === keyId(dead))?.status).toBe('revoked');
    for (const ran of [all, active, json]) expect(ran?.stdout).not.toContain(keys.admin);
  },

  'show and revoke': async (lines) => {
    const operator = keys.operator ?? '';
    for (const line of lines) {
      const ran = await sh(line);
      expect(ran.code, ran.stderr).toBe(0);
      const [role] = /admin|operator/.exec(line) ?? [];
      expect(ran.stdout).toContain(keyId(keys[role ?? ''] ?? ''));
      expect(ran.stdout + ran.stderr).not.toContain(keys[role ?? '']);
    }
    expect((await shown(operator)).status).toBe('revoked');
    const header = `curl -H "X-API-Key: ${operator}"`;
    await expect
      .poll(async () => (await curl(`${header} http://localhost:3001/api/devices`)).status, PATIENT)
      .toBe(401);
  },

  update: async ([line = '']) => {
    const ran = await sh(line);
    expect(ran.code, ran.stderr).toBe(0);
    const view = await shown(keys.monitor ?? '');
    expect(view.name).toBe('New Dashboard');
    expect(daysOf(view)).toBe(90);
  },

  'export and import': async (lines) => {
    for (const line of lines) {
      const ran = await sh(line);
      expect(ran.code, ran.stderr).toBe(0);
    }
    const file = readFileSync(join(home.path, 'keys.json'), 'utf8');
    expect(file).toContain(keyId(keys.admin ?? ''));
    for (const key of Object.values(keys)) expect(file).not.toContain(key);
  },

  'keys of the environment': async (lines) => {
    const [named = '', backend = '', short = ''] = lines;
    const start = 'exec loxone-mcp-server http';
    for (const plain of [named, short]) {
      // The document's own values: no key of ours stands in for them.
      const program = startCommand(`${plain}\n${backend}\n${start}`, env, home.path);
      program.child.stdin.end();
      expect((await program.ended).code).toBe(2);
      expect(program.stderr()).toContain('keys[0].id is a whole key in plain text');
      expect(program.stderr()).toContain('keys export --format env');
    }
    const exported = (await sh('loxone-mcp keys export --format env')).stdout.trim();
    const instead = `export LOXONE_API_KEYS='${exported}'`;
    await serves([instead, backend, 'loxone-mcp-server http'], async (at) => {
      const answer = await curl(`curl -H "X-API-Key: ${keys.admin}" ${at}/api/devices`);
      expect(answer.status).toBe(200);
    });
  },

  'simple setup': async (lines) => {
    const [level = '', host = '', user = '', password = '', generate = '', start = ''] = lines;
    const key = await made(generate, level, host, user, password);
    // What the reader's own environment holds must not be needed.
    const { LOXONE_HOST: _h, LOXONE_USER: _u, LOXONE_PASS: _p, ...bare } = env;
    const all = env;
    env = bare;
    try {
      await serves([level, host, user, password, start], async (at) => {
        const answer = await curl(`curl -H "X-API-Key: ${key}" ${at}/api/devices`);
        expect(answer.status).toBe(200);
      });
    } finally {
      env = all;
    }
    const refused = await sh(level, 'loxone-mcp keys generate --role operator --name "For ever"');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/expires|end/);
  },

  'another key store': async ([start = '']) => {
    const store = '--key-store /etc/loxone-mcp/keys.toml';
    const key = await made(`loxone-mcp keys generate --role monitor --name "Elsewhere" ${store}`);
    await serves([start], async (at) => {
      const known = await curl(`curl -H "X-API-Key: ${key}" ${at}/api/rooms`);
      expect(known.status).toBe(200);
      const unknown = await curl(`curl -H "X-API-Key: ${keys.admin}" ${at}/api/rooms`);
      expect(unknown.status).toBe(401);
    });
  },

  'both headers': async (lines) => {
    expect(lines).toHaveLength(2);
    const answers: Answer[] = [];
    for (const line of lines) answers.push(await curl(line));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body.total).toBeGreaterThan(90);
      expect(body.devices).toContainEqual(expect.objectContaining({ type: 'dimmer' }));
    }
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  },

  'different roles': async ([asAdmin = '', asMonitor = '', asDevice = '']) => {
    const admin = await curl(asAdmin);
    expect(admin).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(JSON.stringify(admin.body)).toContain('bedroom-light');
    const json = `-H 'Content-Type: application/json' -d`;
    const order = await curl(`${asAdmin} ${json} '{"device":"bedroom-blinds","action":"stop"}'`);
    expect(order.status).toBe(200);
    const monitor = await curl(asMonitor);
    expect(monitor).toMatchObject({ status: 403, body: { error: 'Insufficient permissions' } });
    expect(lampPosition()).toBe(0);
    const device = await curl(asDevice);
    expect(device).toMatchObject({ status: 200, body: { ok: true } });
    expect(lampPosition()).toBeGreaterThan(0);
    const other = await curl(asDevice.replace('bedroom-light', 'reading-lamp'));
    expect(other).toMatchObject({ status: 404, body: { code: 'unknown-device' } });
    const asReader = asDevice.replace(/lmcp_\w+/, keys.monitor ?? '');
    expect((await curl(asReader)).status).toBe(403);
  },

  'change of keys': async ([change = '', revoke = '']) => {
    const old = await made('loxone-mcp keys generate --role admin --name "Old"');
    const ran = await sh(
      change,
      revoke.replace('lmcp_admin_001_old', keyId(old)),
      'echo "$NEW_KEY"',
    );
    expect(ran.code, ran.stderr).toBe(0);
    const [said, fresh = ''] = ran.stdout.trim().split('\n');
    expect(said).toContain(keyId(old));
    const with_ = (key: string) => `curl -H "X-API-Key: ${key}" http://localhost:3001/api/devices`;
    await expect.poll(async () => (await curl(with_(fresh))).status, PATIENT).toBe(200);
    await expect.poll(async () => (await curl(with_(old))).status, PATIENT).toBe(401);
  },

  'from a single key': async ([old = '', generate = '', keep = '']) => {
    const key = await made(generate, old, keep);
    expect((await shown(key)).name).toBe('Migrated');
    expect(readFileSync(join(home.path, 'old-key.txt'), 'utf8')).toBe('my-secret-key\n');
    const refused = await curl(
      'curl -H "X-API-Key: my-secret-key" http://localhost:3001/api/devices',
    );
    expect(refused.status).toBe(401);
  },
};

const NEEDED: Readonly<Record<string, readonly [isThere: boolean, command: string]>> = {
  update: [HAS_UPDATE, 'keys update'],
  'export and import': [HAS_IMPORT, 'keys import'],
};

describe('the table of lines of seed 002', () => {
  it('names a test for each row, and has rows for each test', () => {
    expect([...new Set(ROWS.map(({ test }) => test))].toSorted()).toEqual(
      Object.keys(TESTS).toSorted(),
    );
  });

  it('changes nothing of a line but the programs', () => {
    expect(ROWS.length).toBeGreaterThan(30);
    for (const { printed, ours } of ROWS) expect(ours).toBe(inOurWords(printed));
  });

  if (existsSync(SEED)) {
    it('has every line of the document', () => {
      const printed = ROWS.map((row) => row.printed);
      expect(printed.toSorted()).toEqual(typedLines(readFileSync(SEED, 'utf8')).toSorted());
    });
  } else {
    process.stdout.write('Lines are not compared with the document: needs ../shared/seeds.\n');
  }
});

async function isUnknown(command: string): Promise<void> {
  const ran = await sh(`loxone-mcp ${command}`);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(`unknown command '${command.split(' ').at(-1)}'`);
}

describe('the lines of seed 002, typed into a shell', () => {
  for (const [name, run] of Object.entries(TESTS)) {
    const lines = ROWS.filter(({ test }) => test === name).map(({ ours }) => ours);
    const [isThere, command] = NEEDED[name] ?? [true, ''];
    // Some start several programs, one after the other, on a machine that does other things, too.
    if (isThere) it(name, () => run(lines), 240_000);
    else it(`${name}: says that there is no "${command}" yet`, () => isUnknown(command));
  }
});
