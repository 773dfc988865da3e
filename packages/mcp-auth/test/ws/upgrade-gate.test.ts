import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Principal } from '@gatehouse/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Authenticate } from '../../src/authentication.js';
import { type AuthenticatedRequest, principalOf } from '../../src/node/index.js';
import { createUpgradeGate, type UpgradeGateOptions } from '../../src/ws/index.js';
import { ADMIN, BROKEN, fakeAuth, KEY, LOCKED, SECRET } from '../adapters/fake-auth.js';
import { sendRaw } from '../support/raw-http.js';

interface Seen {
  readonly req: AuthenticatedRequest;
  readonly socket: Duplex;
  readonly principal: Principal | undefined;
}

let server: Server | undefined;
let seen: Seen[] = [];

afterEach(async () => {
  const closing = server;
  server = undefined;
  seen = [];
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
});

const sockets: Duplex[] = [];

/** Serves upgrades: whom the gate lets in gets a 101 and is hung up on. */
async function start(
  options: UpgradeGateOptions = {},
  authenticate: Authenticate = fakeAuth().authenticate,
): Promise<number> {
  const gate = createUpgradeGate({ authenticate }, options);
  const running = createServer((_, res) => res.end('plain'));
  running.on('upgrade', async (req: IncomingMessage, socket: Duplex) => {
    sockets.push(socket);
    const principal = await gate(req, socket);
    seen.push({ req, socket, principal });
    if (principal === undefined) return;
    socket.end(`HTTP/1.1 101 Switching Protocols\r\nX-In: ${principal.id}\r\n\r\n`);
  });
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  server = running;
  return (running.address() as AddressInfo).port;
}

const request = (lines: readonly string[], target = '/mcp'): string =>
  [
    `GET ${target} HTTP/1.1`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
    '',
    '',
  ].join('\r\n');

const HOST = 'Host: localhost';
const BEARER = `Authorization: Bearer ${KEY}`;
const offers = (...protocols: string[]): string =>
  `Sec-WebSocket-Protocol: ${protocols.join(', ')}`;

describe('an upgrade', () => {
  const cases: readonly [title: string, status: number, lines: string[], target?: string][] = [
    ['Bearer', 101, [HOST, BEARER]],
    ['X-API-Key', 101, [HOST, `X-API-Key: ${KEY}`]],
    ['a page of this machine', 101, [HOST, 'Origin: http://localhost:5173', BEARER]],
    ['no key', 401, [HOST]],
    ['an unknown key', 401, [HOST, 'X-API-Key: unknown']],
    ['a key as subprotocol, unasked', 401, [HOST, offers('mcp', `bearer.${KEY}`)]],
    ['a foreign page', 403, [HOST, 'Origin: https://evil.com', BEARER]],
    ['the origin null', 403, [HOST, 'Origin: null', BEARER]],
    ['a foreign host', 403, ['Host: evil.com', BEARER]],
    ['two hosts', 400, [HOST, 'Host: evil.com', BEARER]],
    ['two keys', 400, [HOST, BEARER, BEARER]],
    ['a key in the URL', 400, [HOST], `/mcp?access_token=${KEY}`],
    ['an absolute target', 400, [HOST, BEARER], 'http://localhost/mcp'],
    ['a locked out caller', 429, [HOST, `X-API-Key: ${LOCKED}`]],
    ['keys that cannot be read', 503, [HOST, `X-API-Key: ${BROKEN}`]],
  ];

  it.each(cases)('with %s: %i', async (_, status, lines, target) => {
    const answer = await sendRaw(await start(), request(lines, target));
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer)).not.toContain(SECRET);
    expect(seen.map(({ principal }) => principal?.id)).toEqual([
      status === 101 ? ADMIN.id : undefined,
    ]);
  });

  it('auth-landscape finding 2: is refused without a key on every path', async () => {
    const port = await start();
    for (const path of ['/', '/mcp', '/nowhere', '/mcp?x=1']) {
      expect((await sendRaw(port, request([HOST], path))).status).toBe(401);
    }
  });

  it('key-systems finding 8: is refused with a repeated key, whichever comes first', async () => {
    const port = await start();
    for (const lines of [
      [BEARER, 'Authorization: Bearer other'],
      ['Authorization: Bearer other', BEARER],
    ]) {
      expect((await sendRaw(port, request([HOST, ...lines]))).status).toBe(400);
    }
  });

  it('is refused with a whole answer, and the socket ends', async () => {
    const answer = await sendRaw(await start({ realm: 'sockets' }), request([HOST]));
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'content-length': String(answer.body.length),
      'www-authenticate': 'Bearer realm="sockets"',
      'x-request-id': expect.stringMatching(/^[0-9a-f]{32}$/),
      connection: 'close',
    });
    expect(JSON.parse(answer.body)).toMatchObject({
      type: 'urn:gatehouse:problem:credential-missing',
    });
    expect(seen[0]?.socket.destroyed).toBe(true);
  });

  it('that is let in shows the caller, no key, and a socket without our listeners', async () => {
    const port = await start();
    await sendRaw(port, request([HOST, 'X-One: 1', BEARER]));
    const [upgrade] = seen;
    expect(upgrade && principalOf(upgrade.req)).toBe(ADMIN);
    expect(upgrade?.req.auth?.extra).toMatchObject({ address: '127.0.0.1' });
    const { headers, rawHeaders, headersDistinct } = upgrade?.req ?? {};
    expect(JSON.stringify([headers, rawHeaders, headersDistinct])).not.toMatch(/authorization/i);
    expect(rawHeaders).toContain('X-One');
    expect(upgrade?.socket.listenerCount('error')).toBe(0);
  });

  it('is judged as a WebSocket, from where it comes', async () => {
    const { asked, authenticate } = fakeAuth();
    await sendRaw(await start({}, authenticate), request([HOST, BEARER, 'User-Agent: u']));
    expect(asked[0]?.from).toMatchObject({
      transport: 'ws',
      address: '127.0.0.1',
      userAgent: 'u',
    });
  });
});

describe('a client that hangs up during the check', () => {
  async function hangUp(end: (client: Socket) => void, answer: Awaited<ReturnType<Authenticate>>) {
    const checking = withResolvers();
    const gone = withResolvers();
    const port = await start({}, async () => {
      checking.resolve(undefined);
      await gone.promise;
      return answer;
    });
    const done = withResolvers();
    server?.on('upgrade', (_, socket: Duplex) =>
      socket.once('close', () => gone.resolve(undefined)),
    );
    const client = connect(port, '127.0.0.1', () => client.write(request([HOST, BEARER])));
    client.on('error', () => undefined);
    client.on('close', () => done.resolve(undefined));
    await checking.promise;
    end(client);
    await done.promise;
    await gone.promise;
    await new Promise((resolve) => setImmediate(resolve));
    return seen;
  }

  function withResolvers() {
    let resolve: (value: unknown) => void = () => undefined;
    const promise = new Promise((settle) => {
      resolve = settle;
    });
    return { promise, resolve };
  }

  it.each([
    ['one that would be let in', { ok: true, principal: ADMIN }],
    ['one that would be refused', { ok: false, status: 401, reason: 'invalid' }],
  ] as const)('is nobody: %s', async (_, answer) => {
    const upgrades = await hangUp((client) => client.resetAndDestroy(), answer);
    expect(upgrades.map(({ principal }) => principal)).toEqual([undefined]);
    expect(upgrades[0]?.socket.destroyed).toBe(true);
  });
});

describe('keys in the offered subprotocols', () => {
  const options = { protocolKeys: true };
  const status = async (...lines: string[]): Promise<number> =>
    (await sendRaw(await start(options), request([HOST, ...lines]))).status;

  it('let in where the host allows it, and are not shown to handlers', async () => {
    expect(await status(offers('mcp', `bearer.${KEY}`, 'other'))).toBe(101);
    const [{ req } = { req: undefined }] = seen;
    expect(req?.headers['sec-websocket-protocol']).toBe('mcp, other');
    expect(req?.headersDistinct['sec-websocket-protocol']).toEqual(['mcp, other']);
    expect(JSON.stringify(req?.rawHeaders)).not.toContain(SECRET);
  });

  it('leave no header behind where nothing else is offered', async () => {
    expect(await status(`Sec-WebSocket-Protocol: Bearer.${KEY}`)).toBe(101);
    expect(seen[0]?.req.headers).not.toHaveProperty('sec-websocket-protocol');
    expect(seen[0]?.req.headersDistinct).not.toHaveProperty('sec-websocket-protocol');
  });

  it.each<[string, number, string[]]>([
    ['the same key in a header, too', 101, [offers(`bearer.${KEY}`), BEARER]],
    ['another key in a header', 400, [offers('bearer.other'), BEARER]],
    ['two keys', 400, [offers(`bearer.${KEY}`, 'bearer.other')]],
    ['two keys in two lines', 400, [offers(`bearer.${KEY}`), offers(`bearer.${KEY}`)]],
    ['no key', 400, [offers('mcp', 'bearer.')]],
    ['a wrong key', 401, [offers('mcp', 'bearer.mcp_admin_001_wrong')]],
    ['another protocol', 401, [offers('mcp')]],
    ['a repeated Authorization beside it', 400, [offers(`bearer.${KEY}`), BEARER, BEARER]],
  ])('with %s: %i', async (_, expected, lines) => {
    expect(await status(...lines)).toBe(expected);
  });

  it('are still subject to the origin', async () => {
    expect(await status('Origin: https://evil.com', offers(`bearer.${KEY}`))).toBe(403);
  });
});
