import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawAnswer, sendRaw } from '../support/raw-http.js';
import { type FakeAuth, fakeAuth, KEY } from './fake-auth.js';
import { ADAPTERS, type Running } from './harness.js';

const PAGE = 'https://app.example';
const ASK = [
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: authorization',
];

describe.each(ADAPTERS)('browsers at the gate of %s', (_, start) => {
  let auth: FakeAuth;
  let open: Running;
  let plain: Running;

  beforeAll(async () => {
    auth = fakeAuth();
    const allowedOrigins = [PAGE];
    open = await start(auth, { allowedOrigins, cors: true });
    plain = await start(auth, { allowedOrigins });
  });
  afterAll(async () => {
    await open.stop();
    await plain.stop();
  });

  const send = (server: Running, method: string, lines: readonly string[]): Promise<RawAnswer> =>
    sendRaw(
      server.port,
      [`${method} /mcp HTTP/1.1`, 'Host: localhost', ...lines, 'Connection: close', '', ''].join(
        '\r\n',
      ),
    );

  it('answers the preflight of an allowed page, which has no key', async () => {
    const asked = auth.asked.length;
    const answer = await send(open, 'OPTIONS', [`Origin: ${PAGE}`, ...ASK]);
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      'access-control-allow-methods': expect.stringContaining('POST'),
      'access-control-allow-headers': expect.stringMatching(
        /Authorization.*Mcp-Session-Id.*MCP-Protocol-Version/,
      ),
      vary: 'Origin',
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(auth.asked.length).toBe(asked);
  });

  it('answers no other page, and nothing that is no preflight', async () => {
    const evil = await send(open, 'OPTIONS', ['Origin: https://evil.com', ...ASK]);
    expect(evil.status).toBe(403);
    expect(JSON.stringify(evil.headers)).not.toContain('access-control');
    expect((await send(open, 'OPTIONS', [`Origin: ${PAGE}`])).status).toBe(401);
    expect((await send(open, 'OPTIONS', ASK)).status).toBe(401);
    expect((await send(open, 'GET', [`Origin: ${PAGE}`, ...ASK])).status).toBe(401);
  });

  it('lets scripts of the page read answers and refusals', async () => {
    for (const [lines, status] of [
      [[`X-API-Key: ${KEY}`], 200],
      [[], 401],
    ] as const) {
      const answer = await send(open, 'GET', [`Origin: ${PAGE}`, ...lines]);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-expose-headers': expect.stringContaining('Mcp-Session-Id'),
        vary: 'Origin',
      });
    }
    const direct = await send(open, 'GET', [`X-API-Key: ${KEY}`]);
    expect(direct.headers.vary).toBe('Origin');
    expect(direct.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('leaves it to the host unless asked', async () => {
    const preflight = await send(plain, 'OPTIONS', [`Origin: ${PAGE}`, ...ASK]);
    expect(preflight.status).toBe(401);
    const answer = await send(plain, 'GET', [`Origin: ${PAGE}`, `X-API-Key: ${KEY}`]);
    expect(JSON.stringify(answer.headers)).not.toMatch(/access-control|vary/);
  });
});
