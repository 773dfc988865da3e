import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredential } from '../../src/node/credential.js';

const KEY = `mcp_admin_001_0123456789${'aB3'.repeat(13)}`;

function request(lines: readonly [string, string][], url = '/mcp'): IncomingMessage {
  return { url, rawHeaders: lines.flat() } as unknown as IncomingMessage;
}

function read(...lines: [string, string][]): ReturnType<typeof readCredential> {
  return readCredential(request(lines));
}

describe('readCredential', () => {
  it.each<[string, [string, string][]]>([
    ['Authorization', [['Authorization', `Bearer ${KEY}`]]],
    ['a lower-case scheme', [['authorization', `bearer ${KEY}`]]],
    ['an upper-case scheme', [['AUTHORIZATION', `BEARER ${KEY}`]]],
    ['several spaces', [['Authorization', `Bearer   ${KEY}`]]],
    ['X-API-Key', [['X-API-Key', KEY]]],
    ['x-api-key', [['x-api-key', KEY]]],
    [
      'the same key twice',
      [
        ['Authorization', `Bearer ${KEY}`],
        ['X-API-Key', KEY],
      ],
    ],
    [
      "a proxy's Basic beside X-API-Key",
      [
        ['Authorization', 'Basic dTpw'],
        ['X-API-Key', KEY],
      ],
    ],
  ])('reads the key from %s', (_, lines) => {
    expect(read(...lines)).toEqual({ ok: true, key: KEY });
  });

  it.each<[string, [string, string][]]>([
    ['no header', []],
    ['another scheme', [['Authorization', 'Basic dTpw']]],
    ['a scheme that only begins alike', [['Authorization', `Bearerx ${KEY}`]]],
    ['a scheme with a hyphen', [['Authorization', `Bearer-2 ${KEY}`]]],
    ['a bare key without a scheme', [['Authorization', KEY]]],
    ['an empty Authorization', [['Authorization', '']]],
    ['another header', [['X-Auth', KEY]]],
  ])('finds no key in %s', (_, lines) => {
    expect(read(...lines)).toEqual({ ok: true, key: undefined });
  });

  it.each<[string, [string, string][], RegExp]>([
    [
      'two Authorization headers',
      [
        ['Authorization', `Bearer ${KEY}`],
        ['authorization', 'Bearer other'],
      ],
      /more than once/,
    ],
    [
      'two equal Authorization headers',
      [
        ['Authorization', `Bearer ${KEY}`],
        ['Authorization', `Bearer ${KEY}`],
      ],
      /more than once/,
    ],
    [
      'Basic before Bearer',
      [
        ['Authorization', 'Basic dTpw'],
        ['Authorization', `Bearer ${KEY}`],
      ],
      /more than once/,
    ],
    [
      'two X-API-Key headers',
      [
        ['X-API-Key', KEY],
        ['x-api-key', KEY],
      ],
      /more than once/,
    ],
    [
      'different keys in both',
      [
        ['Authorization', `Bearer ${KEY}`],
        ['X-API-Key', `${KEY}x`],
      ],
      /different keys/,
    ],
    ['Bearer alone', [['Authorization', 'Bearer']], /is empty/],
    ['Bearer and spaces', [['Authorization', 'Bearer  ']], /is empty/],
    ['a tab', [['Authorization', `Bearer\t${KEY}`]], /one key/],
    ['a comma', [['Authorization', `Bearer ${KEY},${KEY}`]], /one key/],
    ['a second word', [['Authorization', `Bearer ${KEY} ${KEY}`]], /one key/],
    ['a second scheme', [['Authorization', `Bearer Bearer ${KEY}`]], /one key/],
    ['a list of schemes', [['Authorization', `Bearer, Bearer ${KEY}`]], /one key/],
    ['quotes', [['Authorization', `Bearer "${KEY}"`]], /one key/],
    ['latin1 bytes', [['Authorization', `Bearer ${KEY}\u00e9`]], /one key/],
    ['a non-breaking space', [['Authorization', `Bearer\u00a0${KEY}`]], /one key/],
    ['an empty X-API-Key', [['X-API-Key', '']], /is empty/],
    ['joined X-API-Key values', [['X-API-Key', `${KEY}, ${KEY}`]], /one key/],
    ['a scheme in X-API-Key', [['X-API-Key', `Bearer ${KEY}`]], /one key/],
    ['a very long token', [['Authorization', `Bearer ${'a'.repeat(15_000)}`]], /longer/],
  ])('refuses %s', (_, lines, problem) => {
    const reading = read(...lines);
    expect(reading).toMatchObject({ ok: false, status: 400 });
    expect(reading.ok ? '' : reading.problem).toMatch(problem);
    expect(JSON.stringify(reading)).not.toContain('0123456789');
  });

  it.each([
    `/mcp?api_key=${KEY}`,
    `/mcp?API_KEY=${KEY}`,
    `/mcp?apikey=short`,
    `/mcp?access_token=x`,
    `/mcp?a=1&x-api-key=x`,
    `/mcp?authorization=Bearer%20x`,
    `/mcp?%61pi_key=x`,
    `/mcp?token=${KEY}`,
    `/mcp?key=${encodeURIComponent(KEY)}`,
    `/mcp?x=${KEY.replace('mcp_', 'mcp_test_')}`,
    `/mcp?x=1?api_key=2&api_key`,
  ])('refuses a key in the URL: %s', (url) => {
    const reading = readCredential(request([['Authorization', `Bearer ${KEY}`]], url));
    expect(reading).toMatchObject({ ok: false, status: 400 });
    expect(reading.ok ? '' : reading.problem).toMatch(/not accepted in the URL/);
    expect(JSON.stringify(reading)).not.toContain('0123456789');
  });

  it.each(['/mcp?', '/mcp?key=kitchen&token=7', '/mcp?q=api_key', '/api_key/mcp', '/mcp?x=%zz%'])(
    'has nothing against %s',
    (url) => {
      expect(readCredential(request([['X-API-Key', KEY]], url))).toEqual({ ok: true, key: KEY });
    },
  );

  it('decides about any header and any URL, and gives out only what could be a key', () => {
    const name = fc.constantFrom('Authorization', 'authorization', 'X-API-Key', 'Host', '');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((text) => `Bearer ${text}`),
      fc.constant(`Bearer ${KEY}`),
      fc.constant(KEY),
    );
    const lines = fc.array(fc.tuple(name, value), { maxLength: 4 });
    fc.assert(
      fc.property(lines, fc.string({ unit: 'binary' }), (headers, url) => {
        const reading = readCredential(request(headers, url));
        if (!reading.ok) expect(reading.status).toBe(400);
        else if (reading.key !== undefined) {
          expect(reading.key).toMatch(/^[A-Za-z0-9._~+/=-]{1,1024}$/);
          expect(headers.some(([, sent]) => sent.endsWith(reading.key ?? ''))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  }, 60_000);
});
