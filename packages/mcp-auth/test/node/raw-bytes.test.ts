import { connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpAuth, type McpAuth } from '../../src/index.js';
import { createHttpGate } from '../../src/node/index.js';
import { type RunningServer, sendRaw, serve } from '../support/raw-http.js';

let auth: McpAuth;
let running: RunningServer;
let key: string;
let admitted: number;
let broken: unknown[];

beforeEach(async () => {
  const rateLimit = { maxRequestsPerMinute: 1_000_000 };
  auth = await createMcpAuth({ app: 'notes', store: 'memory', rateLimit });
  ({ key } = await auth.createKey({ name: 'k', role: 'monitor' }));
  const gate = createHttpGate(auth);
  admitted = 0;
  broken = [];
  running = await serve(async (req, res) => {
    try {
      if ((await gate(req, res)) === undefined) return;
    } catch (error) {
      broken.push(error);
      throw error;
    }
    admitted += 1;
    res.end('in');
  });
});
afterEach(async () => {
  await running.stop();
  await auth.close();
});

/** Sends bytes and waits for the end of the connection. @returns The status, if one came. */
function exchange(bytes: Uint8Array): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(running.port, '127.0.0.1', () => socket.end(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    // A server that has answered may close before it has read all.
    socket.on('error', (error) => ('code' in error ? resolve(undefined) : reject(error)));
    socket.on('close', () => {
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1];
      resolve(status === undefined ? undefined : Number(status));
    });
  });
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const bytes = fc.uint8Array({ maxLength: 200 });
const headerName = fc.constantFrom(
  'Authorization',
  'X-API-Key',
  'authorization',
  'Host',
  'Origin',
  'Forwarded',
  'X-Forwarded-For',
  'X-Request-Id',
  'User-Agent',
  'Content-Length',
  '__proto__',
);
const scheme = fc.constantFrom('', 'Bearer ', 'Basic ', 'bearer\t', 'Bearer  ');

describe('whatever bytes come over a connection', () => {
  it('as a header, the answer is a decision, and the server goes on', async () => {
    const line = fc.tuple(headerName, scheme, bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 4 }), async (lines) => {
        const request = Buffer.concat([
          ascii('GET /mcp HTTP/1.1\r\nHost: localhost\r\n'),
          ...lines.flatMap(([name, how, value]) => [
            ascii(`${name}: ${how}`),
            value,
            ascii('\r\n'),
          ]),
          ascii('Connection: close\r\n\r\n'),
        ]);
        const status = await exchange(request);
        expect([400, 401, 403, 429, 431]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect({ admitted, broken }).toEqual({ admitted: 0, broken: [] });
    await servesOn();
  }, 60_000);

  it('as a key, nobody is let in by a key with some of its bytes changed', async () => {
    const change = fc.tuple(fc.nat({ max: key.length - 1 }), fc.integer({ min: 0x21, max: 0xff }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const sent = Buffer.from(key, 'latin1');
        for (const [at, byte] of changes) sent[at] = byte;
        fc.pre(sent.toString('latin1') !== key);
        const request = Buffer.concat([
          ascii('GET /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer '),
          sent,
          ascii('\r\nConnection: close\r\n\r\n'),
        ]);
        expect([400, 401, 429]).toContain(await exchange(request));
      }),
      { numRuns: 200 },
    );
    expect({ admitted, broken }).toEqual({ admitted: 0, broken: [] });
    await servesOn();
  }, 60_000);

  it('in place of a request, the server goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 500 }), async (request) => {
        const status = await exchange(request);
        expect([undefined, 400, 431]).toContain(status);
      }),
      { numRuns: 100 },
    );
    expect({ admitted, broken }).toEqual({ admitted: 0, broken: [] });
    await servesOn();
  }, 60_000);

  /** The owner of a key is let in, however much garbage came from the same address. */
  async function servesOn(): Promise<void> {
    const request = `GET /mcp HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${key}\r\nConnection: close\r\n\r\n`;
    expect(await sendRaw(running.port, request)).toMatchObject({ status: 200, body: 'in' });
    expect(admitted).toBe(1);
  }
});
