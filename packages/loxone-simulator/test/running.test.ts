import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeValueTable, formatRecording, MESSAGE_KIND } from '@gatehouse/loxone-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../src/command-line.js';
import { EXIT, runProgram } from '../src/program.js';
import { type Running, startRunning } from '../src/running.js';
import { uuidFrom } from '../src/uuid-from.js';
import { idOf, structureOf } from './support/bench.js';

const BASE = ['--user', 'ada', '--password', 'pw', '--port', '0'];
const ACTIVE = uuidFrom(`${idOf('Lamp')}/active`);
let folder = '';
let running: Running | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator-'));
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<Running> {
  const commandLine = parseCommandLine([...BASE, ...args], {});
  if (commandLine.kind !== 'start') throw new TypeError(JSON.stringify(commandLine));
  running = await startRunning(commandLine);
  return running;
}

async function recordingFile(): Promise<string> {
  const structure = structureOf({ type: 'Switch', name: 'Lamp', states: ['active'] });
  const table = (t: number, value: number) =>
    ({
      t,
      kind: 'received',
      id: MESSAGE_KIND.values,
      payload: { bytes: encodeValueTable([{ uuid: ACTIVE, value }]) },
    }) as const;
  const file = join(folder, 'house.jsonl');
  const path = '/data/LoxAPP3.json';
  const text = formatRecording({
    header: { version: 1, firmware: '12.0.0.1' },
    events: [
      { t: 0, kind: 'http', path, status: 200, body: JSON.stringify(structure) },
      table(10, 1),
      { t: 20, kind: 'received', id: MESSAGE_KIND.keepalive },
      table(3_600_010, 0),
    ],
  });
  await writeFile(file, text);
  return file;
}

describe('what runs beside the simulator', () => {
  it('nothing, unless it is asked for', async () => {
    const { notes, simulator } = await run();
    expect(notes).toEqual([]);
    expect(simulator.house.controls().length).toBeGreaterThan(50);
  });

  it('the control API, with its hand on the clock', async () => {
    const { notes, simulator } = await run('--control-port', '0');
    const [, url = ''] = /^control API at (http:\S+)$/.exec(notes[0] ?? '') ?? [];
    const call = async (path: string, body: unknown) =>
      (await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
    await call('/press', { control: 'Garage Door', command: 'open' });
    await call('/clock', { advanceMs: 120_000 });
    expect(simulator.house.control('Garage Door')?.state('position')).toBe(1);
    await running?.stop();
    await expect(fetch(`${url}/clock`)).rejects.toThrow();
  });

  it('a generated house under load', async () => {
    const { notes, simulator } = await run('--controls', '40', '--events-per-second', '5000');
    expect(notes).toEqual(['changing 5000 states each second']);
    expect(simulator.house.controls()).toHaveLength(40);
    const [uuid = ''] = [...simulator.house.states()].find(([, value]) => value === 0) ?? [];
    await expect.poll(() => simulator.house.state(uuid)).not.toBe(0);
  });

  it('a recording, an hour of it put forward', async () => {
    const file = await recordingFile();
    const { notes, simulator } = await run('--replay', file, '--control-port', '0');
    expect(notes).toContain('replaying 1 changes');
    expect(simulator.house.state(ACTIVE)).toBe(1);
    const version = await (await fetch(`${simulator.url}/jdev/cfg/api`)).text();
    expect(version).toContain("'version':'12.0.0.1'");
    const url = notes[0]?.replace('control API at ', '');
    const body = JSON.stringify({ advanceMs: 3_600_000 });
    await fetch(`${url}/clock`, { method: 'POST', body });
    expect(simulator.house.state(ACTIVE)).toBe(0);
  });

  it('all of it or nothing: a port that is taken ends the simulator too', async () => {
    const first = await run('--control-port', '0');
    const port = /:(\d+)$/.exec(first.notes[0] ?? '')?.[1] ?? '';
    const commandLine = parseCommandLine([...BASE, '--control-port', port], {});
    if (commandLine.kind !== 'start') throw new TypeError('it should start');
    await expect(startRunning(commandLine)).rejects.toMatchObject({
      code: 'ERR_LOXONE_UNREACHABLE',
    });
  });

  it('is told by the program, and a file that is no recording is named', async () => {
    let out = '';
    let err = '';
    const io = {
      env: {},
      out: (text: string) => {
        out += text;
      },
      err: (text: string) => {
        err += text;
      },
      ended: async () => undefined,
    };
    expect(await runProgram({ ...io, args: [...BASE, '--controls', '30'] })).toBe(EXIT.ok);
    expect(out).toContain('a generated house, 30 controls');
    const file = join(folder, 'bad.jsonl');
    await writeFile(file, 'nothing');
    expect(await runProgram({ ...io, args: [...BASE, '--replay', file] })).toBe(EXIT.failed);
    expect(err).toContain('line 1');
    expect(await runProgram({ ...io, args: [...BASE, '--replay', `${file}x`] })).toBe(EXIT.failed);
    expect(err).toContain('ENOENT');
  });
});

describe('the command line of what runs beside it', () => {
  it('is read', () => {
    const args =
      '--generation 1 --control-port 7778 --discovery --controls 5000 --events-per-second 20000';
    expect(parseCommandLine([...BASE, ...args.split(' ')], {})).toMatchObject({
      options: { generation: 1 },
      extras: { controlPort: 7778, discovery: true, controls: 5000, eventsPerSecond: 20_000 },
    });
    expect(parseCommandLine([...BASE, '--replay', 'x'], {})).toMatchObject({
      extras: { replayFile: 'x' },
    });
  });

  it.each([
    [['--generation', '3'], '--generation must be 1 or 2'],
    [['--generation', '1', '--tls'], '--tls is nothing for generation 1'],
    [['--control-port', 'x'], '--control-port must be a whole number from 0 to 65535'],
    [['--control-port', '65536'], '--control-port must be a whole number from 0 to 65535'],
    [['--controls', '0'], '--controls must be a whole number from 1 to 100000'],
    [['--controls', '1.5'], '--controls must be a whole number from 1 to 100000'],
    [['--events-per-second', '0'], '--events-per-second must be a number above 0'],
    [['--controls', '5', '--replay', 'x'], 'only one of --structure, --controls and --replay'],
  ])('explains %j', (args, problem) => {
    expect(parseCommandLine([...BASE, ...args], {})).toEqual({ kind: 'misuse', problem });
  });
});
