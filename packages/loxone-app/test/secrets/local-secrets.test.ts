import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@gatehouse/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandSecrets } from '../../src/secrets/command-secrets.js';
import { createEnvSecrets } from '../../src/secrets/env-secrets.js';
import { createFileSecrets } from '../../src/secrets/file-secrets.js';
import { createSecretProviders, readSecret } from '../../src/secrets/read-secret.js';
import type { Secret } from '../../src/secrets/secret.js';
import {
  describeSecretReference,
  formatSecretReference,
  parseSecretReference,
} from '../../src/secrets/secret-reference.js';
import { splitCommand } from '../../src/secrets/split-command.js';
import { codeOf, NEVER, problemOf } from './support.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gatehouse-secrets-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function file(content: string | Uint8Array, mode = 0o600): string {
  const path = join(directory, 'secret');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

describe('secrets in the environment', () => {
  it('are own variables only', async () => {
    expect(await codeOf(createEnvSecrets({}).read('constructor', NEVER))).toBe(
      'ERR_SECRET_MISSING',
    );
  });
});

describe('secrets in files', () => {
  const warnings: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (message) => void warnings.push(message) };
  const files = createFileSecrets({ logger });

  beforeEach(() => void warnings.splice(0));

  it.each([
    [0o600, 0],
    [0o400, 0],
    // What Docker and Kubernetes mount: nobody could close it to others.
    [0o444, 0],
    [0o644, 1],
    [0o640, 1],
  ])('of mode %o give %i warnings', async (mode, count) => {
    expect((await files.read(file('canary', mode), NEVER)).reveal()).toBe('canary');
    expect(warnings).toHaveLength(count);
    expect(warnings.join()).not.toContain('canary');
  });

  it.each([0o620, 0o602, 0o666])('of mode %o are refused: others can choose them', async (mode) => {
    const problem = await problemOf(files.read(file('canary', mode), NEVER));
    expect(problem.code).toBe('ERR_SECRET_UNSAFE');
    expect(problem.message).toContain('chmod 600');
  });

  it('may be reached through a link, as they are mounted', async () => {
    symlinkSync(file('canary'), join(directory, 'link'));
    expect((await files.read(join(directory, 'link'), NEVER)).reveal()).toBe('canary');
  });

  it('are files, and short', async () => {
    mkdirSync(join(directory, 'd'));
    expect(await codeOf(files.read(join(directory, 'd'), NEVER))).toMatch(/UNSAFE|UNAVAILABLE/);
    expect(await codeOf(files.read(file('x'.repeat(65_537)), NEVER))).toBe('ERR_SECRET_REFERENCE');
    expect(await codeOf(files.read(file(new Uint8Array([0xc3, 0x28])), NEVER))).toBe(
      'ERR_SECRET_REFERENCE',
    );
  });
});

describe('secrets of commands', () => {
  const commands = createCommandSecrets({ env: { PATH: process.env.PATH, GIVEN: 'yes' } });
  const node = JSON.stringify(process.execPath);

  it('know no shell', async () => {
    const read = async (command: string) => (await commands.read(command, NEVER)).reveal();
    expect(await read('echo $HOME `id` | cat ; * > x')).toBe('$HOME `id` | cat ; * > x');
    expect(await read(`printf '%s' "a \\"b\\"" `)).toBe('a "b"');
  });

  it('have the environment that they are given, and no other', async () => {
    expect((await commands.read('printenv GIVEN', NEVER)).reveal()).toBe('yes');
    expect(await codeOf(commands.read('printenv HOME', NEVER))).toBe('ERR_SECRET_REFUSED');
  });

  it('show what was complained only when they fail, and without the secret', async () => {
    const script = `console.log("canary-pass"); console.error("cannot unlock canary-pass\\u001b[2J"); process.exit(3)`;
    const problem = await problemOf(commands.read(`${node} -e '${script}'`, NEVER));
    expect(problem.code).toBe('ERR_SECRET_REFUSED');
    expect(problem.message).toContain('ended with code 3. It says: cannot unlock [redacted]');
    expect(problem.message).not.toContain('canary');
    expect(problem.message).not.toContain('\u001b');
    const loud = `${node} -e 'console.error("careful"); console.log("pass")'`;
    expect((await commands.read(loud, NEVER)).reveal()).toBe('pass');
  });

  it('never show their arguments', async () => {
    for (const command of ['false --key canary', 'no-such-program --key canary']) {
      expect((await problemOf(commands.read(command, NEVER))).message).not.toContain('canary');
    }
  });

  it('are ended when they take too long, print too much, or nobody waits any more', async () => {
    const patient = createCommandSecrets({ env: { PATH: process.env.PATH }, timeoutMs: 100 });
    expect(await codeOf(patient.read('sleep 60', NEVER))).toBe('ERR_SECRET_UNAVAILABLE');
    // The child of a child holds the pipe open; nobody waits for it.
    expect(await codeOf(patient.read(`sh -c 'sleep 5 & wait'`, NEVER))).toBe(
      'ERR_SECRET_UNAVAILABLE',
    );
    expect(await codeOf(commands.read('yes', NEVER))).toBe('ERR_SECRET_REFERENCE');
    const controller = new AbortController();
    const reading = commands.read('sleep 60', controller.signal);
    controller.abort(new TypeError('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  it('say so when a signal ended them', async () => {
    const problem = await problemOf(commands.read(`sh -c 'kill -9 $$'`, NEVER));
    expect(problem.message).toContain('ended by a signal');
  });
});

describe('the words of a command', () => {
  it.each([
    ['pass show house', ['pass', 'show', 'house']],
    ['  pass   show\thouse ', ['pass', 'show', 'house']],
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`a''b "" ''`, ['ab', '', '']],
    [`a "\\"\\\\\\n" '\\'`, ['a', '"\\\\n', '\\']],
    [`a'b'"c"d`, ['abcd']],
  ])('of %j', (text, words) => {
    expect(splitCommand(text)).toEqual({ ok: true, value: words });
  });

  it.each(['', '   ', `'open`, `"open`, `"open\\"`, 'end\\', `'' a`, 'a\0b'])(
    'not of %j',
    (text) => {
      expect(splitCommand(text).ok).toBe(false);
    },
  );

  it('come back from quotation, whatever they are', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        const quoted = words.map((one) => `'${one.replaceAll("'", `'\\''`)}'`).join(' ');
        expect(splitCommand(quoted)).toEqual({ ok: true, value: words });
      }),
    );
  });
});

describe('a reference to a secret', () => {
  it.each(['env:NAME', 'file:/run/x', 'command:pass show x', 'infisical:p/prod/NAME'])(
    '%s comes back as it was',
    (text) => {
      const parsed = parseSecretReference(text);
      expect(parsed.ok && formatSecretReference(parsed.value)).toBe(text);
    },
  );

  it.each([
    'canary',
    'env:',
    'env:canary pass',
    'file:canary',
    'http://canary',
    'ENV:CANARY',
    'command:"canary',
    '',
  ])('is not %j, and that is not repeated', (text) => {
    const parsed = parseSecretReference(text);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('canary');
  });

  it('shows of a command the program alone', () => {
    const shown = (text: string): string => {
      const parsed = parseSecretReference(text);
      return parsed.ok ? describeSecretReference(parsed.value) : '';
    };
    expect(shown('command:curl -u user:canary https://x')).toBe('command:curl');
    expect(shown('env:NAME')).toBe('env:NAME');
  });

  it('is read by whoever keeps secrets of that kind', async () => {
    const providers = createSecretProviders({ env: { NAME: 'canary' } });
    expect(providers.map(({ scheme }) => scheme)).toEqual(['env', 'file', 'command', 'infisical']);
    const read = (scheme: string, rest: string): Promise<Secret> =>
      readSecret({ scheme, rest }, providers, NEVER, 'password_from of "home"');
    const secret = await read('env', 'NAME');
    expect(secret.reveal()).toBe('canary');
    expect(await codeOf(read('vault', 'x'))).toBe('ERR_SECRET_REFERENCE');
    expect(await codeOf(read('infisical', 'p/e/N'))).toBe('ERR_SECRET_REFERENCE');
  });

  it.each([
    ['env', 'ABSENT', 'ERR_SECRET_MISSING'],
    ['file', '/nowhere/at/all', 'ERR_SECRET_MISSING'],
    ['command', 'no-such-program canary', 'ERR_SECRET_MISSING'],
    ['infisical', 'p/e/N', 'ERR_SECRET_REFERENCE'],
    ['vault', 'canary', 'ERR_SECRET_REFERENCE'],
  ])(
    'says of %s: which of several secrets it is that cannot be read',
    async (scheme, rest, code) => {
      const providers = createSecretProviders({ env: {} });
      const whose = 'password_from of "home" in /miniservers.json';
      const reading = readSecret({ scheme, rest }, providers, NEVER, whose);
      await expect(reading).rejects.toMatchObject({
        code,
        message: expect.stringMatching(/^password_from of "home" in \/miniservers\.json: /),
      });
      await expect(reading).rejects.not.toThrow('canary');
    },
  );
});
