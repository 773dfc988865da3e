import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFernet } from '../../src/legacy/index.js';

const utf8 = new TextDecoder();

/** Writes a token with Node's primitives: a second implementation. */
function writeFernet(
  key: Uint8Array,
  text: string,
  change: { readonly version?: number; readonly padding?: boolean } = {},
): string {
  const { version = 0x80, padding = true } = change;
  const iv = Buffer.alloc(16, 7);
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv).setAutoPadding(padding);
  const header = Buffer.from([version, 0, 0, 0, 0, 0x69, 0, 0, 1]);
  const signed = Buffer.concat([header, iv, cipher.update(text, 'utf8'), cipher.final()]);
  const mac = createHmac('sha256', key.subarray(0, 16)).update(signed).digest();
  return padded(Buffer.concat([signed, mac]));
}

function padded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

const KEY = Uint8Array.from({ length: 32 }, (_, at) => at);

describe('openFernet', () => {
  it('opens the token of the specification', () => {
    // Fernet specification, verify.json.
    const key = Buffer.from('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', 'base64url');
    const token =
      'gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==';
    const opened = openFernet(key, token);
    expect(opened.ok && utf8.decode(opened.value)).toBe('hello');
  });

  it.each([
    // Fernet specification, invalid.json.
    [
      'a wrong MAC',
      'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==',
      'wrong-key-or-damaged',
    ],
    ['too short a token', 'gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==', 'malformed'],
    [
      'text that is not base64',
      '%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXRLJ9Z1eZxqVh-SUpNlgr9aMFKBE5bdWJjxbmwM2vDPM==',
      'malformed',
    ],
  ])('refuses %s', (_, token, reason) => {
    const key = Buffer.from('cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=', 'base64url');
    expect(openFernet(key, token)).toMatchObject({ ok: false, reason });
  });

  it('opens what another implementation wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (key, text) => {
        const opened = openFernet(key, writeFernet(key, text));
        expect(opened.ok && utf8.decode(opened.value)).toBe(text);
      }),
    );
  });

  it('refuses every change of one byte, and every cut', () => {
    const token = Buffer.from(writeFernet(KEY, 'open the blinds'), 'base64url');
    for (let at = 0; at < token.length; at += 1) {
      const changed = Buffer.from(token);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(openFernet(KEY, padded(changed)).ok, `byte ${at}`).toBe(false);
      expect(openFernet(KEY, padded(token.subarray(0, at))).ok, `cut at ${at}`).toBe(false);
    }
  });

  it('refuses a token of another version, and one whose padding is wrong', () => {
    expect(openFernet(KEY, writeFernet(KEY, 'x', { version: 0x81 }))).toMatchObject({
      reason: 'malformed',
      problem: 'it is a Fernet token of an unknown version',
    });
    expect(openFernet(KEY, writeFernet(KEY, '16 bytes of text', { padding: false }))).toMatchObject(
      {
        reason: 'malformed',
        problem: 'its padding is wrong',
      },
    );
  });

  it('tells a wrong key from nothing else than damage, without a word of either', () => {
    const token = writeFernet(KEY, 'open the blinds');
    const other = KEY.map((byte) => byte ^ 1);
    expect(openFernet(other, token)).toEqual({
      ok: false,
      reason: 'wrong-key-or-damaged',
      problem: 'it was sealed with another key, or changed since',
    });
  });

  it('takes keys of 32 bytes only', () => {
    expect(() => openFernet(KEY.subarray(1), '')).toThrow(
      new RangeError('key must be 32 bytes, got 31'),
    );
  });

  it('answers whatever text comes', () => {
    fc.assert(fc.property(fc.string(), (text) => !openFernet(KEY, text).ok));
  });
});
