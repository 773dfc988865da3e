import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDeeperThan, MAX_DEPTH } from '../../src/http/json-body.js';
import { type Keys, makeKeys } from '../support/callers.js';
import { lines, sendRaw } from '../support/raw-request.js';
import { startWhole, type WholeServer } from '../support/whole-server.js';

const LIMIT = 32 * 1024;

let server: WholeServer;
let keys: Keys;

beforeAll(async () => {
  server = await startWhole({
    timeouts: { headersMs: 400, requestMs: 800, checkMs: 50 },
    maxRequestBytes: LIMIT,
  });
  keys = await makeKeys(server);
});
afterAll(() => server.close());

const HOST = 'Host: 127.0.0.1';
const key = (): string => `Authorization: Bearer ${keys.admin}`;

/** A request whose lines are as given, and the same connection used once more. */
const CONTROL = 'POST /api/devices/control HTTP/1.1';
const ACCEPT = 'Accept: application/json, text/event-stream';
const JSON_TYPE = 'Content-Type: application/json';

describe('requests that can be read in two ways', () => {
  /** What a proxy in front might take for the end of the first request. */
  const SMUGGLED = 'GET /api/devices HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

  const SHAPES: Readonly<Record<string, readonly string[]>> = {
    'both lengths': ['Content-Length: 6', 'Transfer-Encoding: chunked', '', '0', '', 'G'],
    'both lengths, the other way round': [
      'Transfer-Encoding: chunked',
      'Content-Length: 6',
      '',
      '0',
    ],
    'two lengths': ['Content-Length: 2', 'Content-Length: 60', '', '{}'],
    'two equal lengths': ['Content-Length: 2', 'Content-Length: 2', '', '{}'],
    'a list of lengths': ['Content-Length: 2, 60', '', '{}'],
    'a negative length': ['Content-Length: -1', '', '{}'],
    'a signed length': ['Content-Length: +2', '', '{}'],
    'a hexadecimal length': ['Content-Length: 0x2', '', '{}'],
    'a huge length': ['Content-Length: 99999999999999999999', '', '{}'],
    'an encoding that is not the last': ['Transfer-Encoding: chunked, identity', '', '0', ''],
    'an unknown encoding': ['Transfer-Encoding: xchunked', '', '0', ''],
    'an encoding with a tab': ['Transfer-Encoding:\tchunked', 'Content-Length: 3', '', '0', ''],
    'a blank before the colon': ['Transfer-Encoding : chunked', '', '0', ''],
    'a folded line': ['X-One: a', ' b', 'Content-Length: 2', '', '{}'],
    'a folded encoding': ['Transfer-Encoding:', ' chunked', 'Content-Length: 2', '', '{}'],
    'a chunk size that is none': ['Transfer-Encoding: chunked', '', 'zz', '{}', '0', ''],
    'a chunk that is shorter': ['Transfer-Encoding: chunked', '', '2', '{}{}', '0', ''],
    'a chunk size with a sign': ['Transfer-Encoding: chunked', '', '-2', '{}', '0', ''],
    'a line feed alone': [`Content-Length: 2\nX-One: a`, '', '{}'],
    'a carriage return alone': ['X-One: a\rX-Two: b', 'Content-Length: 2', '', '{}'],
    'a NUL in a header': ['X-One: a\0b', 'Content-Length: 2', '', '{}'],
  };

  it.each(Object.entries(SHAPES))(
    '%s: answered once at most, and hung up on',
    async (_name, shape) => {
      const head = [CONTROL, HOST, key(), JSON_TYPE];
      const { status, text } = await sendRaw(server.port, `${lines(...head, ...shape)}${SMUGGLED}`);
      expect(status).toBe(400);
      expect(text.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
      expect(text).not.toContain('"devices"');
    },
  );

  it('two hosts: refused by whoever has a gate', async () => {
    const request = lines('GET /api/devices HTTP/1.1', HOST, HOST, key(), 'Connection: close');
    expect((await sendRaw(server.port, request)).status).toBe(400);
  });

  const TARGETS = [
    'http://127.0.0.1/api/devices',
    '*',
    '//evil.example/api/devices',
    '/api\\devices',
  ];
  it.each(TARGETS)('the target %s leads nowhere', async (target) => {
    const request = lines(`GET ${target} HTTP/1.1`, HOST, key(), 'Connection: close');
    const { status, text } = await sendRaw(server.port, request);
    expect([400, 404]).toContain(status);
    expect(text).not.toContain('"devices"');
  });
});

describe('what is put into a path', () => {
  const PATHS: readonly string[] = [
    '/admin/../api/devices',
    '/admin/assets/../../package.json',
    '/admin/assets/..%2f..%2fpackage.json',
    '/admin/assets/%2e%2e/%2e%2e/package.json',
    '/admin/assets/%252e%252e%252fpackage.json',
    '/admin/assets/..%5c..%5cpackage.json',
    '/admin/assets//etc/passwd',
    '/admin/assets/%2fetc%2fpasswd',
    '/admin/assets/main-AB12CD34.js%00.html',
    '/admin/assets/main-AB12CD34.js/..',
    '/admin/assets/__proto__',
    '/admin/assets/constructor',
    '/admin/assets/index.html',
    '/admin/api/../../etc/passwd',
  ];
  it.each(PATHS)('%s gives no file but the page', async (path) => {
    const { status, text } = await sendRaw(
      server.port,
      lines(`GET ${path} HTTP/1.1`, HOST, 'Connection: close'),
    );
    expect([200, 400, 401, 404]).toContain(status);
    expect(text).not.toContain('"dependencies"');
    expect(text).not.toContain('root:');
    if (status === 200) expect(text).toContain('<div id="app">');
  });

  const BREAKS = ['%0d%0aSet-Cookie:%20a=b', '%0aX-Made: up', '%0d%0a%0d%0a<script>', '%e5%98%8a'];
  it.each(BREAKS)('%s makes no header, neither in answers nor in the log', async (text) => {
    for (const path of [`/${text}`, `/admin/${text}`, `/admin/${text}/`, `/api/rooms/${text}`]) {
      const encoded = path.replaceAll(' ', '%20').replaceAll('<', '%3c').replaceAll('>', '%3e');
      const request = lines(`GET ${encoded} HTTP/1.1`, HOST, key(), 'Connection: close');
      const answer = await sendRaw(server.port, request);
      const [head = ''] = answer.text.split('\r\n\r\n', 1);
      expect(head).not.toMatch(/^(set-cookie|x-made):/im);
      expect(head).not.toContain('<script>');
    }
    expect(JSON.stringify(server.logger.entries)).not.toMatch(/Set-Cookie: a=b|X-Made: up/);
  });
});

describe('headers that are made up', () => {
  it('keep no request id but that of a proxy that is trusted', async () => {
    const answer = await sendRaw(
      server.port,
      lines('GET /api/devices HTTP/1.1', HOST, key(), 'X-Request-Id: mine', 'Connection: close'),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('mine');
  });

  it('that are too long are refused, and the connection ends', async () => {
    const request = lines('GET /health HTTP/1.1', HOST, `X-Long: ${'x'.repeat(20_000)}`);
    expect((await sendRaw(server.port, request)).status).toBe(431);
  });

  it('say nothing about who somebody is', async () => {
    const forged = ['X-Forwarded-For: 127.0.0.1', 'X-Forwarded-User: admin', 'X-Original-URL: /'];
    const request = lines('GET /api/devices HTTP/1.1', HOST, ...forged, 'Connection: close');
    expect((await sendRaw(server.port, request)).status).toBe(401);
  });
});

describe('bodies', () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${keys.admin}`,
        'content-type': 'application/json',
        ...headers,
      },
    });

  it('that announce too much are refused before they are read', async () => {
    const head = [CONTROL, HOST, key(), JSON_TYPE, `Content-Length: ${LIMIT + 1}`];
    expect((await sendRaw(server.port, lines(...head))).status).toBe(413);
  });

  it('that turn out to be too much are cut off where the limit is', async () => {
    const chunk = `2000\r\n${' '.repeat(0x2000)}\r\n`;
    for (const path of ['/api/devices/control', '/admin/api/keys', '/mcp']) {
      const head = [
        `POST ${path} HTTP/1.1`,
        HOST,
        key(),
        JSON_TYPE,
        ACCEPT,
        'Transfer-Encoding: chunked',
      ];
      const { status } = await sendRaw(server.port, lines(...head) + chunk.repeat(6));
      expect([413, 0], path).toContain(status);
    }
  });

  it('may be as deep as any route needs, and no deeper, wherever the brackets are', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(isDeeperThan(nested(MAX_DEPTH), MAX_DEPTH)).toBe(false);
    expect(isDeeperThan(nested(MAX_DEPTH + 1), MAX_DEPTH)).toBe(true);
    expect(isDeeperThan(`[${`"${'['.repeat(99)}"`}]`, MAX_DEPTH)).toBe(false);
    expect(isDeeperThan(`["\\"${'['.repeat(99)}"]`, MAX_DEPTH)).toBe(false);
    expect(isDeeperThan(`["\\\\",${nested(MAX_DEPTH)}]`, MAX_DEPTH)).toBe(true);
    expect(isDeeperThan('{"a":'.repeat(MAX_DEPTH + 1), MAX_DEPTH)).toBe(true);
    expect(isDeeperThan('[1],'.repeat(1_000), MAX_DEPTH)).toBe(false);
  });

  const POISON: readonly string[] = [
    '{"__proto__":{"role":"admin"}}',
    '{"a":{"__proto__":{"role":"admin"}}}',
    '[{"__proto__":1}]',
    '{"\\u005f_proto__":{"role":"admin"}}',
    '{"constructor":{"prototype":{"role":"admin"}}}',
    '{"a":{"constructor":{"prototype":{"role":"admin"}}}}',
    '{"constr\\u0075ctor":{"prototype":{}}}',
    `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
  ];

  it('that would change what objects are, or nest without end, reach no route', async () => {
    const routes = server.routes.filter(({ body }) => body !== undefined);
    expect(routes.length).toBeGreaterThan(8);
    let sent = 0;
    for (const { method, path } of routes) {
      for (const body of POISON) {
        const target = path.replaceAll(/:\w+/g, 'zzz');
        const response = await fetch(server.url + target, {
          method,
          body,
          headers: {
            authorization: `Bearer ${keys.admin}`,
            'content-type': 'application/json',
          },
        });
        sent += 1;
        expect(await response.json(), `${method} ${path} ${body.slice(0, 40)}`).toMatchObject({
          status: 400,
          code: 'invalid-json',
        });
      }
    }
    expect(sent).toBe(routes.length * POISON.length);
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false);
  });

  it.each(['__proto__', 'constructor', 'toString', 'a[__proto__]'])(
    'a query with %s reaches no route either',
    async (name) => {
      const response = await fetch(`${server.url}/api/devices?${name}=1`, {
        headers: { authorization: `Bearer ${keys.admin}` },
      });
      expect(response.status).toBe(400);
    },
  );

  it('are JSON or nothing', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', ''];
    for (const type of types) {
      const response = await post('/api/devices/control', '{}', { 'content-type': type });
      expect(response.status, type).toBe(415);
    }
    for (const body of ['', '{', 'null', '[]', '"x"', '{"a":1}{"b":2}', '\u0000']) {
      expect((await post('/api/devices/control', body)).status, body).toBe(400);
    }
  });
});

describe('slow clients', () => {
  /** Sends these pieces, and then one byte after the other for as long as it may. */
  function trickle(start: string, byte: string): Promise<string> {
    return new Promise((resolve) => {
      let text = '';
      let timer: NodeJS.Timeout | undefined;
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(start);
        timer = setInterval(() => socket.writable && socket.write(byte), 20);
      });
      socket.on('data', (data) => {
        text += data.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve(text);
      });
    });
  }

  it('that never end their headers are cut off', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => trickle(`GET / HTTP/1.1\r\n${HOST}\r\nX-Slow: `, 'x')),
    );
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 |^$/);
    // Everybody else is served as ever.
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('that never end their body are cut off', async () => {
    const head = lines(CONTROL, HOST, key(), JSON_TYPE, 'Content-Length: 30000');
    const answers = await Promise.all(Array.from({ length: 50 }, () => trickle(head, ' ')));
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (408|400) |^$/);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });
});
