import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryHome, temporaryHome } from './support/home.js';
import { CLI } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type PseudoTerminal, startAtTerminal } from './support/pseudo-terminal.js';

const PASSWORD = 'canary-typed-password-3f';
const VISU_PASSWORD = 'canary-typed-visu-81';
const ADD = ['miniserver', 'add', 'home', '--host', '192.168.1.10', '--user', 'assistant'];

const [CTRL_C, CTRL_D, CTRL_U, ENTER] = ['\u0003', '\u0004', '\u0015', '\r'];

let home: TemporaryHome;
let terminals: PseudoTerminal[];

beforeEach(() => {
  home = temporaryHome();
  terminals = [];
});

afterEach(async () => {
  for (const terminal of terminals) await terminal.close();
  home.remove();
});

function sitAt(args: readonly string[], columns?: number): PseudoTerminal {
  const terminal = startAtTerminal(CLI, args, home.env, columns);
  terminals.push(terminal);
  return terminal;
}

/** Everything that is on the disk, as one text. */
function written(): string {
  const files = Object.keys(home.fingerprint());
  return files.map((file) => readFileSync(join(home.path, file), 'latin1')).join('\n');
}

describe('a password that is asked for at a terminal', () => {
  it('is not shown, and is kept sealed', async () => {
    const terminal = sitAt([...ADD, '--ask-visu-password']);
    await terminal.waitFor('Password: ');
    terminal.type(`wrong${CTRL_U}${PASSWORD}${ENTER}`);
    await terminal.waitFor('Visualisation password: ');
    terminal.type(`${VISU_PASSWORD}${ENTER}`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown()).toContain('home is kept in');
    for (const secret of [PASSWORD, VISU_PASSWORD, 'wrong', 'canary']) {
      expect(terminal.shown()).not.toContain(secret);
      expect(written()).not.toContain(secret);
    }
    expect(written()).toContain('enc:v1:');
  });

  it.each([
    ['Ctrl-C', CTRL_C, 130],
    ['Ctrl-C after some letters', `${PASSWORD}${CTRL_C}`, 130],
    ['Ctrl-D', CTRL_D, 2],
    ['Enter alone', ENTER, 2],
    ['an arrow key', `${PASSWORD}\u001b[D${ENTER}`, 2],
  ])('is given up with %s, and nothing is written', async (_, keys, code) => {
    const terminal = sitAt(ADD);
    await terminal.waitFor('Password: ');
    terminal.type(keys);
    expect(await terminal.ended).toBe(code);
    expect(terminal.shown()).not.toContain(PASSWORD);
    expect(home.fingerprint()).toEqual({});
  });

  it('that comes second is given up with Ctrl-C, and nothing of the first is written', async () => {
    const terminal = sitAt([...ADD, '--ask-visu-password']);
    await terminal.waitFor('Password: ');
    terminal.type(`${PASSWORD}${ENTER}`);
    await terminal.waitFor('Visualisation password: ');
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(home.fingerprint()).toEqual({});
  });

  it('is asked for readably at 20 columns', async () => {
    const terminal = sitAt([...ADD, '--ask-visu-password'], 20);
    await terminal.waitFor('Password: ');
    terminal.type(`${PASSWORD}${ENTER}`);
    await terminal.waitFor('Visualisation password: ');
    terminal.type(`${VISU_PASSWORD}${ENTER}`);
    expect(await terminal.ended).toBe(0);
    // Nothing moves the cursor: each line is wrapped by the terminal as it is, and stays to be read.
    expect(terminal.shown()).toBe(stripVTControlCharacters(terminal.shown()));
    expect(terminal.shown().split('\r\n')).toEqual([
      'Password: ',
      'Visualisation password: ',
      expect.stringContaining('A new master key'),
      expect.stringContaining('home is kept in'),
      'See whether it answers: loxone-mcp miniserver test home',
      '',
    ]);
  });
});

it('where nobody sits at a terminal, a password is not waited for, and what to do is said', async () => {
  const refused = await runProgram(CLI, ADD, home.env);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('There is no terminal to ask for a password at');
  expect(refused.stderr).toContain('--password-stdin');
  expect(home.fingerprint()).toEqual({});
});
