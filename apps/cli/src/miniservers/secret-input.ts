import { EXIT, StartupError } from '@gatehouse/loxone-app';

/** A terminal, as far as a secret is typed at it. */
export interface SecretTerminal {
  readonly input: {
    setRawMode(raw: boolean): unknown;
    setEncoding(encoding: 'utf8'): unknown;
    resume(): unknown;
    pause(): unknown;
    on(event: 'data', listener: (text: string) => void): unknown;
    on(event: 'end', listener: () => void): unknown;
    off(event: 'data', listener: (text: string) => void): unknown;
    off(event: 'end', listener: () => void): unknown;
  };
  readonly output: { write(text: string): unknown };
}

/** Longest input that is read, in characters: a password is a line. */
const MAX_LENGTH = 65_536;

/**
 * Asks for a secret at a terminal and shows nothing of it, not even its length. Ctrl-C ends the
 * question; backspace takes one character back, Ctrl-U all.
 *
 * @throws StartupError when the person ends the question.
 */
export function typeSecret(question: string, { input, output }: SecretTerminal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const finish = (settle: () => void): void => {
      input.off('data', take);
      input.off('end', ended);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      settle();
    };
    const ended = (): void => finish(() => reject(interrupted()));
    const take = (text: string): void => {
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          finish(() => resolve(typed.join('')));
          return;
        }
        if (character === '\u0003' || character === '\u0004') {
          ended();
          return;
        }
        if (character === '\u007f' || character === '\b') typed.pop();
        else if (character === '\u0015') typed = [];
        else typed.push(character);
      }
    };
    output.write(question);
    // Before the first key: what is typed early must not be shown either.
    input.setRawMode(true);
    input.setEncoding('utf8');
    input.on('data', take);
    input.on('end', ended);
    input.resume();
  });
}

/** @throws StartupError for more than a password could be. */
export async function readAll(input: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > MAX_LENGTH) {
      throw new StartupError('Standard input is longer than a password.', EXIT.usage);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function interrupted(): StartupError {
  return new StartupError('Nothing was entered, and nothing was changed.', EXIT.usage);
}
