import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { readAll, type SecretTerminal, typeSecret } from '../../src/miniservers/secret-input.js';

/** A terminal that writes down what happens to it. */
class Terminal extends EventEmitter {
  readonly modes: boolean[] = [];
  shown = '';
  setRawMode(raw: boolean): void {
    this.modes.push(raw);
  }
  readonly setEncoding = (): void => undefined;
  readonly resume = (): void => undefined;
  readonly pause = (): void => undefined;
  asTerminal(): SecretTerminal {
    const write = (text: string): void => {
      this.shown += text;
    };
    return { input: this, output: { write } };
  }
}

function type(...keys: readonly string[]): { terminal: Terminal; typed: Promise<string> } {
  const terminal = new Terminal();
  const typed = typeSecret('Password: ', terminal.asTerminal());
  for (const key of keys) terminal.emit('data', key);
  return { terminal, typed };
}

describe('a secret at the terminal', () => {
  it('is not shown, and leaves the terminal as it was', async () => {
    const { terminal, typed } = type('can', 'ary', '\r');
    expect(await typed).toBe('canary');
    expect(terminal.shown).toBe('Password: \n');
    expect(terminal.modes).toEqual([true, false]);
    expect(terminal.listenerCount('data') + terminal.listenerCount('end')).toBe(0);
  });

  it.each([
    [['päss 🏠\n'], 'päss 🏠'],
    [['abx\u007fc\r'], 'abc'],
    [['🏠\bx\r'], 'x'],
    [['wrong\u0015right\r'], 'right'],
    [['\u007f\u007fa\r'], 'a'],
    [['first\rsecond\r'], 'first'],
  ])('is what the keys %j make', async (keys, secret) => {
    expect(await type(...keys).typed).toBe(secret);
  });

  it.each([
    ['\u0003', 130],
    ['abc\u0003', 130],
    ['\u0004', 2],
  ])('is given up with %j, which ends the program with %d', async (keys, exitCode) => {
    const { terminal, typed } = type(keys);
    await expect(typed).rejects.toMatchObject({
      message: expect.stringContaining('nothing was changed'),
      exitCode,
    });
    expect(terminal.modes).toEqual([true, false]);
  });

  it.each(['a\u001b[Db\r', '\u001bOP\r', 'a\tb\r', 'a\u001a\r'])(
    'is not taken with keys in it that are no characters: %j',
    async (keys) => {
      await expect(type(keys).typed).rejects.toThrow(/is no character/);
    },
  );

  it('is asked for only once keys are not shown any more', () => {
    const terminal = new Terminal();
    const modesAtQuestion: boolean[][] = [];
    const { input } = terminal.asTerminal();
    const write = (): void => void modesAtQuestion.push([...terminal.modes]);
    void typeSecret('Password: ', { input, output: { write } });
    expect(modesAtQuestion).toEqual([[true]]);
  });

  it('is given up when the terminal goes away', async () => {
    const { terminal, typed } = type('abc');
    terminal.emit('end');
    await expect(typed).rejects.toThrow(/Nothing was entered/);
  });
});

describe('standard input', () => {
  async function* chunks(...all: (Buffer | string)[]): AsyncGenerator<Buffer | string> {
    yield* all;
  }

  it('is read whole, whatever it is cut into', async () => {
    const bytes = Buffer.from('pä\n');
    expect(await readAll(chunks(bytes.subarray(0, 2), bytes.subarray(2)))).toBe('pä\n');
    expect(await readAll(chunks())).toBe('');
  });

  it('is not read without end', async () => {
    const endless = (async function* () {
      for (;;) yield 'x'.repeat(10_000);
    })();
    await expect(readAll(endless)).rejects.toThrow(/longer than a password/);
  });
});
