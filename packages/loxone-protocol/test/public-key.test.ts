import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPublicKey, parsePublicKey } from '../src/index.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';
import vectors from './vectors/public-keys.json' with { type: 'json' };

function modulusOf(text: string): string {
  const { n = '' } = parsePublicKey(text).export({ format: 'jwk' });
  return Buffer.from(n, 'base64url').toString('hex').toUpperCase();
}

const oneLine = vectors.publicKey.replaceAll('\n', '');
const bare = oneLine.replace(/-----[A-Z ]+-----/g, '');

describe('parsePublicKey', () => {
  it.each([
    ['as PEM', vectors.publicKey],
    ['on one line', oneLine],
    ['on one line, labelled CERTIFICATE', oneLine.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
    ['labelled RSA PUBLIC KEY', vectors.publicKey.replaceAll('PUBLIC KEY', 'RSA PUBLIC KEY')],
    ['with Windows line ends', vectors.publicKey.replaceAll('\n', '\r\n')],
    ['with white space around', `\n ${vectors.publicKey} \n`],
    ['without any label', bare],
    ['as a chain of certificates, whose last is the one', vectors.certificateChain],
  ])('reads a key %s', (_, text) => {
    expect(modulusOf(text)).toBe(vectors.modulus);
  });

  it.each([
    ['nothing', '', /not base64/],
    ['no base64', '-----BEGIN PUBLIC KEY-----!?-----END PUBLIC KEY-----', /not base64/],
    ['other bytes', 'AAAA', /neither/],
    ['an HTML page', '<html><errorcode>503</errorcode></html>', /not base64/],
    ['a cut key', `${oneLine.slice(0, 120)}-----END PUBLIC KEY-----`, /neither/],
    ['an elliptic curve', vectors.ellipticCurve, /not an RSA key/],
    ['a key that is too short for a session key', vectors.short, /768 bits, 1024 are needed/],
  ])('refuses %s', (_, text, message) => {
    const error = expectFailure('ERR_LOXONE_PUBLIC_KEY_INVALID', () => parsePublicKey(text));
    expect(error.message).toMatch(message);
  });

  it('answers or fails with its code for any text and any bytes', () => {
    fc.assert(fc.property(fc.string(), (text) => resultOrLoxoneError(() => parsePublicKey(text))));
    fc.assert(
      fc.property(fc.base64String(), (text) => resultOrLoxoneError(() => parsePublicKey(text))),
    );
  });

  it('fails with its code for a key of which one byte is wrong, or reads another key', () => {
    const der = Buffer.from(bare, 'base64');
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = Buffer.from(der);
        broken[at] = (broken[at] ?? 0) ^ flip;
        resultOrLoxoneError(() => parsePublicKey(broken.toString('base64')));
      }),
    );
  });
});

describe('formatPublicKey', () => {
  it('writes one line labelled CERTIFICATE, as the box does', () => {
    const text = formatPublicKey(createPublicKey(vectors.publicKey));
    expect(text).toBe(`-----BEGIN CERTIFICATE-----${bare}-----END CERTIFICATE-----`);
  });

  it('is inverted by parsePublicKey', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(parsePublicKey(formatPublicKey(publicKey)).equals(publicKey)).toBe(true);
  });
});
