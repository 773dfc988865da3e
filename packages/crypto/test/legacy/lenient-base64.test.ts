import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tryFromPaddedBase64Url, tryFromPythonBase64 } from '../../src/legacy/lenient-base64.js';

describe('tryFromPaddedBase64Url', () => {
  it('reads what is padded, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const plain = Buffer.from(bytes).toString('base64url');
        const text = plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
        expect(tryFromPaddedBase64Url(text)).toEqual(Uint8Array.from(bytes));
      }),
    );
    for (const text of ['YQ', 'YQ=', 'Y===', 'YQ==YQ==', 'Y+==', ' YQ=', 'YR==']) {
      expect(tryFromPaddedBase64Url(text), text).toBeUndefined();
    }
  });
});

describe('tryFromPythonBase64', () => {
  // Each answer is CPython 3.11's base64.urlsafe_b64decode.
  it.each([
    ['!!!!', ''],
    ['', ''],
    ['MTIzNDU2Nzg=', '12345678'],
    ['MTIz NDU2\nNzg=', '12345678'],
    ['YR==', 'a'],
    ['YQ==', 'a'],
    ['YWI=', 'ab'],
    ['YWJ=', 'ab'],
  ])('reads %j', (text, expected) => {
    expect(Buffer.from(tryFromPythonBase64(text) ?? 'refused').toString()).toBe(expected);
  });

  it('takes either alphabet', () => {
    expect(tryFromPythonBase64('+/+/')).toEqual(tryFromPythonBase64('-_-_'));
    expect(tryFromPythonBase64('-_-_')).toEqual(Uint8Array.of(0xfb, 0xff, 0xbf));
  });

  it.each(['YQ', 'YQ=', 'YWI', 'Y', 'Y==='])('reports wrong padding of %j', (text) => {
    expect(tryFromPythonBase64(text)).toBeUndefined();
  });
});
