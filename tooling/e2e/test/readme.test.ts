import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { type House, startHouse } from './support/house.js';
import { ROOT } from './support/paths.js';
import { type Ended, type Program, startCommand } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, textOf } from './support/server.js';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The text of all fenced blocks in one language. */
function blocks(language: string): readonly string[] {
  return [...README.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text.trim());
}

describe('the transcript in the README', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig();
  });

  afterAll(() => rig.stop());

  it('is what an operator sees', async () => {
    const client = await connect(rig.server.url, await generateKey(rig.env, 'operator'));
    const [transcript = ''] = blocks('text');
    const turns = transcript.split(/\n\n/).map((turn) => turn.split('\n'));
    expect(turns.length).toBeGreaterThan(2);
    for (const [call = '', ...answer] of turns) {
      const [, name = '', args = ''] = /^→ (\w+) (\{.*\})$/.exec(call) ?? [];
      const result = await callTool(client, name, JSON.parse(args) as Record<string, unknown>);
      expect(textOf(result).trim()).toBe(answer.map((line) => line.replace(/^← /, '')).join('\n'));
    }
    await client.close();
  });
});

describe('the commands in the README', () => {
  let home: TemporaryHome;
  let house: House;
  let env: Record<string, string>;
  /** Stands in for the demo that a reader has running. */
  let rig: Rig;
  /** Of an operator there. */
  let operatorKey: string;

  beforeAll(async () => {
    rig = await startRig();
    operatorKey = await generateKey(rig.env, 'operator');
    home = temporaryHome();
    house = await startHouse();
    // Stands in for Claude Code, which is not ours: it writes down what it was asked to add.
    const claude = join(home.path, 'claude');
    writeFileSync(claude, `#!/bin/sh\nprintf '%s\\n' "$@" > '${home.path}/claude-arguments'\n`);
    chmodSync(claude, 0o755);
    env = {
      ...home.env,
      PATH: `${home.path}:${home.env.PATH}`,
      LOXONE_MCP_CONFIG_DIR: home.configDir,
      LOXONE_MCP_PORT: '0',
      LOXONE_MCP_KEY: 'the-key',
    };
  });

  afterAll(async () => {
    await house.simulator.stop();
    await rig.stop();
    home.remove();
  });

  /** Runs a command that ends by itself. */
  async function runToEnd(
    command: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Ended & { stdout: string; stderr: string }> {
    const program = startCommand(command, { ...env, ...more }, ROOT);
    program.child.stdin.end();
    const ended = await program.ended;
    return { ...ended, stdout: program.stdout(), stderr: program.stderr() };
  }

  /** Runs a command that serves until it is stopped. */
  async function runUntil(command: string, ready: RegExp): Promise<Program> {
    const program = startCommand(`exec ${command}`, env, ROOT);
    await program.waitFor(ready);
    return program;
  }

  async function expectToWork(
    command: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const result = await runToEnd(command, more);
    expect(result.stderr).not.toMatch(/error/i);
    expect(result.code).toBe(0);
  }

  /** What each command is checked by; a command that fits none fails the test. */
  const CHECKS: readonly (readonly [RegExp, (command: string) => Promise<void>])[] = [
    [
      /^npm start$/,
      async (command) => {
        const program = await runUntil(command, /Stop with Ctrl-C/);
        expect(program.stdout()).toMatch(/export LOXONE_MCP_KEY=lmcp_admin_001_\w+/);
        const [, url = ''] = await program.waitFor(/Assistants:\s+(\S+)\/mcp/);
        expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ miniserver: 'live' });
        // npm ends at once; this waits for all that hold its streams, the server among them.
        await program.stop('SIGTERM');
        await expect(fetch(`${url}/health`)).rejects.toThrow();
      },
    ],
    [
      // This very test runs inside it.
      /^npm test$/,
      async () => {
        const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
          scripts: Record<string, string>;
        };
        expect(existsSync(join(ROOT, scripts.test?.replace(/^node /, '') ?? ''))).toBe(true);
      },
    ],
    [
      /keys generate /,
      async (command) => {
        const result = await runToEnd(command);
        expect(result.code).toBe(0);
        expect(result.stdout).toMatch(/^lmcp_(operator|monitor)_\d{3}_\w{49}\n$/);
      },
    ],
    [/ (keys (list|show|revoke)|approvals list)/, (command) => expectToWork(command)],
    [
      / -- (rooms|lights|blinds|climate|scene|tools|call)( |$)/,
      async (command) => {
        const before = rig.house.controlCommands().length;
        await expectToWork(command, {
          LOXONE_MCP_URL: `${rig.server.url}/mcp`,
          LOXONE_MCP_KEY: operatorKey,
        });
        const isChange = /( on| off| \d[\d.]*)$/.test(command);
        expect(rig.house.controlCommands().length > before, command).toBe(isChange);
      },
    ],
    [
      /^curl /,
      async (command) => {
        const before = rig.house.controlCommands().length;
        // The reader's demo is at its usual port; here it is at any.
        const here = command.replace('http://localhost:3001', rig.server.url);
        const quietly = `${here} --fail --silent --show-error`;
        const result = await runToEnd(quietly, { LOXONE_MCP_KEY: operatorKey });
        expect([result.code, result.stderr]).toEqual([0, '']);
        expect(JSON.parse(result.stdout)).toBeInstanceOf(Object);
        expect(rig.house.controlCommands().length > before).toBe(command.includes('POST'));
      },
    ],
    [
      /^claude mcp add /,
      async (command) => {
        await expectToWork(command);
        const given = readFileSync(join(home.path, 'claude-arguments'), 'utf8').split('\n');
        expect(given).toEqual(
          expect.arrayContaining(['http', 'loxone', 'Authorization: Bearer the-key']),
        );
        expect(given.find((argument) => argument.endsWith('/mcp'))).toMatch(/127\.0\.0\.1:3001/);
      },
    ],
    [
      /^export LOXONE_HOST=/,
      async (command) => {
        const names = [...command.matchAll(/(\w+)=/g)].map(([, name]) => name);
        expect(names.sort()).toEqual(Object.keys(house.env).sort());
        env = { ...env, ...house.env };
      },
    ],
    [
      /loxone-simulator/,
      async (command) => {
        // Its port is the README's choice and may be taken on this machine.
        const anyPort = command.replace('--port 7777', '--port 0');
        const program = await runUntil(anyPort, /is ready at (\S+)/);
        const [, url = ''] = await program.waitFor(/is ready at (\S+)/);
        expect((await fetch(`${url}/jdev/cfg/apiKey`)).status).toBe(200);
        await program.stop('SIGTERM');
        await expect(fetch(`${url}/jdev/cfg/apiKey`)).rejects.toThrow();
      },
    ],
    [
      /main\.js http$/,
      async (command) => {
        const program = await runUntil(command, /house is live/i);
        expect((await program.stop('SIGTERM')).code).toBe(0);
      },
    ],
    [
      /main\.js stdio/,
      async (command) => {
        const program = await runUntil(command, /house is live/i);
        program.child.stdin.end();
        expect((await program.ended).code).toBe(0);
      },
    ],
  ];

  it('all work, in their order', async () => {
    const commands = blocks('sh').flatMap((block) => block.split('\n'));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const check = CHECKS.find(([pattern]) => pattern.test(command))?.[1];
      expect(check, `no check for: ${command}`).toBeDefined();
      await check?.(command);
    }
  }, 180_000);

  it('links to files that exist', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    for (const link of links.filter((target) => !target.startsWith('https://'))) {
      expect(existsSync(join(ROOT, link)), link).toBe(true);
    }
  });
});
