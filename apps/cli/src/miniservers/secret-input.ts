import { EXIT, StartupError } from '@gatehouse/loxone-app';
import { interrupted, nothingEntered } from '../typed-line.js';

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

const CONTROL = /\p{Cc}/u;

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
    const giveUp = (error: StartupError): void => finish(() => reject(error));
    const ended = (): void => giveUp(nothingEntered());
    const take = (text: string): void => {
      for (const character of text) {
        if (character === '\r' || character === '\n') {
          if (CONTROL.test(typed.join(''))) giveUp(strayKey());
          else finish(() => resolve(typed.join('')));
          return;
        }
        if (character === '\u0003') {
          giveUp(interrupted());
          return;
        }
        if (character === '\u0004') {
          ended();
          return;
        }
        if (character === '\u007f' || character === '\b') typed.pop();
        else if (character === '\u0015') typed = [];
        else typed.push(character);
      }
    };
    // Before the question: whoever answers it at once must not be shown either.
    input.setRawMode(true);
    output.write(question);
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

/** An arrow or a function key sends what nobody would see in a password, and no Miniserver accepts. */
function strayKey(): StartupError {
  return new StartupError(
    'A key was pressed that is no character, such as an arrow. Nothing was changed; try again.',
    EXIT.usage,
  );
}
