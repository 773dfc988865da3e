import { readFileSync } from 'node:fs';

/** Everything the server takes from, and gives to, the process around it. */
export interface ServerIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
  /** Standard output. Over stdio it belongs to the protocol, and nothing else may use it. */
  readonly out: (text: string) => void;
  /** Standard error: the log and explanations. */
  readonly err: (text: string) => void;
  /** Settles when the process is asked to end, with the signal's name. */
  readonly stopRequested: Promise<string>;
}

const STOPPING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** The real process. */
export function systemIo(): ServerIo {
  return {
    env: process.env,
    readFile: (path) => readFileSync(path, 'utf8'),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stopRequested: new Promise((resolve) => {
      const stop = (signal: NodeJS.Signals): void => {
        // Whoever asks a second time does not want to wait: the system then ends the process at once.
        for (const each of STOPPING) process.off(each, stop);
        resolve(signal);
      };
      for (const signal of STOPPING) process.on(signal, stop);
    }),
  };
}
