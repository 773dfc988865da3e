import { createRecordingLogger, testPrincipal } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, createGate } from '../../src/http/gate.js';
import type { GateAuth, GateOptions } from '../../src/http/gate-options.js';
import type { RequestFacts } from '../../src/http/request-facts.js';
import { BROKEN, fakeAuth, KEY, SECRET } from '../adapters/fake-auth.js';
import { facts } from './facts.js';

const PROXY = '10.0.0.1';
const BEARER = `Authorization: Bearer ${KEY}`;

async function judge(
  request: RequestFacts,
  options: GateOptions = {},
  auth: Partial<GateAuth> = {},
): Promise<Admission & { kind?: string; asked: ReturnType<typeof fakeAuth>['asked'] }> {
  const fake = fakeAuth();
  const admission = await createGate({ ...fake, ...auth }, options)(() => request);
  const { asked } = fake;
  if (admission.ok || admission.body === '') return { ...admission, asked };
  return { ...admission, asked, kind: JSON.parse(admission.body).type.split(':').at(-1) };
}

describe('behind a trusted proxy', () => {
  const trustedProxies = [PROXY];
  const viaProxy = (...lines: string[]): RequestFacts =>
    facts([BEARER, ...lines], { remoteAddress: PROXY, encrypted: false });

  it('the address of the client is the one that keys are checked with', async () => {
    const { asked } = await judge(viaProxy('X-Forwarded-For: 203.0.113.7'), { trustedProxies });
    expect(asked[0]?.from.address).toBe('203.0.113.7');
    const unknown = await judge(viaProxy('X-Forwarded-For: ?'), { trustedProxies });
    expect(unknown.asked[0]?.from).not.toHaveProperty('address');
  });

  it('two forwarding headers that contradict are refused before the key is looked at', async () => {
    const both = viaProxy('X-Forwarded-For: 203.0.113.7', 'Forwarded: for=127.0.0.1');
    const answer = await judge(both, { trustedProxies });
    expect([answer.kind, answer.asked]).toEqual(['request-ambiguous', []]);
  });

  it.each([
    ['abc-DEF_1.2', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['', false],
    ['a b', false],
    ['a\u0000', false],
    ['é', false],
    [KEY, false],
  ])('the request id %j is kept: %j', async (id, kept) => {
    const request = viaProxy(`X-Request-Id: ${id}`);
    const here = await judge(request, { trustedProxies });
    expect(here.asked[0]?.from.requestId === id).toBe(kept);
    expect(here.headers['X-Request-Id']).toBe(here.asked[0]?.from.requestId);
    expect(here.headers['X-Request-Id']).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
    const stranger = await judge({ ...request, remoteAddress: '10.0.0.2' }, { trustedProxies });
    expect(stranger.headers['X-Request-Id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('two request ids are none', async () => {
    const { headers } = await judge(viaProxy('X-Request-Id: a', 'X-Request-Id: b'), {
      trustedProxies,
    });
    expect(headers['X-Request-Id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('ids are made of the randomness that was given', async () => {
    const { headers } = await judge(facts(), {
      random: (length) => new Uint8Array(length).fill(10),
    });
    expect(headers['X-Request-Id']).toBe('0a'.repeat(16));
  });

  it('X-Forwarded-Host counts only where it was asked for', async () => {
    const evil = viaProxy('X-Forwarded-Host: evil.com');
    const home = viaProxy('X-Forwarded-Host: home.example', 'Origin: https://home.example');
    const allowedHosts = ['home.example'];
    const trustForwarded = ['host'] as const;
    expect((await judge(evil, { trustedProxies })).ok).toBe(true);
    const options = { trustedProxies, trustForwarded, allowedHosts };
    expect((await judge(evil, options)).kind).toBe('host-not-allowed');
    expect((await judge(home, { trustedProxies, allowedHosts })).kind).toBe('origin-not-allowed');
    expect((await judge(home, options)).ok).toBe(true);
    const stranger = { ...home, remoteAddress: '10.0.0.2' };
    expect((await judge(stranger, options)).kind).toBe('origin-not-allowed');
    for (const value of ['home.example, evil.com', 'home.example,home.example']) {
      expect((await judge(viaProxy(`X-Forwarded-Host: ${value}`), options)).kind).toBe(
        'request-ambiguous',
      );
    }
    const twice = viaProxy('X-Forwarded-Host: home.example', 'X-Forwarded-Host: home.example');
    expect((await judge(twice, options)).kind).toBe('request-ambiguous');
  });

  it('a page of the host itself must have come over TLS where the client used it', async () => {
    const options = {
      trustedProxies,
      trustForwarded: ['proto'],
      allowedHosts: ['h.example'],
    } as const;
    const page = (proto: string, origin: string): RequestFacts => ({
      ...viaProxy(`X-Forwarded-Proto: ${proto}`, `Origin: ${origin}`),
      headers: [
        ['Host', 'h.example'],
        ['Authorization', `Bearer ${KEY}`],
        ['X-Forwarded-Proto', proto],
        ['Origin', origin],
      ],
    });
    expect((await judge(page('https', 'https://h.example'), options)).ok).toBe(true);
    expect((await judge(page('https', 'http://h.example'), options)).ok).toBe(false);
    expect((await judge(page('http', 'http://h.example'), options)).ok).toBe(true);
  });
});

describe('plain HTTP from another machine', () => {
  const far = facts([BEARER], { remoteAddress: '192.168.1.7', encrypted: false });
  const level = (plainHttp: 'refuse' | 'warn' | 'needs-trusted-proxy') => ({
    level: { plainHttp },
  });

  it('is refused at development and production, and let in with one warning at staging', async () => {
    expect((await judge(far, {}, level('refuse'))).kind).toBe('encryption-needed');
    expect((await judge(far, {}, level('needs-trusted-proxy'))).kind).toBe('encryption-needed');
    const logger = createRecordingLogger();
    const gate = createGate({ ...fakeAuth(), ...level('warn') }, { logger });
    expect([(await gate(() => far)).ok, (await gate(() => far)).ok]).toEqual([true, true]);
    expect(logger.messages('warn')).toHaveLength(1);
  });

  it.each<[string, Partial<RequestFacts>]>([
    ['this machine', { remoteAddress: '127.0.0.1' }],
    ['this machine by IPv6', { remoteAddress: '::1' }],
    ['this machine by another loopback address', { remoteAddress: '127.8.8.8' }],
    ['a socket without address', { remoteAddress: undefined }],
    ['a connection with TLS', { encrypted: true }],
  ])('says nothing about %s', async (_, more) => {
    expect((await judge({ ...far, ...more }, {}, level('needs-trusted-proxy'))).ok).toBe(true);
  });

  it('is taken from a trusted proxy, unless that says that the client used none', async () => {
    const production = level('needs-trusted-proxy');
    const trustedProxies = ['192.168.1.7'];
    const plain = { ...far, headers: [...far.headers, ['X-Forwarded-Proto', 'http'] as const] };
    expect((await judge(far, { trustedProxies }, production)).ok).toBe(true);
    expect((await judge(plain, { trustedProxies }, production)).ok).toBe(true);
    const options = { trustedProxies, trustForwarded: ['proto'] } as const;
    expect((await judge(plain, options, production)).kind).toBe('encryption-needed');
    expect((await judge(far, options, production)).ok).toBe(true);
  });
});

describe('a source that joins repeated headers', () => {
  const joined = (...lines: string[]): RequestFacts => facts(lines, { joined: true });

  it('is refused where a line could be two', async () => {
    for (const line of [
      `Authorization: Bearer ${KEY}, Bearer ${KEY}`,
      `Authorization: Basic x, Bearer ${KEY}`,
      `X-API-Key: ${KEY}, ${KEY}`,
      `X-API-Key: ${KEY},`,
    ]) {
      expect((await judge(joined(line))).kind).toBe('credential-malformed');
    }
    const two = { ...joined(BEARER), headers: [['host', 'localhost, evil.com']] as const };
    expect((await judge(two)).kind).toBe('request-ambiguous');
    expect((await judge(joined(BEARER, 'Content-Length: 1, 2'))).kind).toBe('request-ambiguous');
  });

  it('is fine where it is one', async () => {
    expect((await judge(joined(BEARER, 'Accept: a, b', 'User-Agent: x, y'))).ok).toBe(true);
  });
});

describe('a request that is let in', () => {
  it('may be no longer than it announces', async () => {
    const options = { maxRequestBytes: 10 };
    expect((await judge(facts([BEARER, 'Content-Length: 10']), options)).ok).toBe(true);
    expect((await judge(facts([BEARER, 'Content-Length: 11']), options)).kind).toBe(
      'request-too-large',
    );
    for (const length of ['', 'x', '-1', '1e3', '+1', '0x1', '9'.repeat(16)]) {
      expect((await judge(facts([BEARER, `Content-Length: ${length}`]))).kind).toBe(
        'request-ambiguous',
      );
    }
  });

  it('may have 1 MiB unless options or the framework say otherwise', async () => {
    const bytes = async (options: GateOptions, auth: Partial<GateAuth>): Promise<number> => {
      const admission = await judge(facts([BEARER]), options, auth);
      return admission.ok ? admission.maxRequestBytes : Number.NaN;
    };
    expect(await bytes({}, {})).toBe(1_048_576);
    expect(await bytes({}, { maxRequestBytes: 5 })).toBe(5);
    expect(await bytes({ maxRequestBytes: 7 }, { maxRequestBytes: 5 })).toBe(7);
  });

  it('without a key is whoever the framework says, if not the one the host names', async () => {
    const developer = testPrincipal('admin', { id: 'development', kind: 'stdio' });
    const authenticate: GateAuth['authenticate'] = async (key, from) =>
      key === undefined && from?.address === '127.0.0.1'
        ? { ok: true, principal: developer }
        : { ok: false, status: 401, reason: 'invalid' };
    expect(await judge(facts(), {}, { authenticate })).toMatchObject({ principal: developer });
    const anonymous = testPrincipal('monitor', { id: 'anybody' });
    const named = await judge(facts(), { anonymous }, { authenticate });
    expect(named).toMatchObject({ principal: anonymous });
  });

  it('is not taken for one of this machine without a key when a relay has passed it on', async () => {
    const local = async (...lines: string[]): Promise<unknown> => {
      const { asked } = await judge(facts(lines));
      return asked[0]?.from.address;
    };
    expect(await local()).toBe('127.0.0.1');
    expect(await local('X-Forwarded-For: 203.0.113.7')).toBeUndefined();
    expect(await local('Forwarded: for=203.0.113.7')).toBeUndefined();
    expect(await local(BEARER, 'X-Forwarded-For: 203.0.113.7')).toBe('127.0.0.1');
  });

  it('is logged only when it is refused, without its key', async () => {
    const logger = createRecordingLogger();
    await judge(facts([BEARER]), { logger });
    expect(logger.entries).toEqual([]);
    const wrong = BEARER.replace('aB3', 'xyz');
    await judge(facts([wrong]), { logger });
    await judge(facts([BEARER, BEARER]), { logger });
    await judge(facts([`X-API-Key: ${BROKEN}`]), { logger });
    expect(logger.entries.map(({ level, fields }) => [level, fields.kind ?? fields.error])).toEqual(
      [
        ['info', 'credential-invalid'],
        ['info', 'credential-malformed'],
        ['error', 'TypeError'],
        ['info', 'unavailable'],
      ],
    );
    expect(logger.text()).not.toMatch(/aB3aB3|secret/);
  });
});

describe('createGate', () => {
  it('reports all unusable options at once', () => {
    const options = {
      allowedHosts: ['*'],
      allowedOrigins: ['x'],
      trustedProxies: ['0.0.0.0/0'],
      trustForwarded: ['port'],
      maxRequestBytes: -1,
      realm: '"',
    } as unknown as GateOptions;
    let thrown: unknown;
    try {
      createGate(fakeAuth(), options);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'ERR_MCPAUTH_CONFIG_INVALID' });
    expect(thrown).toMatchObject({
      details: {
        problems: [
          'allowedHosts',
          'allowedOrigins',
          'trustedProxies',
          'trustForwarded',
          'maxRequestBytes',
          'realm',
        ].map((name) => expect.stringMatching(`^${name}: `)),
      },
    });
    expect(() => createGate(fakeAuth(), { trustForwarded: ['host'] })).toThrow(/trustedProxies/);
    expect(() => createGate(fakeAuth(), { maxRequestBytes: 1.5 })).toThrow(/integer/);
  });
});

describe('whatever a request holds', () => {
  const interesting = [
    'Host',
    'Origin',
    'Authorization',
    'X-API-Key',
    'X-Forwarded-For',
    'Forwarded',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'X-Request-Id',
    'Content-Length',
    'User-Agent',
    'Access-Control-Request-Method',
    '__proto__',
  ];
  const text = fc.string({ unit: 'binary' });
  const line = fc.tuple(
    fc.oneof(fc.constantFrom(...interesting), text),
    fc.oneof(
      fc.constantFrom('localhost', 'http://localhost', `Bearer ${KEY}`, KEY, 'Bearer ', 'null'),
      fc.constantFrom('for=1.2.3.4', '10.0.0.1', 'for="', 'https', '0', 'POST'),
      text,
    ),
  );
  const request: fc.Arbitrary<RequestFacts> = fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'POST', 'OPTIONS', 'TRACE'), text),
    target: fc.oneof(fc.constant('/mcp'), text, fc.webPath()),
    headers: fc.array(line).map((lines) => [['Host', 'localhost'] as const, ...lines]),
    joined: fc.boolean(),
    remoteAddress: fc.oneof(fc.constantFrom(PROXY, '::1', '192.0.2.1', undefined), text),
    encrypted: fc.boolean(),
  });

  it('the answer is a decision, never a throw, and no key comes back', async () => {
    const auth = { ...fakeAuth(), level: { plainHttp: 'needs-trusted-proxy' as const } };
    const gate = createGate(auth, {
      trustedProxies: [PROXY],
      trustForwarded: ['host', 'proto'],
      cors: true,
    });
    await fc.assert(
      fc.asyncProperty(request, async (received) => {
        const admission = await gate(() => received);
        expect(JSON.stringify({ ...admission, principal: '' })).not.toContain(SECRET);
        if (admission.ok) {
          expect(JSON.stringify(received.headers)).toContain(KEY);
          return;
        }
        expect([204, 400, 401, 403, 404, 405, 413]).toContain(admission.status);
        for (const value of Object.values(admission.headers)) {
          expect(value).not.toMatch(/[\r\n\0]/);
        }
      }),
      { numRuns: 5000 },
    );
  }, 60_000);

  it('fails closed when the facts cannot even be read', async () => {
    const gate = createGate(fakeAuth());
    const admission = await gate(() => {
      throw new TypeError('broken');
    });
    expect(admission).toMatchObject({ ok: false, status: 503 });
  });
});
