import { formatKeyId, KEY_PATTERN, parseKey } from '@gatehouse/keys';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksumOf, mintKey } from '../src/key-format.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/);
const idParts = fc.record({
  prefix: fc.oneof(fc.constantFrom('lmcp', 'test', 'my-server'), slug),
  test: fc.boolean(),
  role: fc.oneof(fc.constantFrom('admin', 'operator', 'test', 'night-watch'), slug),
  sequence: fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.integer({ min: 1, max: 1e15 - 1 })),
});
const seed = fc.integer({ min: 0, max: 0xffffffff });
const key = fc.tuple(idParts, seed).map(([parts, number]) => ({
  parts,
  text: mintKey(formatKeyId(parts), createSeededRandom(number)),
}));

describe('formatKeyId', () => {
  it.each([
    [{ prefix: 'lmcp', test: false, role: 'admin', sequence: 1 }, 'lmcp_admin_001'],
    [{ prefix: 'lmcp', test: true, role: 'admin', sequence: 1 }, 'lmcp_test_admin_001'],
    [{ prefix: 'mcp', test: false, role: 'night-watch', sequence: 999 }, 'mcp_night-watch_999'],
    [{ prefix: 'mcp', test: false, role: 'device', sequence: 1000 }, 'mcp_device_1000'],
  ])('writes %j as %s', (parts, id) => {
    expect(formatKeyId(parts)).toBe(id);
  });

  const PARTS = { prefix: 'lmcp', test: false, role: 'admin', sequence: 1 };

  it.each([
    ['prefix', { prefix: '' }],
    ['prefix', { prefix: 'LMCP' }],
    ['prefix', { prefix: 'l_mcp' }],
    ['prefix', { prefix: 'x'.repeat(33) }],
    ['role', { role: 'Admin' }],
    ['role', { role: '1st' }],
    ['role', { role: 'night_watch' }],
    ['sequence', { sequence: 0 }],
    ['sequence', { sequence: -1 }],
    ['sequence', { sequence: 1.5 }],
    ['sequence', { sequence: 1e15 }],
  ])('refuses a %s as in %j', (argument, change) => {
    expect(() => formatKeyId({ ...PARTS, ...change })).toThrow(RangeError);
    expect(() => formatKeyId({ ...PARTS, ...change })).toThrow(argument);
  });
});

describe('mintKey', () => {
  it('appends 43 characters of randomness and a checksum of everything before it', () => {
    const text = mintKey('lmcp_admin_001', (length) => new Uint8Array(length).fill(0xff));
    // 2^256 - 1 and the CRC-32 of what precedes it, both in base62, computed with another
    // implementation of both.
    expect(text).toBe('lmcp_admin_001_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp12jtAfe');
  });

  it('asks for 32 random bytes, once', () => {
    const asked: number[] = [];
    mintKey('lmcp_admin_001', (length) => {
      asked.push(length);
      return new Uint8Array(length);
    });
    expect(asked).toEqual([32]);
  });

  it('gives another key for other randomness', () => {
    const texts = Array.from({ length: 200 }, (_, at) =>
      mintKey('lmcp_admin_001', createSeededRandom(at)),
    );
    expect(new Set(texts).size).toBe(200);
  });
});

describe('parseKey', () => {
  it('reads back everything that can be minted', () => {
    fc.assert(
      fc.property(key, ({ parts, text }) => {
        const parsed = parseKey(text);
        expect(parsed).toEqual({ ok: true, id: formatKeyId(parts), ...parts });
        expect(text.slice(0, text.lastIndexOf('_'))).toBe(formatKeyId(parts));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts only what can be minted: the id that it reads makes the same text', () => {
    const character = fc.constantFrom(...'lmcp_admintest-0123456789XYZ');
    const body = fc.string({ unit: character, minLength: 30, maxLength: 90 });
    const random = fc.string({ unit: fc.constantFrom(...BASE62), minLength: 43, maxLength: 43 });
    const candidate = fc.oneof(
      body,
      fc.tuple(idParts, random).map(([parts, text]) => `${formatKeyId(parts)}_${text}`),
      fc.tuple(body, random).map(([id, text]) => `${id}_${text}`),
    );
    fc.assert(
      fc.property(candidate, (text) => {
        const parsed = parseKey(text + checksumOf(text));
        if (parsed.ok) {
          expect(text.startsWith(`${formatKeyId(parsed)}_`)).toBe(true);
          expect(parsed.id).toBe(formatKeyId(parsed));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses every change of one character', () => {
    const text = mintKey('lmcp_test_night-watch_042', createSeededRandom(7));
    const replacements = `${BASE62}_- .é`;
    for (let at = 0; at < text.length; at += 1) {
      for (const replacement of replacements) {
        const changed = text.slice(0, at) + replacement + text.slice(at + 1);
        expect(parseKey(changed).ok).toBe(changed === text);
      }
    }
  });

  it('refuses every omission, insertion and exchange of neighbours', () => {
    fc.assert(
      fc.property(key, fc.nat(), fc.constantFrom(...BASE62, '_'), ({ text }, place, extra) => {
        const at = place % text.length;
        const omitted = text.slice(0, at) + text.slice(at + 1);
        const inserted = text.slice(0, at) + extra + text.slice(at);
        const exchanged =
          text.slice(0, at) +
          text
            .slice(at, at + 2)
            .split('')
            .reverse()
            .join('') +
          text.slice(at + 2);
        for (const changed of [omitted, inserted, exchanged]) {
          expect(changed === text || !parseKey(changed).ok).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tells the test mark from a role of that name', () => {
    const ids = ['lmcp_test_001', 'lmcp_test_test_001', 'test_test_test_001', 'test_test_001'];
    const read = ids.map((id) => parseKey(mintKey(id, createSeededRandom(1))));
    expect(read).toMatchObject([
      { prefix: 'lmcp', test: false, role: 'test' },
      { prefix: 'lmcp', test: true, role: 'test' },
      { prefix: 'test', test: true, role: 'test' },
      { prefix: 'test', test: false, role: 'test' },
    ]);
  });

  const GOOD = mintKey('lmcp_admin_001', createSeededRandom(1));

  function withChecksum(body: string): string {
    return body + checksumOf(body);
  }

  it.each([
    ['nothing', '', /form/],
    ['a password', 'correct horse battery staple', /form/],
    ['an id without its secret', 'lmcp_admin_001', /form/],
    ['a blank before it', ` ${GOOD}`, /form/],
    ['a line break behind it', `${GOOD}\n`, /form/],
    ['a key twice', GOOD + GOOD, /form/],
    ['very much text', 'a'.repeat(10_000_000), /longer/],
    ['a sequence of two digits', withChecksum(GOOD.slice(0, -6).replace('001', '01')), /form/],
    [
      'a sequence with too many zeros',
      withChecksum(GOOD.slice(0, -6).replace('001', '0001')),
      /form/,
    ],
    ['the sequence zero', withChecksum(GOOD.slice(0, -6).replace('001', '000')), /parts/],
    ['more than 32 bytes', withChecksum(`lmcp_admin_001_${'z'.repeat(43)}`), /parts/],
    ['a wrong checksum', `${GOOD.slice(0, -1)}${GOOD.endsWith('0') ? '1' : '0'}`, /checksum/],
  ])('refuses %s and says why, without repeating it', (_, text, problem) => {
    const parsed = parseKey(text);
    expect(parsed).toEqual({ ok: false, problem: expect.stringMatching(problem) });
    expect(JSON.stringify(parsed)).not.toContain(GOOD.slice(20, 30));
  });
});

describe('KEY_PATTERN', () => {
  it('finds every key inside other text', () => {
    const before = fc.constantFrom('', ' ', '"', '=', 'KEY=', ':', '\n', '(', '>', 'Bearer ');
    const after = fc.constantFrom('', ' ', '"', "'", '\n', ')', ',', '/', '<', '.');
    fc.assert(
      fc.property(key, before, after, ({ text }, left, right) => {
        expect(KEY_PATTERN.exec(left + text + right)?.[0]).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves ids, hashes and ordinary text alone', () => {
    const text = `lmcp_admin_001 logged in; hmac-sha256:p-1:${'A'.repeat(43)}; enc:v1:${'k'.repeat(22)}:${'c'.repeat(96)}`;
    expect(KEY_PATTERN.test(text)).toBe(false);
  });

  it('has no state and uses nothing that RE2 lacks', () => {
    expect(KEY_PATTERN.flags).toBe('');
    expect(KEY_PATTERN.source).not.toMatch(/\(\?[=!<]|\\[1-9k]/);
  });
});
