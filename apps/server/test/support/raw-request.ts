import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  /** 0 when the server closed the connection without a word. */
  readonly status: number;
  /** Everything that came, the status line included. */
  readonly text: string;
}

/** Sends bytes exactly as given (latin1) and reads until the server closes the connection. */
export function sendRaw(port: number, request: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (): void => {
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(request, 'latin1')));
    socket.on('data', (chunk) => chunks.push(chunk));
    // A reset is an answer, too: what came before it counts.
    socket.on('error', () => undefined);
    socket.on('close', finish);
  });
}

/** The lines of a request, ended as HTTP wants it. */
export function lines(...all: readonly string[]): string {
  return [...all, '', ''].join('\r\n');
}
