import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Socket } from 'node:net';

/** A request as it goes out. */
interface WholeRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What became of a request, as far as its client can tell. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }
  /** Not a byte of an answer came. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** An answer began, and did not end as it had to. */
  | { readonly kind: 'half'; readonly got: string };

/** Sends a request over a connection of the agent, and looks closely at how it is answered. */
export function askWhole(agent: Agent, asked: WholeRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    let socket: Socket | undefined;
    let readBefore = 0;
    const { method, url, body } = asked;
    const length = { 'content-length': String(Buffer.byteLength(body ?? '')) };
    const sent = request(url, { method, agent, headers: { ...asked.headers, ...length } });
    sent.on('socket', (used) => {
      socket = used;
      readBefore = used.bytesRead;
    });
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const got = (socket?.bytesRead ?? 0) - readBefore;
      if (got > 0) resolve({ kind: 'half', got: `${got} bytes, then ${error.code}` });
      else resolve({ kind: 'refused', reason: error.code ?? error.name });
    });
    sent.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      // What is cut off is told by `complete`, below.
      answer.on('error', () => undefined);
      answer.on('close', () => {
        const { statusCode: status = 0, headers, complete } = answer;
        if (complete) resolve({ kind: 'answered', status, headers, body: text });
        else resolve({ kind: 'half', got: `${status} ${text}` });
      });
    });
    sent.end(body ?? '');
  });
}
