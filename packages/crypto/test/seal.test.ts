import { hkdfSync } from 'node:crypto';
import type { McpAuthErrorCode } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { SealPlace } from '@gatehouse/crypto';
import { fromBase64Url, LABELS, open, seal, sealedKeyId, toBase64Url } from '@gatehouse/crypto';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytes,
  constantRandom,
  hex,
  KEY_TEXT,
  masterKey,
  OTHER_KEY_HEX,
  oneCharacterChanges,
  ringOf,
  utf8,
} from './support.js';

const KEY = masterKey(KEY_TEXT);
const OTHER = masterKey(OTHER_KEY_HEX);
const RING = ringOf(KEY);
const PLACE: SealPlace = { purpose: LABELS.configValue, context: 'config.json#/loxone/password' };
const PLAINTEXT = utf8('house of cards');
const SEALED = seal(RING, PLAINTEXT, PLACE, constantRandom(0x24));

function codeOf(act: () => unknown): McpAuthErrorCode | 'opened' | 'another error' {
  try {
    act();
    return 'opened';
  } catch (error) {
    return isMcpAuthError(error) ? error.code : 'another error';
  }
}

describe('the cipher', () => {
  it('gives the vector of draft-irtf-cfrg-xchacha-03 §A.3.1', () => {
    const key = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
    const nonce = hex('404142434445464748494a4b4c4d4e4f5051525354555657');
    const cipher = xchacha20poly1305(key, nonce, hex('50515253c0c1c2c3c4c5c6c7'));
    const plaintext = utf8(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the " +
        'future, sunscreen would be it.',
    );
    const sealed = hex(
      'bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb' +
        '731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452' +
        '2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9' +
        '21f9664c97637da9768812f615c68b13b52e' +
        'c0875924c1c7987947deafd8780acf49',
    );
    expect(cipher.encrypt(plaintext)).toEqual(sealed);
    expect(cipher.decrypt(sealed)).toEqual(plaintext);
  });
});

describe('seal', () => {
  it('makes enc:v1, the key id, and nonce ‖ ciphertext ‖ tag', () => {
    const [, payload] = /^enc:v1:mVwuIfr-aWvzgrMI3pVZsA:([A-Za-z0-9_-]+)$/.exec(SEALED) ?? [];
    const raw = fromBase64Url(payload ?? '');
    expect(raw).toHaveLength(24 + PLAINTEXT.length + 16);
    expect(raw.slice(0, 24)).toEqual(new Uint8Array(24).fill(0x24));
  });

  it('can be built again from the format alone', () => {
    const field = (text: string) => Buffer.from([0, 0, 0, text.length, ...Buffer.from(text)]);
    const associated = Buffer.concat([
      field('enc:v1'),
      field('gatehouse/v1/seal/config-value'),
      field('config.json#/loxone/password'),
      field('mVwuIfr-aWvzgrMI3pVZsA'),
    ]);
    const key = hkdfSync(
      'sha256',
      Buffer.from(KEY_TEXT, 'base64url'),
      '',
      'gatehouse/v1/seal/config-value',
      32,
    );
    const nonce = new Uint8Array(24).fill(0x24);
    const cipher = xchacha20poly1305(new Uint8Array(key), nonce, Uint8Array.from(associated));
    const payload = Buffer.concat([nonce, cipher.encrypt(PLAINTEXT)]).toString('base64url');
    expect(SEALED).toBe(`enc:v1:mVwuIfr-aWvzgrMI3pVZsA:${payload}`);
  });

  it('is pinned: what was sealed yesterday opens today', () => {
    const pinned =
      'enc:v1:mVwuIfr-aWvzgrMI3pVZsA:JCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkXj75PufADJFU50X2yZG_nb3PBYkMv0LviNfZlDg0';
    expect(open(RING, pinned, PLACE)).toEqual(PLAINTEXT);
  });

  it('is different each time, because the nonce is', () => {
    const texts = Array.from({ length: 50 }, () => seal(RING, PLAINTEXT, PLACE));
    expect(new Set(texts).size).toBe(50);
  });

  it('refuses a context that is not well-formed Unicode', () => {
    const place = { ...PLACE, context: 'field \ud800' };
    expect(() => seal(RING, PLAINTEXT, place)).toThrow(RangeError);
  });
});

describe('open', () => {
  it('gives back any bytes, from any place', () => {
    const purpose = fc.constantFrom(LABELS.pepper, LABELS.configValue, LABELS.keyStore);
    const place = fc.record({ purpose, context: fc.string({ unit: 'grapheme' }) });
    fc.assert(
      fc.property(bytes({ maxLength: 300 }), place, (plaintext, where) => {
        expect(open(RING, seal(RING, plaintext, where), where)).toEqual(plaintext);
      }),
    );
  });

  it('opens what a previous key sealed', () => {
    expect(open(ringOf(OTHER, KEY), SEALED, PLACE)).toEqual(PLAINTEXT);
  });

  it('names the key that is missing', () => {
    const act = () => open(ringOf(OTHER), SEALED, PLACE);
    expect(act).toThrow(
      expect.objectContaining({
        code: 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN',
        details: { keyId: KEY.id },
        retryable: false,
      }),
    );
  });

  it('refuses another purpose and another context', () => {
    const places: readonly SealPlace[] = [
      { ...PLACE, purpose: LABELS.pepper },
      { ...PLACE, context: '' },
      { ...PLACE, context: `${PLACE.context}/` },
      { ...PLACE, context: PLACE.context.toUpperCase() },
    ];
    for (const place of places) {
      expect(codeOf(() => open(RING, SEALED, place))).toBe('ERR_MCPAUTH_SEAL_DAMAGED');
    }
  });

  it('refuses a value whose key id was replaced by that of another key in the ring', () => {
    const moved = SEALED.replace(KEY.id, OTHER.id);
    expect(codeOf(() => open(ringOf(KEY, OTHER), moved, PLACE))).toBe('ERR_MCPAUTH_SEAL_DAMAGED');
  });

  it('refuses every change of one character', () => {
    const replacements = 'ABQZaghz0189-_+/= :.é';
    for (const changed of oneCharacterChanges(SEALED, replacements)) {
      expect(codeOf(() => open(RING, changed, PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
    }
  });

  it('refuses every change of one payload bit', () => {
    const head = SEALED.lastIndexOf(':') + 1;
    const payload = fromBase64Url(SEALED.slice(head));
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const changed = payload.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const text = SEALED.slice(0, head) + toBase64Url(changed);
      expect(codeOf(() => open(RING, text, PLACE))).toBe('ERR_MCPAUTH_SEAL_DAMAGED');
    }
  });

  it('refuses every truncation, at either end', () => {
    for (let at = 1; at <= SEALED.length; at += 1) {
      expect(codeOf(() => open(RING, SEALED.slice(0, -at), PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
      expect(codeOf(() => open(RING, SEALED.slice(at), PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
    }
  });

  it('refuses every extension, at either end', () => {
    for (const extra of ['A', 'AA', 'AAA', 'AAAA', '=', '==', ' ', '\n', '\0', ':', SEALED]) {
      expect(codeOf(() => open(RING, SEALED + extra, PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
      expect(codeOf(() => open(RING, extra + SEALED, PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
    }
  });

  it('refuses random damage of random values', () => {
    const damage = fc.tuple(fc.nat(), fc.nat(), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(bytes({ maxLength: 60 }), damage, (plaintext, [from, cut, insert]) => {
        const sealed = seal(RING, plaintext, PLACE);
        const at = from % (sealed.length + 1);
        const changed = sealed.slice(0, at) + insert + sealed.slice(at + (cut % 5));
        fc.pre(changed !== sealed);
        expect(codeOf(() => open(RING, changed, PLACE))).toMatch(/^ERR_MCPAUTH_SEAL_/);
      }),
      { numRuns: 500 },
    );
  });

  it('says malformed, and not damaged, when the text is no sealed value', () => {
    const texts = [
      '',
      'enc:',
      'enc:v2:x:y',
      'password',
      `enc:v1:${KEY.id}:`,
      `enc:v1:${KEY.id}:AAAA`,
    ];
    for (const text of texts) {
      expect(codeOf(() => open(RING, text, PLACE))).toBe('ERR_MCPAUTH_SEAL_MALFORMED');
    }
  });

  it('takes a key id in another spelling for malformed, not for an unknown key', () => {
    expect(KEY.id.endsWith('A')).toBe(true);
    const respelled = SEALED.replace(KEY.id, `${KEY.id.slice(0, -1)}B`);
    expect(codeOf(() => open(RING, respelled, PLACE))).toBe('ERR_MCPAUTH_SEAL_MALFORMED');
  });

  it('says nothing of plaintext, ciphertext or key in its errors', () => {
    const head = SEALED.lastIndexOf(':') + 1;
    const flipped = `${SEALED.slice(0, -3)}${SEALED.at(-3) === 'A' ? 'B' : 'A'}${SEALED.slice(-2)}`;
    for (const text of [flipped, 'my-plain-password', SEALED.slice(0, head + 3)]) {
      try {
        open(RING, text, PLACE);
        expect.unreachable();
      } catch (error) {
        const shown = `${error} ${JSON.stringify(error)} ${(error as Error).stack}`;
        expect(shown).not.toMatch(/my-plain-password|house of cards/);
        expect(shown).not.toContain(SEALED.slice(head, head + 8));
        expect(shown).not.toContain(KEY_TEXT.slice(0, 8));
      }
    }
  });
});

describe('sealedKeyId', () => {
  it('names the key without opening', () => {
    expect(sealedKeyId(SEALED)).toBe(KEY.id);
  });

  it('names it for a value that is damaged further on', () => {
    expect(sealedKeyId(`enc:v1:${KEY.id}:???`)).toBe(KEY.id);
    expect(sealedKeyId(SEALED.slice(0, 40))).toBe(KEY.id);
  });

  it.each(['', 'enc:v1:', 'enc:v1:short:AAAA', 'enc:v2:mVwuIfr-aWvzgrMI3pVZsA:AAAA', ' enc:v1:x'])(
    'is undefined for %j',
    (text) => {
      expect(sealedKeyId(text)).toBeUndefined();
    },
  );
});
