import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import type { RunningProxy } from './proxies.js';

/** What is asked of a proxy. */
export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function optionsOf({ name, https }: RunningProxy, { method = 'GET', path, headers }: Ask) {
  return {
    host: '127.0.0.1',
    port: https,
    servername: name,
    // Nobody has signed a test's certificate.
    rejectUnauthorized: false,
    headers: { host: `${name}:${https}`, ...headers },
    agent: false,
    method,
    path,
  } as const;
}

/** Asks through a proxy, and gives the answer as soon as its headers are there. */
export async function askFor(proxy: RunningProxy, ask: Ask): Promise<IncomingMessage> {
  const sent = request(optionsOf(proxy, ask)).end(ask.body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  return response;
}

/** Asks for an upgrade to WebSocket. @returns The answer, and the connection. */
export function upgrade(
  proxy: RunningProxy,
  ask: Ask,
): Promise<readonly [IncomingMessage, Duplex]> {
  const headers = {
    ...ask.headers,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    // The example of RFC 6455 §1.3.
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const sent = request(optionsOf(proxy, { ...ask, headers })).end();
  return new Promise((resolve, reject) => {
    sent.on('upgrade', (response, socket) => resolve([response, socket]));
    sent.on('response', ({ statusCode }) => reject(new TypeError(`answered ${statusCode}`)));
    sent.on('error', reject);
  });
}

/** Reads a stream until its text so far matches. */
export async function readUntil(stream: AsyncIterable<unknown>, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const piece of stream) {
    text += String(piece);
    if (pattern.test(text)) return text;
  }
  throw new TypeError(`ended without ${pattern}: ${text}`);
}

/** The whole text of an answer. */
export async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response) text += String(piece);
  return text;
}
