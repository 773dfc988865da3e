import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, sendRaw } from '../support/raw-http.js';
import { fakeAuth, KEY } from './fake-auth.js';
import { ADAPTERS, type Running } from './harness.js';

const MAX = 1000;
const HEAD = ['POST /mcp HTTP/1.1', 'Host: localhost', `X-API-Key: ${KEY}`];

const withLength = (length: number | string, body: string, more: string[] = []): string =>
  [...HEAD, `Content-Length: ${length}`, 'Connection: close', ...more, '', body].join('\r\n');

const chunked = (...chunks: string[]): string =>
  [
    ...HEAD,
    'Transfer-Encoding: chunked',
    'Connection: close',
    '',
    ...chunks.flatMap(chunk),
    '0',
    '',
    '',
  ].join('\r\n');
const chunk = (text: string): string[] => [text.length.toString(16), text];

describe.each(ADAPTERS)('the body limit of %s', (_, start) => {
  let server: Running;
  beforeAll(async () => {
    server = await start(fakeAuth(), { maxRequestBytes: MAX, cors: true });
  });
  afterAll(() => server.stop());

  const send = (request: string): Promise<RawAnswer> => sendRaw(server.port, request);
  const expectTooLarge = (answer: RawAnswer): void => {
    expect(answer.status).toBe(413);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.body)).toEqual({
      type: 'urn:gatehouse:problem:request-too-large',
      code: 'request-too-large',
      title: 'Request too large',
      status: 413,
      detail: 'The body of a request may have 1000 bytes.',
    });
  };

  it('takes a body of as many bytes, announced or in chunks', async () => {
    const announced = await send(withLength(MAX, 'x'.repeat(MAX)));
    expect([announced.status, JSON.parse(announced.body).bytes]).toEqual([200, MAX]);
    const pieces = await send(chunked('x'.repeat(MAX - 1), 'y'));
    expect([pieces.status, JSON.parse(pieces.body).bytes]).toEqual([200, MAX]);
    const none = await send(withLength(0, ''));
    expect([none.status, JSON.parse(none.body).bytes]).toEqual([200, 0]);
  });

  it('refuses an announced body of one byte more, before any of it arrives', async () => {
    expectTooLarge(await send(withLength(MAX + 1, '')));
    expectTooLarge(await send(withLength('9'.repeat(15), '')));
  });

  it('refuses chunks as soon as they are one byte too many', async () => {
    expectTooLarge(await send(chunked('x'.repeat(MAX + 1))));
    expectTooLarge(await send(chunked('x'.repeat(MAX), 'y')));
    expectTooLarge(await send(chunked(...'x'.repeat(MAX + 1))));
  });

  it('does not wait for the end of what is too large', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      [...HEAD, 'Transfer-Encoding: chunked', '', ...chunk('x'.repeat(500)), ''].join('\r\n'),
    );
    // The second half comes while a handler is waiting for it, and the last chunk never does.
    socket.write([...chunk('y'.repeat(600)), ''].join('\r\n'));
    let text = '';
    socket.setEncoding('latin1').on('data', (part) => {
      text += part;
    });
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('takes what is more than was announced for another request, which is none', async () => {
    const answer = await send(withLength(3, 'x'.repeat(MAX + 1)));
    expect(answer.status).toBe(400);
    expect(answer.body).not.toContain('"bytes":1');
  });

  it('serves on after a refusal', async () => {
    expectTooLarge(await send(chunked('x'.repeat(MAX * 2))));
    expect((await send(withLength(2, '{}'))).status).toBe(200);
  });

  it('refuses who has no key without looking at the body', async () => {
    const request = chunked('x'.repeat(MAX * 2)).replace(`X-API-Key: ${KEY}`, 'X-Nothing: 1');
    expect((await send(request)).status).toBe(401);
    const large = withLength(10 ** 9, '').replace(`X-API-Key: ${KEY}`, 'X-Nothing: 1');
    const answer = await send(large);
    expect([answer.status, answer.headers.connection]).toEqual([401, 'close']);
  });

  it('lets a client that trickles hold nothing but its own connection', async () => {
    const socket = connect(server.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write([...HEAD, 'Transfer-Encoding: chunked', '', '1', 'x', ''].join('\r\n'));
    for (let round = 0; round < 20; round += 1) {
      socket.write('1\r\ny\r\n');
      expect((await send(withLength(2, '{}'))).status).toBe(200);
    }
    socket.destroy();
    expect((await send(withLength(2, '{}'))).status).toBe(200);
  });
});
