import { deriveKey, LABELS, toHex } from '@gatehouse/crypto';
import { describe, expect, it } from 'vitest';
import { hkdfSha256 } from '../src/derive-key.js';
import { hex, utf8 } from './support.js';

/** `length` bytes that count up from `first`. */
function counting(first: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => first + at);
}

describe('hkdfSha256', () => {
  it('gives RFC 5869 test case A.1', () => {
    const okm = hkdfSha256({
      keyMaterial: new Uint8Array(22).fill(0x0b),
      salt: counting(0x00, 13),
      info: counting(0xf0, 10),
      length: 42,
    });
    expect(okm).toEqual(
      hex('3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865'),
    );
  });

  it('gives RFC 5869 test case A.2, with longer inputs and output', () => {
    const okm = hkdfSha256({
      keyMaterial: counting(0x00, 80),
      salt: counting(0x60, 80),
      info: counting(0xb0, 80),
      length: 82,
    });
    expect(okm).toEqual(
      hex(
        'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c' +
          '59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71' +
          'cc30c58179ec3e87c14c01d5c1f3434f1d87',
      ),
    );
  });

  it('gives RFC 5869 test case A.3, without salt and info', () => {
    const okm = hkdfSha256({
      keyMaterial: new Uint8Array(22).fill(0x0b),
      info: new Uint8Array(0),
      length: 42,
    });
    expect(okm).toEqual(
      hex('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8'),
    );
  });
});

describe('deriveKey', () => {
  it('is HKDF with the label as info and no salt', () => {
    const master = counting(1, 32);
    const expected = hkdfSha256({ keyMaterial: master, info: utf8(LABELS.pepper), length: 16 });
    expect(deriveKey(master, LABELS.pepper, 16)).toEqual(expected);
  });

  it('gives 32 bytes unless asked for another length', () => {
    expect(deriveKey(counting(1, 32), LABELS.pepper)).toHaveLength(32);
  });
});

describe('LABELS', () => {
  // Computed once with OpenSSL's HKDF over the master key 00 01 … 1f. A vector that no longer fits
  // means that everything sealed under its label has become unreadable.
  const PINNED: Readonly<Record<keyof typeof LABELS, string>> = {
    masterKeyId: '97d2a361938275e02549809a6d1749446e71f118abca8bd14dac5b6e93d4ecca',
    pepper: '42943e853a0ce1b179f97becfd42cff828ccf916d8671ca7eb7eede3f96f649a',
    keyStore: 'cc8d8693963b946d3af9af139179a4252bdf1a9ef5302b2e899b588466f2fe04',
    auditChain: '7c8847d7fef6a3f9c1e9332a3828b26a8a7712fb57ca35d2a269f9bc0ea940fa',
    configValue: 'daa5015d9f8af1b6cf136332ef597e5550b53a895597844c063850187abdd1b9',
    loxoneToken: '02e7bb8afb08bb2a5de4d937018d64df94292ad87182d7ad83a42f82caa9e0b7',
    signInLink: '288e262502e7b452a5a203b576846236304c37c7ff6d629af6973cf2d8a22d8f',
  };

  it('derive what they have always derived', () => {
    const master = counting(0, 32);
    const derived = Object.entries(LABELS).map(([name, label]) => [
      name,
      toHex(deriveKey(master, label)),
    ]);
    expect(Object.fromEntries(derived)).toEqual(PINNED);
  });

  it('are all different', () => {
    const labels = Object.values(LABELS);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
