import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliResult, type CliRig, cliRig } from '../support.js';

const PASSWORD = 'canary päss wörd';
const PIN = 'ab'.repeat(32);
const HOME = ['--host', '192.168.1.10', '--user', 'assistant'];

describe('loxone-mcp miniserver', () => {
  let cli: CliRig;
  let typed: string[];
  let questions: string[];

  beforeEach(() => {
    typed = [];
    questions = [];
    cli = cliRig(
      {},
      {
        askSecret: async (question) => {
          questions.push(question);
          return typed.shift() ?? PASSWORD;
        },
      },
    );
  });

  afterEach(() => cli.remove());

  const directory = (): string => join(cli.home, '.config', 'loxone-mcp');
  const path = (): string => join(directory(), 'miniservers.json');
  const text = (): string => readFileSync(path(), 'utf8');
  const run = (...args: string[]): Promise<CliResult> => cli.run('miniserver', ...args);

  async function add(name: string, ...more: string[]): Promise<CliResult> {
    const added = await run('add', name, ...HOME, ...more);
    expect(added).toMatchObject({ code: 0, out: '' });
    return added;
  }

  async function listed(): Promise<Record<string, unknown>[]> {
    return JSON.parse((await run('list', '--json')).out) as Record<string, unknown>[];
  }

  describe('add', () => {
    it('asks for the password, and keeps it sealed, for its owner only', async () => {
      const added = await add(
        'home',
        '--serial',
        '504F94112134',
        '--tls',
        'true',
        '--tls-pin',
        PIN,
      );
      expect(questions).toEqual(['Password: ']);
      expect(added.err).toContain(path());
      expect(added.err).toContain('miniserver test home');
      expect(statSync(path()).mode & 0o777).toBe(0o600);
      expect(JSON.parse(text())).toMatchObject({
        default: 'home',
        miniservers: {
          home: {
            host: '192.168.1.10',
            user: 'assistant',
            serial: '504F94112134',
            tls: true,
            tls_pin: [PIN],
            password: expect.stringMatching(/^enc:v1:/),
          },
        },
      });
      expect(text() + added.err).not.toContain('canary');
    });

    it('takes the password from standard input, or leaves it where it is', async () => {
      const piped = cliRig({}, { readInput: async () => `${PASSWORD}\n` });
      const args = ['miniserver', 'add', 'home', ...HOME, '--password-stdin'];
      expect((await piped.run(...args)).code).toBe(0);
      piped.remove();
      await add(
        'elsewhere',
        '--password-from',
        'env:PASS',
        '--visu-password-from',
        'command:pass x',
      );
      expect(questions).toEqual([]);
      expect(JSON.parse(text())).toMatchObject({
        miniservers: {
          elsewhere: { password_from: 'env:PASS', visu_password_from: 'command:pass x' },
        },
      });
      expect(readdirSync(directory())).toEqual(['miniservers.json']);
    });

    it('asks for the visualisation password, too, when it shall', async () => {
      typed = ['canary-1', 'canary-2'];
      await add('home', '--ask-visu-password');
      expect(questions).toEqual(['Password: ', 'Visualisation password: ']);
      expect(text().match(/"enc:v1:/g)).toHaveLength(2);
    });

    it('needs somebody to ask', async () => {
      const alone = cliRig();
      const refused = await alone.run('miniserver', 'add', 'home', ...HOME);
      expect(refused.code).toBe(2);
      expect(refused.err).toMatch(/--password-stdin.*--password-from/);
      const empty = cliRig({}, { readInput: async () => '\n' });
      const nothing = await empty.run('miniserver', 'add', 'home', ...HOME, '--password-stdin');
      expect(nothing).toMatchObject({ code: 2, err: 'Standard input is empty.\n' });
      expect(existsSync(join(empty.home, '.config'))).toBe(false);
      alone.remove();
      empty.remove();
    });

    it.each([
      ['a name with a slash', ['../x', ...HOME], /The name must be/],
      ['no host', ['home', '--user', 'u'], /--host/],
      ['no user', ['home', '--host', 'x'], /--user/],
      [
        'a host with a password',
        ['home', '--host', 'http://u:canary@x', '--user', 'u'],
        /--host: must not hold/,
      ],
      ['a serial number that is none', ['home', ...HOME, '--serial', 'x'], /--serial/],
      ['TLS that is none', ['home', ...HOME, '--tls', 'maybe'], /--tls/],
      ['a pin that is none', ['home', ...HOME, '--tls-pin', 'x'], /--tls-pin/],
      [
        'TLS that contradicts itself',
        ['home', ...HOME, '--tls', 'false', '--tls-pin', PIN],
        /tls must be true/,
      ],
      [
        'two passwords',
        ['home', ...HOME, '--password-stdin', '--password-from', 'env:X'],
        /exclude/,
      ],
      [
        'a password for a reference',
        ['home', ...HOME, '--password-from', 'canary'],
        /--password-from must say/,
      ],
      ['a password as a flag', ['home', ...HOME, '--password', 'canary'], /unknown option/],
    ])('refuses %s before it asks, and makes nothing', async (_what, args, reason) => {
      const refused = await run('add', ...args);
      expect(refused.code).toBe(2);
      expect(refused.err).toMatch(reason);
      expect(refused.err).not.toMatch(/canary|bug in the program/);
      expect(questions).toEqual([]);
      expect(existsSync(directory())).toBe(false);
    });

    it('keeps the one that has the name, unless it is told to replace it', async () => {
      await add('home');
      const before = text();
      const refused = await run('add', 'home', '--host', 'other', '--user', 'u');
      expect(refused.code).toBe(2);
      expect(refused.err).toContain('--replace');
      expect(questions).toHaveLength(1);
      expect(text()).toBe(before);
      await run('add', 'home', '--host', 'other', '--user', 'u', '--replace');
      expect(await listed()).toMatchObject([{ name: 'home', host: 'other', default: true }]);
    });

    it('leaves a damaged file alone, and names it', async () => {
      await add('home');
      writeFileSync(path(), text().replace('"user"', '"usr"'));
      const before = text();
      for (const args of [
        ['add', 'cellar', ...HOME],
        ['list'],
        ['remove', 'home'],
        ['default', 'home'],
        ['test'],
      ]) {
        const refused = await run(...args);
        expect(refused.code).toBe(1);
        expect(refused.err).toContain(path());
      }
      expect(text()).toBe(before);
    });

    it('never makes a master key over what is sealed with another', async () => {
      await add('home');
      for (const name of readdirSync(directory())) {
        if (name !== 'miniservers.json') rmSync(join(directory(), name), { recursive: true });
      }
      const refused = await run('add', 'cellar', ...HOME);
      expect(refused.code).toBe(3);
      expect(refused.err).toContain(path());
      expect(readdirSync(directory())).not.toContain('master.key');
    });
  });

  describe('list', () => {
    it('says how to begin, and makes nothing', async () => {
      const nothing = await run('list');
      expect(nothing).toMatchObject({ code: 0, out: '' });
      expect(nothing.err).toContain('miniserver add');
      expect(existsSync(directory())).toBe(false);
    });

    it('shows no secret, sealed ones included', async () => {
      await add('home');
      await add(
        'cellar',
        '--tls-pin',
        PIN,
        '--password-from',
        'command:curl -u user:canary https://x',
      );
      const table = await run('list');
      expect(table.out).toMatch(/^NAME +DEFAULT +HOST +USER +TLS +PASSWORD$/m);
      expect(table.out).toMatch(
        /^home +yes +192\.168\.1\.10 +assistant +as the address says +sealed$/m,
      );
      expect(table.out).toMatch(/^cellar + +192\.168\.1\.10 +assistant +pinned +command:curl$/m);
      const json = await run('list', '--json');
      expect(JSON.parse(json.out)).toHaveLength(2);
      expect(table.out + json.out).not.toMatch(/canary|enc:v1/);
    });
  });

  describe('default and remove', () => {
    it('choose and forget by name', async () => {
      for (const name of ['home', 'cellar', 'attic']) await add(name, '--password-from', 'env:X');
      expect(await run('default', 'cellar')).toMatchObject({
        code: 0,
        out: 'cellar is the default.\n',
      });
      expect((await listed()).filter((one) => one.default)).toMatchObject([{ name: 'cellar' }]);
      const removed = await run('remove', 'cellar');
      expect(removed).toMatchObject({ code: 0, out: 'cellar is removed.\n' });
      expect(removed.err).toContain('miniserver default');
      await run('remove', 'home');
      expect(await listed()).toMatchObject([{ name: 'attic', default: true }]);
    });

    it('take the token with them, and no other', async () => {
      for (const name of ['home', 'cellar']) {
        await add(name, '--password-from', 'env:X');
        writeFileSync(join(directory(), `loxone-token.${name}.json`), '{}');
      }
      writeFileSync(join(directory(), 'loxone-token.json'), '{}');
      await run('remove', 'home');
      const tokens = readdirSync(directory()).filter((name) => name.startsWith('loxone-token'));
      expect(tokens.sort()).toEqual(['loxone-token.cellar.json', 'loxone-token.json']);
    });

    it('name those that are known when one is not', async () => {
      await add('home', '--password-from', 'env:X');
      for (const command of ['default', 'remove', 'test']) {
        const refused = await run(command, 'cellar');
        expect(refused.code).toBe(2);
        expect(refused.err).toContain('Known are: home.');
      }
      expect(await listed()).toHaveLength(1);
    });
  });

  it('is in another directory where one is named', async () => {
    const elsewhere = join(cli.home, 'elsewhere');
    await add('home', '--config-dir', elsewhere, '--password-from', 'env:X');
    expect(existsSync(join(elsewhere, 'miniservers.json'))).toBe(true);
    expect(await listed()).toEqual([]);
  });

  it('explains itself, with examples', async () => {
    expect((await run('--help')).out).toContain('loxone-mcp-server http --miniserver home');
    expect((await run('add', '--help')).out).toMatch(/--password-stdin[\s\S]*Examples:/);
  });
});
