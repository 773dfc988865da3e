import { createInterface } from 'node:readline';
import { EXIT, StartupError } from '@gatehouse/loxone-app';

/** A terminal, as far as a line is typed at it. */
export interface LineTerminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks at a terminal for a line, which is shown while it is typed.
 *
 * @throws StartupError when the person ends the question.
 */
export function typeLine(question: string, { input, output }: LineTerminal): Promise<string> {
  const lines = createInterface({ input, output });
  return new Promise((resolve, reject) => {
    let ended = nothingEntered();
    lines.once('SIGINT', () => {
      ended = interrupted();
      lines.close();
    });
    lines.once('close', () => {
      // What the shell writes next begins on a line of its own.
      output.write('\n');
      reject(ended);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.removeAllListeners('close');
      lines.close();
    });
  });
}

/** The person has pressed Ctrl-C. */
export function interrupted(): StartupError {
  return new StartupError('Interrupted; nothing was changed.', EXIT.interrupted);
}

/** The person has ended the input, or the terminal has gone away. */
export function nothingEntered(): StartupError {
  return new StartupError('Nothing was entered, and nothing was changed.', EXIT.usage);
}
