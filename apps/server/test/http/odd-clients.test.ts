import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Keys, makeKeys, type SignedIn, signIn } from '../support/callers.js';
import { lines, type RawAnswer, sendRaw } from '../support/raw-request.js';
import { startWhole, type WholeServer } from '../support/whole-server.js';

let server: WholeServer;
let keys: Keys;
let session: SignedIn;

beforeAll(async () => {
  server = await startWhole();
  keys = await makeKeys(server);
  session = await signIn(server, keys.admin);
});
afterAll(() => server.close());

const HOST = 'Host: 127.0.0.1';
const CLOSE = 'Connection: close';
const bearer = (): string => `Authorization: Bearer ${keys.admin}`;

/** A request of these lines, on a connection that the server is asked to close. */
const ask = (first: string, ...headers: readonly string[]): Promise<RawAnswer> =>
  sendRaw(server.port, lines(first, ...headers, CLOSE));

const countOf = ({ text }: RawAnswer): number => text.match(/HTTP\/1\.1 \d{3} /g)?.length ?? 0;

describe('keys that can be read in two ways', () => {
  const DEVICES = 'GET /api/devices HTTP/1.1';
  const other = (): string => keys.powerless;
  const CASES: Readonly<Record<string, readonly [status: number, ...headers: (() => string)[]]>> = {
    'the same key twice, as Authorization': [400, bearer, bearer],
    'two keys, as Authorization': [400, bearer, () => `Authorization: Bearer ${other()}`],
    'two keys, as X-API-Key': [
      400,
      () => `X-API-Key: ${keys.admin}`,
      () => `X-API-Key: ${other()}`,
    ],
    'a list of keys': [400, () => `X-API-Key: ${keys.admin}, ${other()}`],
    'one key in each header': [400, bearer, () => `X-API-Key: ${other()}`],
    'the same key in both headers': [200, bearer, () => `X-API-Key: ${keys.admin}`],
    'another scheme beside a key': [400, () => 'Authorization: Basic YTpi', bearer],
    'a scheme in small letters': [200, () => `authorization: bearer ${keys.admin}`],
    'a scheme and nothing else': [400, () => 'Authorization: Bearer '],
    'a scheme without a blank': [401, () => `Authorization: Bearer${keys.admin}`],
    'a key in quotes': [400, () => `Authorization: Bearer "${keys.admin}"`],
    'a key with a letter that is not ASCII': [400, () => `X-API-Key: ${keys.admin}\u00e9`],
    'two words after the scheme': [400, () => `Authorization: Bearer ${keys.admin} x`],
    'an underscore in the name of the header': [401, () => `X_API_Key: ${keys.admin}`],
    'a key that a proxy might add': [401, () => `X-Forwarded-Authorization: Bearer ${keys.admin}`],
  };
  it.each(Object.entries(CASES))('%s', async (_name, [status, ...headers]) => {
    server.advance(3_600_000);
    const answer = await ask(DEVICES, HOST, ...headers.map((header) => header()));
    expect([answer.status, countOf(answer)]).toEqual([status, 1]);
    expect(answer.text.includes('"devices"')).toBe(status === 200);
    expect(answer.text).not.toContain(keys.admin);
  });

  it.each(['key', 'api_key', 'access_token', 'token'])(
    'a key as ?%s= of the address is none',
    async (name) => {
      server.advance(3_600_000);
      const answer = await ask(`GET /api/devices?${name}=${keys.admin} HTTP/1.1`, HOST);
      expect([400, 401]).toContain(answer.status);
      expect(JSON.stringify(server.logger.entries)).not.toContain(keys.admin);
    },
  );
});

describe('methods and forms of a request that no client of ours sends', () => {
  const REQUESTS: Readonly<Record<string, readonly [allowed: number[], ...request: string[]]>> = {
    'CONNECT to somewhere else': [[0, 400, 405], 'CONNECT evil.example:443 HTTP/1.1', HOST],
    'CONNECT to itself': [[0, 400, 405], 'CONNECT 127.0.0.1:80 HTTP/1.1', HOST],
    'a target that is an authority': [[400], 'GET 127.0.0.1:80 HTTP/1.1', HOST],
    'a target without a slash': [[400], 'GET api/devices HTTP/1.1', HOST],
    'a whole address of another host': [[400], 'GET http://evil.example/health HTTP/1.1', HOST],
    TRACE: [[400, 404, 405], 'TRACE /api/devices HTTP/1.1', HOST],
    'a method that is none': [[400], 'LOOK /api/devices HTTP/1.1', HOST],
    'a method in small letters': [[400], 'get /api/devices HTTP/1.1', HOST],
    PROPFIND: [[400, 404, 405], 'PROPFIND /api/devices HTTP/1.1', HOST],
    'no host': [[400], 'GET /api/devices HTTP/1.1'],
    'an empty host': [[400, 403], 'GET /api/devices HTTP/1.1', 'Host:'],
    'a host with a path': [[400, 403], 'GET /api/devices HTTP/1.1', 'Host: 127.0.0.1/x'],
    'a host with somebody in front': [[400, 403], 'GET /api/devices HTTP/1.1', 'Host: a@127.0.0.1'],
    'a name that begins like ours': [
      [403],
      'GET /api/devices HTTP/1.1',
      'Host: localhost.evil.com',
    ],
    'a name of a wildcard service': [[403], 'GET /api/devices HTTP/1.1', 'Host: 127.0.0.1.nip.io'],
    'HTTP of a version to come': [[400, 505], 'GET /api/devices HTTP/3.0', HOST],
    'HTTP without a version': [[0, 400], 'GET /api/devices'],
    'the beginning of HTTP/2': [[0, 400], 'PRI * HTTP/2.0', '', 'SM', ''],
    'an expectation nobody knows': [[417], 'GET /api/devices HTTP/1.1', HOST, 'Expect: much'],
    'an upgrade to something else': [[200, 400, 404], 'GET /health HTTP/1.1', HOST, 'Upgrade: h2c'],
  };
  it.each(Object.entries(REQUESTS))('%s', async (_name, [allowed, first = '', ...headers]) => {
    server.advance(3_600_000);
    const answer = await ask(first, ...headers, bearer());
    expect(allowed).toContain(answer.status);
    expect(countOf(answer)).toBeLessThanOrEqual(1);
    expect(answer.text).not.toContain('"devices"');
    // TRACE would give a page back what only the browser knows (RFC 9110 §9.3.8).
    expect(answer.text).not.toContain(keys.admin);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  it('HTTP/1.0 is served like everything else: only by a name of ours', async () => {
    expect((await ask('GET /api/devices HTTP/1.0', HOST, bearer())).status).toBe(200);
    expect((await ask('GET /api/devices HTTP/1.0', bearer())).status).toBe(400);
    expect((await ask('GET /api/devices HTTP/1.0', 'Host: evil.example', bearer())).status).toBe(
      403,
    );
  });

  it('headers that name another method, path or host change nothing', async () => {
    const { record } = await server.auth.keys.create(
      { name: 'x', role: 'monitor' },
      { id: 'test' },
    );
    const path = `/admin/api/keys/${record.id}`;
    const wishes = [
      'X-HTTP-Method-Override: DELETE',
      'X-HTTP-Method: DELETE',
      'X-Method-Override: DELETE',
    ];
    const paths = [
      `X-Original-URL: ${path}`,
      `X-Rewrite-URL: ${path}`,
      'X-Forwarded-Host: evil.example',
    ];
    const answer = await ask(
      `GET ${path}?_method=DELETE HTTP/1.1`,
      HOST,
      bearer(),
      ...wishes,
      ...paths,
    );
    expect([200, 400]).toContain(answer.status);
    expect(answer.text).not.toContain('evil.example');
    expect(await server.auth.keys.get(record.id)).toBeDefined();
  });

  it('HEAD says what GET would, without a body', async () => {
    for (const path of ['/health', '/api/devices', '/admin/api/keys', '/admin/keys']) {
      const answer = await ask(`HEAD ${path} HTTP/1.1`, HOST, bearer());
      expect([path, answer.status, answer.text.split('\r\n\r\n')[1]]).toEqual([path, 200, '']);
    }
  });

  it('what follows a request on the same connection is answered in turn, each with its own key', async () => {
    const first = lines('GET /api/devices HTTP/1.1', HOST, bearer());
    const second = lines('GET /api/devices HTTP/1.1', HOST, CLOSE);
    const { text } = await sendRaw(server.port, first + second);
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
  });
});

describe('paths that lead to a route by another way', () => {
  const PATHS: readonly string[] = [
    '/api//devices',
    '//api/devices',
    '/api/devices/',
    '/api/./devices',
    '/api/x/../devices',
    '/api/%2e/devices',
    '/api/%2e%2e/api/devices',
    '/api%2fdevices',
    '/%61pi/devices',
    '/api/%64evices',
    '/API/devices',
    '/api/devices;a=b',
    '/api/devices%00',
    '/api/devices%20',
    '/api/devices%23',
    '/api/devices?/health',
    '/health/../api/devices',
    '/health?/../api/devices',
    '/health%2f..%2fapi%2fdevices',
    '/health#/api/devices',
    '/admin/..%2fadmin%2fapi%2fkeys',
    '/admin/./api/keys',
    '/admin//api/keys',
    '/ADMIN/api/keys',
    '/admin/api%2fkeys',
    '/admin/%61pi/keys',
    '/admin/assets/../api/keys',
    '/.well-known/oauth-protected-resource/../../api/devices',
    '/.well-known/oauth-protected-resource/api/devices',
    '/.well-known/oauth-authorization-server/..%2f..%2fapi/devices',
    '/mcp/../api/devices',
    '/metrics/.',
  ];

  it.each(PATHS)(
    '%s shows nobody without a key, and no key without rights, anything',
    async (path) => {
      server.advance(3_600_000);
      for (const headers of [[], [`X-API-Key: ${keys.powerless}`]]) {
        const answer = await ask(`GET ${path} HTTP/1.1`, HOST, ...headers);
        expect([200, 400, 401, 403, 404]).toContain(answer.status);
        expect(answer.text).not.toMatch(/"devices":|"keys":|process_cpu|lmcp_/);
        const isPage =
          answer.text.includes('<div id="app">') || answer.text.includes('"status":"ok"');
        if (answer.status === 200) expect([path, isPage]).toEqual([path, true]);
      }
    },
  );
});

describe('a body that is announced', () => {
  it('and too long is refused before the client is told to go on', async () => {
    const answer = await ask(
      'POST /api/devices/control HTTP/1.1',
      HOST,
      bearer(),
      'Content-Type: application/json',
      'Content-Length: 999999999',
      'Expect: 100-continue',
    );
    expect(answer.text).toMatch(/HTTP\/1\.1 413 /);
  });

  it('and packed is not unpacked, however small it is', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    for (const path of ['/api/devices/control', '/admin/api/keys', '/mcp']) {
      const answer = await fetch(server.url + path, {
        method: 'POST',
        body: bomb,
        headers: {
          'x-api-key': keys.admin,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          accept: 'application/json, text/event-stream',
        },
      });
      expect([400, 415], path).toContain(answer.status);
    }
  });
});

describe('JSON that programs read differently', () => {
  const send = (body: string): Promise<Response> =>
    fetch(`${server.url}/admin/api/keys`, {
      method: 'POST',
      body,
      headers: { 'x-api-key': keys.admin, 'content-type': 'application/json' },
    });

  it('is read once, and what is checked is what counts: the last of two equal members', async () => {
    const answer = await send('{"name":"twice","role":"admin","role":"monitor"}');
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ key: { role: 'monitor' } });
  });

  it.each([
    ['a number without end', '{"name":"x","role":"monitor","expiresAt":1e999}'],
    ['a number below every one', '{"name":"x","role":"monitor","expiresAt":-1e999}'],
    ['a list for a text', '{"name":["x"],"role":"monitor"}'],
    ['a member that nobody may set', '{"name":"x","role":"monitor","id":"lmcp_admin_001"}'],
    ['a hash of its own', '{"name":"x","role":"monitor","hash":"AAAA","createdBy":"me"}'],
    ['a comment', '{"name":"x",/* */"role":"monitor"}'],
    ['a comma at the end', '{"name":"x","role":"monitor",}'],
    ['a single quote', "{'name':'x','role':'monitor'}"],
    ['NaN', '{"name":"x","role":"monitor","expiresAt":NaN}'],
    ['a role with a blank', '{"name":"x","role":"admin "}'],
    ['a role of other letters', '{"name":"x","role":"аdmin"}'],
    ['a role that every object has', '{"name":"x","role":"constructor"}'],
  ])('%s makes no key', async (_what, body) => {
    const before = (await server.auth.keys.list()).length;
    const answer = await send(body);
    // A role of the owner's own could have this name: who may not give it is refused.
    expect([400, 403]).toContain(answer.status);
    expect(await server.auth.keys.list()).toHaveLength(before);
  });

  it('a name with half a letter is kept as text that can be sent, or not at all', async () => {
    const answer = await send('{"name":"half \\ud800 letter","role":"monitor"}');
    expect([201, 400]).toContain(answer.status);
    const listed = await fetch(`${server.url}/admin/api/keys`, {
      headers: { 'x-api-key': keys.admin },
    });
    expect(listed.status).toBe(200);
    expect(await listed.json()).toHaveProperty('keys');
  });
});

describe('cookies', () => {
  const look = (...cookies: readonly string[]): Promise<RawAnswer> =>
    ask('GET /admin/api/keys HTTP/1.1', HOST, ...cookies.map((cookie) => `Cookie: ${cookie}`));
  const name = 'gatehouse_session';
  const own = (): string => session.cookie;

  it('of a session let in, alone and among others', async () => {
    expect((await look(own())).status).toBe(200);
    expect((await look(`a=b; ${own()}; c=d`)).status).toBe(200);
  });

  it.each([
    ['before it', (): string => `${name}=AAAA; ${own()}`],
    ['behind it', (): string => `${own()}; ${name}=AAAA`],
    ['as empty', (): string => `${name}=; ${own()}`],
    ['in quotes', (): string => `"${own()}"; ${name}="x"`],
    ['with the name of TLS', (): string => own().replace(name, `__Host-${name}`)],
    ['in other letters', (): string => own().replace(name, name.toUpperCase())],
    ['with more behind it', (): string => `${own()}x`],
  ])('that another site has set %s let nobody in', async (_where, cookie) => {
    expect((await look(cookie())).status).toBe(401);
  });

  it('in two headers are none, or one and the same', async () => {
    expect((await look(own(), `${name}=AAAA`)).status).toBe(401);
    expect((await look(`${name}=AAAA`, own())).status).toBe(401);
  });

  it('of any size do no harm', async () => {
    expect((await look(`${'a=b; '.repeat(2_500)}${own()}`)).status).toBe(200);
    expect((await look(`a=${'x'.repeat(17_000)}`)).status).toBe(431);
  });
});

describe('what a page of another site can make a browser send', () => {
  const TYPES = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ];

  it('with the session of its victim changes nothing, whatever the route', async () => {
    const routes = server.routes.filter(
      ({ access, method }) =>
        method !== 'GET' && (access.to === 'owner' || access.to === 'signed-in'),
    );
    expect(routes.length).toBeGreaterThan(8);
    const before = await server.auth.keys.list();
    let sent = 0;
    for (const { method, path } of routes) {
      for (const type of [...TYPES, 'application/json']) {
        for (const origin of [[], ['Origin: http://127.0.0.1:1'], ['Sec-Fetch-Site: cross-site']]) {
          const body = '{"name":"forged","role":"admin"}';
          const head = [`${method} ${path.replaceAll(/:\w+/g, 'zzz')} HTTP/1.1`, HOST];
          const more = [`Cookie: ${session.cookie}`, `Content-Type: ${type}`, ...origin];
          const length = `Content-Length: ${body.length}`;
          const answer = await sendRaw(server.port, lines(...head, ...more, length, CLOSE) + body);
          sent += 1;
          expect([401, 403], `${method} ${path} ${type} ${origin}`).toContain(answer.status);
        }
      }
    }
    expect(sent).toBe(routes.length * 12);
    expect(await server.auth.keys.list()).toHaveLength(before.length);
  });
});

describe('what may be kept, and parts of it', () => {
  it('is nothing but files whose name changes with them', async () => {
    for (const { method, path, access } of server.routes) {
      if (method !== 'GET' || path.includes('events') || path.includes('live')) continue;
      const headers = access.to === 'open' ? [] : [bearer()];
      const answer = await ask(
        `HEAD ${path.replaceAll(/:\w+/g, 'zzz')} HTTP/1.1`,
        HOST,
        ...headers,
      );
      const kept = /^cache-control: (.*)\r$/im.exec(answer.text)?.[1];
      expect([path, kept]).toEqual([path, expect.stringMatching(/^no-(store|cache)/)]);
    }
    const asset = await ask('GET /admin/assets/main-AB12CD34.js HTTP/1.1', HOST);
    expect(asset.text).toMatch(/cache-control: .*immutable/i);
  });

  it('comes whole, whichever part is asked for', async () => {
    for (const range of ['bytes=0-1', 'bytes=-1', `bytes=${'0-1,'.repeat(500)}5-6`, 'x']) {
      for (const path of ['/admin/assets/main-AB12CD34.js', '/api/devices']) {
        const answer = await ask(`GET ${path} HTTP/1.1`, HOST, bearer(), `Range: ${range}`);
        expect([path, answer.status]).toEqual([path, 200]);
      }
    }
  });
});

describe('streams of somebody else', () => {
  const json = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };

  async function openSession(key: string): Promise<string> {
    const params = {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    };
    const answer = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: { ...json, 'x-api-key': key },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
    });
    await answer.text();
    return answer.headers.get('mcp-session-id') ?? '';
  }

  it('cannot be taken up, called or ended, even by an admin', async () => {
    const { key } = await server.auth.keys.create(
      { name: 'victim', role: 'operator' },
      { id: 't' },
    );
    const id = await openSession(key);
    expect(id).not.toBe('');
    const asOther = { ...json, 'x-api-key': keys.admin, 'mcp-session-id': id };
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' });
    const tries: readonly RequestInit[] = [
      { method: 'GET', headers: asOther },
      { method: 'GET', headers: { ...asOther, 'last-event-id': '1' } },
      { method: 'GET', headers: { ...asOther, 'last-event-id': `${id}_0` } },
      { method: 'POST', headers: asOther, body: ping },
      { method: 'DELETE', headers: asOther },
    ];
    for (const attempt of tries) {
      const answer = await fetch(`${server.url}/mcp`, attempt);
      expect([attempt.method, answer.status]).toEqual([attempt.method, 404]);
    }
    const own = { ...json, 'x-api-key': key, 'mcp-session-id': id };
    const answer = await fetch(`${server.url}/mcp`, { method: 'POST', headers: own, body: ping });
    expect(answer.status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'file://'])(
    'are opened by no page of %s, key or not',
    async (origin) => {
      const upgrade = [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Origin: ${origin}`,
      ];
      for (const more of [[bearer()], [`Cookie: ${session.cookie}`]]) {
        const request = lines('GET /api/events HTTP/1.1', HOST, ...upgrade, ...more);
        expect((await sendRaw(server.port, request)).status).toBe(403);
      }
    },
  );
});
