import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCertificate } from '../src/auth/certificate.js';
import { generalizedTime, integer, objectId, octetString, sequence } from '../src/auth/der.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it('writes integers with a sign byte only where one is needed (X.690 §8.3)', () => {
    expect(hex(integer(Uint8Array.of(0)))).toBe('020100');
    expect(hex(integer(Uint8Array.of(127)))).toBe('02017f');
    expect(hex(integer(Uint8Array.of(128)))).toBe('02020080');
    expect(hex(integer(Uint8Array.of(0, 0, 1, 0)))).toBe('02020100');
  });

  it('writes object identifiers (§8.19)', () => {
    expect(hex(objectId('2.5.4.3'))).toBe('0603550403');
    expect(hex(objectId('1.2.840.113549.1.1.11'))).toBe('06092a864886f70d01010b');
  });

  it('writes lengths below and above 128 (§8.1.3)', () => {
    expect(hex(octetString(new Uint8Array(127))).slice(0, 4)).toBe('047f');
    expect(hex(octetString(new Uint8Array(128))).slice(0, 6)).toBe('048180');
    expect(hex(octetString(new Uint8Array(65_536))).slice(0, 10)).toBe('0483010000');
    expect(hex(sequence())).toBe('3000');
  });

  it('writes time in UTC to the second', () => {
    expect(
      Buffer.from(generalizedTime(Date.UTC(2025, 0, 2, 3, 4, 5, 678))).toString('latin1'),
    ).toBe('\u0018\u000f20250102030405Z');
  });
});

describe('the certificate', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const now = Date.parse('2025-06-01T12:00:00Z');
  const pem = createCertificate({
    privateKey,
    publicKey,
    commonName: '504f94a00001.dyndns.loxonecloud.com',
    serial: Uint8Array.of(0xff, 1),
    now,
  });
  const certificate = new X509Certificate(pem);

  it('is signed by its own key, names its subject twice and says when it is valid', () => {
    expect(certificate.verify(publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(privateKey)).toBe(true);
    expect(certificate.subject).toBe(
      'O=Gatehouse Simulator\nCN=504f94a00001.dyndns.loxonecloud.com',
    );
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.serialNumber).toBe('FF01');
    expect(new Date(certificate.validFrom)).toEqual(new Date('2025-05-31T12:00:00Z'));
    expect(certificate.ca).toBe(true);
    expect(certificate.subjectAltName).toBe(
      'DNS:504f94a00001.dyndns.loxonecloud.com, DNS:localhost, IP Address:127.0.0.1',
    );
  });

  it('does not verify once a byte of it is changed', () => {
    const der = Buffer.from(certificate.raw);
    const at = der.indexOf('localhost');
    der[at] = 0x4c;
    expect(new X509Certificate(der).verify(publicKey)).toBe(false);
    expect(createHash('sha256').update(der).digest('hex')).not.toBe(certificate.fingerprint256);
  });
});
