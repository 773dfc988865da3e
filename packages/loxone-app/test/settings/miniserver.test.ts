import { describe, expect, it } from 'vitest';
import { isSerial } from '../../src/index.js';
import {
  certificates,
  fingerprints,
  miniserver,
  serialNumber,
  tlsChoice,
} from '../../src/settings/miniserver.js';

const PIN = 'ab'.repeat(32);
const PIN_WITH_COLONS = Array.from({ length: 32 }, () => 'AB').join(':');

describe('miniserver', () => {
  it.each([
    '192.168.1.10',
    '192.168.1.10:8080',
    'miniserver.lan',
    '[fe80::1]:80',
    '[::1]',
    'http://192.168.1.10',
    'https://miniserver.example:8443/',
    'wss://miniserver.example',
    '504F94112134',
    '50:4f:94:11:21:34',
  ])('takes %s', (value) => {
    expect(miniserver(` ${value} `)).toEqual({ ok: true, value });
  });

  it.each([
    'https://dns.loxonecloud.com/504F94112134',
    'https://connect.loxonecloud.com/504F94112134/',
  ])('takes the serial number out of %s', (value) => {
    expect(miniserver(value)).toEqual({ ok: true, value: '504F94112134' });
  });

  it.each([
    '192.168.1.10/',
    'user@host',
    'host:0',
    'host:99999',
    'host:',
    'fe80::1',
    'a b',
    '',
    'ftp://192.168.1.10',
    'http://',
    'http://user@host',
    'http://user:pass@host',
    'https://host/dev',
    'https://host/?q=1',
    'https://host/#a',
    'https://dns.loxonecloud.com',
    'https://dns.loxonecloud.com/504F9411',
  ])('refuses "%s"', (value) => {
    expect(miniserver(value).ok).toBe(false);
  });

  it('says where a user in the address belongs, and repeats none of it', () => {
    const refused = miniserver('http://canary-user:canary-pass@host');
    expect(refused).toMatchObject({ problem: expect.stringContaining('LOXONE_USER') });
    expect(JSON.stringify(refused)).not.toContain('canary');
  });
});

describe('what else is said of a Miniserver', () => {
  it('a serial number has 12 hexadecimal digits, with all colons or none', () => {
    expect(serialNumber(' 504F94112134 ')).toEqual({ ok: true, value: '504F94112134' });
    expect(isSerial('50:4f:94:11:21:34')).toBe(true);
    for (const wrong of ['504F9411213', '504F941121345', '50:4f94112134', '504G94112134']) {
      expect(serialNumber(wrong).ok, wrong).toBe(false);
    }
  });

  it('TLS is true, false or auto, as people write it', () => {
    for (const yes of ['1', 'true', 'YES', 'on'])
      expect(tlsChoice(yes)).toMatchObject({ value: true });
    for (const no of ['0', 'false', 'No', 'off'])
      expect(tlsChoice(no)).toMatchObject({ value: false });
    expect(tlsChoice(' Auto ')).toEqual({ ok: true, value: 'auto' });
    expect(tlsChoice('maybe')).toEqual({ ok: false, problem: 'must be true, false or auto' });
  });

  it('a fingerprint has 64 hexadecimal digits; there may be several', () => {
    expect(fingerprints(PIN)).toEqual({ ok: true, value: [PIN] });
    expect(fingerprints(`${PIN}, ${PIN_WITH_COLONS}`)).toEqual({
      ok: true,
      value: [PIN, PIN_WITH_COLONS],
    });
    for (const wrong of ['', PIN.slice(1), `${PIN},`, PIN.replace('a', 'g')]) {
      expect(fingerprints(wrong).ok, wrong).toBe(false);
    }
  });

  it('certificates are PEM', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    expect(certificates(pem)).toEqual({ ok: true, value: pem });
    expect(certificates('AAAA').ok).toBe(false);
    expect(certificates('-----BEGIN CERTIFICATE-----').ok).toBe(false);
  });
});
