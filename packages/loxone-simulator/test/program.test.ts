import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD_VARIABLE, parseCommandLine } from '../src/command-line.js';
import { EXIT, runProgram } from '../src/program.js';
import { structureOf } from './support/bench.js';
import { basic } from './support/simulators.js';

const ENV = { [PASSWORD_VARIABLE]: 'from the environment' };

describe('the command line', () => {
  it('needs a user and a password, which may come from the environment', () => {
    expect(parseCommandLine(['--user', 'ada', '--password', 'pw'], {})).toMatchObject({
      kind: 'start',
      structureFile: undefined,
      options: { user: 'ada', password: 'pw', port: 7777, speed: 1, tls: false },
    });
    expect(parseCommandLine(['--user', 'ada'], ENV)).toMatchObject({
      options: { password: 'from the environment' },
    });
    expect(parseCommandLine(['--user', 'ada', '--password', 'pw'], ENV)).toMatchObject({
      options: { password: 'pw' },
    });
  });

  it('takes everything else', () => {
    const args =
      '--user ada --structure f.json --host 0.0.0.0 --port 0 --firmware 10.2.1.0 --speed 5 --tls' +
      ' --time-zone Asia/Kolkata';
    expect(parseCommandLine(args.split(' '), ENV)).toEqual({
      kind: 'start',
      structureFile: 'f.json',
      options: {
        user: 'ada',
        password: 'from the environment',
        host: '0.0.0.0',
        port: 0,
        firmware: '10.2.1.0',
        speed: 5,
        tls: true,
        timeZone: 'Asia/Kolkata',
      },
      extras: {},
    });
    expect(parseCommandLine(['-h'], {})).toEqual({ kind: 'help' });
  });

  it.each([
    [[], '--user is missing'],
    [['--user', 'ada'], `--password is missing, and ${PASSWORD_VARIABLE} is not set`],
    [['--user', 'ada', '--port', 'http'], '--port must be a whole number from 0 to 65535'],
    [['--user', 'ada', '--port', '65536'], '--port must be a whole number from 0 to 65535'],
    [['--user', 'ada', '--speed', '0'], '--speed must be a number above 0'],
    [
      ['--user', 'ada', '--firmware', 'new'],
      '--firmware must be numbers with dots, for example 14.5.12.7',
    ],
    [
      ['--user', 'ada', '--time-zone', 'Mars/Olympus'],
      '--time-zone must be an IANA name, for example Europe/Vienna',
    ],
    [['--usr', 'ada'], '--usr is no option'],
    [['--user', 'ada', '--usr=x'], '--usr is no option'],
    [['ada'], 'there is an argument that belongs to no option'],
    [['--user'], 'an option lacks its value, or has one that it does not take'],
    [['--user', 'ada', '--tls=yes'], 'an option lacks its value, or has one that it does not take'],
  ])('explains %j', (args, problem) => {
    const env = problem.startsWith('--password') ? {} : ENV;
    expect(parseCommandLine(args, env)).toEqual({ kind: 'misuse', problem });
  });

  it('never repeats a password that stands in the wrong place', () => {
    for (const args of [
      ['--user', 'ada', '--password', '-s3cret'],
      ['--user', 'ada', 's3cret'],
      ['--user', 'ada', '--password', '--s3cret'],
    ]) {
      const parsed = parseCommandLine(args, {});
      expect(parsed.kind, args.join(' ')).toBe('misuse');
      expect(JSON.stringify(parsed)).not.toContain('s3cret');
    }
  });
});

describe('the program', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs it until it is told to end, which `meanwhile` decides. */
  async function run(
    args: readonly string[],
    meanwhile: (line: string) => Promise<void> = async () => undefined,
  ): Promise<{ code: number; out: string; err: string }> {
    const written = { out: '', err: '' };
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    let during: Promise<void> | undefined;
    const code = await runProgram({
      args,
      env: ENV,
      out: (text) => {
        written.out += text;
        during = meanwhile(text).finally(end);
      },
      err: (text) => {
        written.err += text;
      },
      ended: () => ended,
    });
    await during;
    return { code, ...written };
  }

  async function file(content: string): Promise<string> {
    const path = join(folder, 'LoxAPP3.json');
    await writeFile(path, content);
    return path;
  }

  it('prints one line when it is ready, serves, and ends cleanly', async () => {
    const path = await file(JSON.stringify(structureOf({ type: 'Switch' })));
    const args = ['--user', 'ada', '--port', '0', '--structure', path];
    let status = 0;
    const { code, out, err } = await run(args, async (line) => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      const response = await fetch(`${url}/data/LoxAPP3.json`, {
        headers: basic('ada', 'from the environment'),
      });
      status = response.status;
      await response.text();
    });
    expect(status).toBe(200);
    expect(code).toBe(EXIT.ok);
    expect(err).toBe('');
    expect(out).toMatch(
      /^loxone-simulator is ready at http:\/\/127\.0\.0\.1:\d+ for user ada: .*LoxAPP3\.json, 1 controls\n$/,
    );
    expect(out).not.toContain('from the environment');
  });

  it('explains itself', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(EXIT.ok);
    for (const word of ['--structure', '--host', '--port', '--firmware', PASSWORD_VARIABLE]) {
      expect(out).toContain(word);
    }
  });

  it('ends with 2 when it is called the wrong way', async () => {
    expect(await run(['--port', '1'])).toEqual({
      code: EXIT.misuse,
      out: '',
      err: 'loxone-simulator: --user is missing. Try --help.\n',
    });
  });

  it('names the file, and the field that is wrong in it', async () => {
    const { controls, ...rest } = structureOf({ type: 'Switch' });
    const [id = ''] = Object.keys(controls as object);
    const cases = [
      ['{', 'LoxAPP3.json is not JSON'],
      ['', 'LoxAPP3.json is empty'],
      ['[]', 'LoxAPP3.json must be an object'],
      [
        JSON.stringify({ ...rest, controls: { [id]: { name: 5, type: 'Switch' } } }),
        `controls.${id}.name must be text`,
      ],
      [JSON.stringify({ controls }), 'lastModified is missing'],
    ] as const;
    for (const [content, problem] of cases) {
      const path = await file(content);
      const { code, err } = await run(['--user', 'ada', '--structure', path]);
      expect(code).toBe(EXIT.failed);
      expect(err).toContain(`loxone-simulator: ${path}: `);
      expect(err).toContain(problem);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  it('says which file it cannot read, and where it cannot listen', async () => {
    const missing = join(folder, 'nothing.json');
    const unread = await run(['--user', 'ada', '--structure', missing]);
    expect(unread).toMatchObject({
      code: EXIT.failed,
      err: `loxone-simulator: ${missing}: cannot be read (ENOENT)\n`,
    });
    const nowhere = await run(['--user', 'ada', '--host', '203.0.113.1']);
    expect(nowhere.code).toBe(EXIT.failed);
    expect(nowhere.err).toContain('cannot listen on 203.0.113.1:7777');
  });
});
