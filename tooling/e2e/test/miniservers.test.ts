import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, LOXONE_PASSWORD, LOXONE_USER, startHouse } from './support/house.js';
import { CLI, SERVER } from './support/paths.js';
import { type Ended, runProgram, startProgram } from './support/program.js';
import {
  callTool,
  connect,
  generateKey,
  houseIsLive,
  type RunningServer,
  startServer,
  textOf,
} from './support/server.js';

type Env = Readonly<Record<string, string>>;
type Output = Ended & { readonly stdout: string; readonly stderr: string };

const VISU_PASSWORD = 'canary-visu-password-91c2';
const WRONG_PASSWORD = 'canary-wrong-password-55e1';

/** Runs the command line with something on its standard input. */
async function cliWith(input: string, args: readonly string[], env: Env): Promise<Output> {
  const program = startProgram(CLI, args, env);
  program.child.stdin.end(input);
  const ended = await program.ended;
  return { ...ended, stdout: program.stdout(), stderr: program.stderr() };
}

function addArguments(name: string, house: House, ...more: readonly string[]): readonly string[] {
  const place = ['--host', `127.0.0.1:${house.simulator.port}`, '--user', LOXONE_USER];
  return ['miniserver', 'add', name, ...place, ...more];
}

/** Attempts to log in with a password. */
function attempts({ simulator }: House): number {
  return simulator.commands.filter(({ command }) => /get(jwt|token)\//.test(command)).length;
}

describe('a Miniserver that is kept by its name', () => {
  let home: TemporaryHome;
  let house: House;
  let env: Env;
  let server: RunningServer;
  const seen: string[] = [];

  const keep = ({ stdout, stderr }: Output): void => void seen.push(stdout, stderr);

  beforeAll(async () => {
    home = temporaryHome();
    house = await startHouse();
    env = { ...home.env, VISU: VISU_PASSWORD };
    const more = ['--password-stdin', '--visu-password-from', 'env:VISU'];
    const added = await cliWith(`${LOXONE_PASSWORD}\n`, addArguments('home', house, ...more), env);
    expect(added.code).toBe(0);
    keep(added);
    for (const args of [['list'], ['list', '--json'], ['test'], ['test', 'home', '--json']]) {
      const ran = await runProgram(CLI, ['miniserver', ...args], env);
      expect(ran).toMatchObject({ code: 0, stderr: '' });
      keep(ran);
    }
    server = await startServer(env, ['--miniserver', 'home']);
    await houseIsLive(server);
  });

  afterAll(async () => {
    await server.program.stop();
    await house.simulator.stop();
    home.remove();
  });

  it('is what the server serves', async () => {
    const client = await connect(server.url, await generateKey(env, 'monitor'));
    const found = await callTool(client, 'loxone_search', { query: 'reading lamp' });
    expect(textOf(found)).toContain('Reading Lamp');
    await client.close();
  });

  it('has a token of its own, so that the password is used once for each program', async () => {
    // Two tests and the first start of the server.
    expect(attempts(house)).toBe(3);
    await server.program.stop();
    expect(readFileSync(join(home.configDir, 'loxone-token.home.json'), 'utf8')).toContain(
      'enc:v1:',
    );
    seen.push(server.program.stdout(), server.program.stderr());
    // Nobody names it: it is the default.
    server = await startServer(env);
    await houseIsLive(server);
    expect(attempts(house)).toBe(3);
  });

  it('is not mixed with a house that the environment describes', async () => {
    for (const variable of Object.keys(house.env)) {
      const mixed = { ...env, [variable]: house.env[variable] ?? '' };
      const refused = await runProgram(
        SERVER,
        ['http', '--port', '0', '--miniserver', 'home'],
        mixed,
      );
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(`remove ${variable}`);
      keep(refused);
    }
  });

  it('shows its secrets nowhere', () => {
    const files = Object.keys(home.fingerprint()).filter((name) => !name.endsWith('/master.key'));
    expect(files.map((name) => name.replace('.config/loxone-mcp/', ''))).toContain(
      'miniservers.json',
    );
    const { pid } = server.program;
    const visible: Record<string, string> = {
      output: [...seen, server.program.stdout(), server.program.stderr()].join('\n'),
      'process title': readFileSync(`/proc/${pid}/cmdline`, 'latin1'),
      ...Object.fromEntries(
        files.map((name) => [name, readFileSync(join(home.path, name), 'latin1')]),
      ),
    };
    const secrets = [LOXONE_PASSWORD, VISU_PASSWORD, ...house.simulator.issuedTokens()];
    expect(secrets.length).toBeGreaterThan(3);
    expect(visible.output).toContain('home at 127.0.0.1');
    const found = Object.entries(visible).flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map(() => place),
    );
    expect(found).toEqual([]);
  });
});

describe('a password that the Miniserver refuses', () => {
  let home: TemporaryHome;
  let house: House;

  beforeEach(async () => {
    home = temporaryHome();
    house = await startHouse();
    const added = await cliWith(
      WRONG_PASSWORD,
      addArguments('home', house, '--password-stdin'),
      home.env,
    );
    expect(added.code).toBe(0);
  });

  afterEach(async () => {
    await house.simulator.stop();
    home.remove();
  });

  it('is sent once by the test, and the exit code says so', async () => {
    const refused = await runProgram(CLI, ['miniserver', 'test', 'home'], home.env);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/rejected|refused/i);
    expect(refused.stderr).not.toContain(WRONG_PASSWORD);
    expect(attempts(house)).toBe(1);
  });

  it('is sent once by the server', async () => {
    const server = await startServer(home.env);
    await server.program.waitFor(/rejected the user/);
    await server.program.stop();
    expect(server.program.stderr()).not.toContain(WRONG_PASSWORD);
    expect(attempts(house)).toBe(1);
  });
});

describe('an assistant over standard input and output', () => {
  it('also finds a Miniserver by its name', async () => {
    const home = temporaryHome();
    const house = await startHouse();
    const added = await cliWith(
      LOXONE_PASSWORD,
      addArguments('home', house, '--password-stdin'),
      home.env,
    );
    expect(added.code).toBe(0);
    const before = home.fingerprint();
    const program = startProgram(SERVER, ['stdio', '--miniserver', 'home'], home.env);
    await program.waitFor(/house is live/i);
    program.child.stdin.end();
    expect((await program.ended).code).toBe(0);
    expect(home.fingerprint()).toEqual(before);
    await house.simulator.stop();
    home.remove();
  });
});
