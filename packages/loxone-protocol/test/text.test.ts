import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText, utf8Length } from '../src/index.js';
import { decodeCutText } from '../src/text.js';
import { anyUnicode } from './support/bytes.js';

describe('decodeText', () => {
  it('reads UTF-8', () => {
    expect(decodeText(Uint8Array.of(0x4b, 0xc3, 0xbc, 0x63, 0x68, 0x65))).toBe('Küche');
  });

  it('falls back to ISO 8859-1 where the bytes are not UTF-8', () => {
    expect(decodeText(Uint8Array.of(0x4b, 0xfc, 0x63, 0x68, 0x65))).toBe('Küche');
  });

  it('means ISO 8859-1, not Windows-1252: 0x80 is a control character', () => {
    expect(decodeText(Uint8Array.of(0x80, 0xff))).toBe('\u0080ÿ');
  });

  it('keeps a byte order mark as text', () => {
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\uFEFFA');
  });

  it('decodes a long fallback whole', () => {
    expect(decodeText(new Uint8Array(10_000).fill(0xe4))).toBe('ä'.repeat(10_000));
  });

  it('inverts encodeText', () => {
    fc.assert(
      fc.property(anyUnicode, (text) => {
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });
});

describe('utf8Length', () => {
  it.each([
    ['', 0],
    ['Hello', 5],
    ['Küche', 6],
    ['21.5°', 6],
    ['€', 3],
    ['🙂', 4],
  ])('counts bytes of %j, not characters', (text, bytes) => {
    expect(utf8Length(text)).toBe(bytes);
  });
});

describe('decodeCutText', () => {
  it('leaves out a character that is cut, whatever the cut', () => {
    const bytes = encodeText('Bad 🙂');
    for (const cut of [5, 6, 7]) expect(decodeCutText(bytes.subarray(0, cut))).toBe('Bad ');
    expect(decodeCutText(bytes)).toBe('Bad 🙂');
  });

  it('does not remember the cut of an earlier text', () => {
    decodeCutText(Uint8Array.of(0xc3));
    expect(decodeCutText(Uint8Array.of(0x41))).toBe('A');
  });

  it('falls back to ISO 8859-1', () => {
    expect(decodeCutText(Uint8Array.of(0xfc, 0x41))).toBe('üA');
  });
});
