import { Agent, createServer, request as httpRequest } from 'node:http';
import { listen } from './fixture.js';

/** A loopback hop that adds a credential to requests: the suite itself cannot send one. */
export interface KeyHop {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Passes everything on as it came, with a key where there is none.
 *
 * @param target - Where to; its path is kept.
 */
export async function startKeyHop(target: string, key: string): Promise<KeyHop> {
  const { hostname, port, pathname } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const http = createServer((incoming, outgoing) => {
    const headers = [...incoming.rawHeaders];
    if (incoming.headers.authorization === undefined)
      headers.push('Authorization', `Bearer ${key}`);
    const onward = httpRequest(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers,
        agent,
        setHost: false,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        // An event stream ends when the client goes away, not when it was read to its end.
        outgoing.once('close', () => answer.destroy());
      },
    );
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    });
    outgoing.once('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  const own = await listen(http);
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    stop: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      agent.destroy();
    },
  };
}
