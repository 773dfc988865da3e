import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIpAddress, parsePeerAddress } from '../src/address/ip-address.js';
import { networkOf } from '../src/address/ip-range.js';

describe('parseIpAddress', () => {
  it.each([
    ['0.0.0.0', { version: 4, words: [0] }],
    ['10.1.2.3', { version: 4, words: [0xa010203] }],
    ['255.255.255.255', { version: 4, words: [0xffffffff] }],
    ['::', { version: 6, words: [0, 0, 0, 0] }],
    ['::1', { version: 6, words: [0, 0, 0, 1] }],
    ['1::', { version: 6, words: [0x10000, 0, 0, 0] }],
    ['2001:db8::8:800:200c:417a', { version: 6, words: [0x20010db8, 0, 0x80800, 0x200c417a] }],
    ['2001:DB8:0:0:8:800:200C:417A', { version: 6, words: [0x20010db8, 0, 0x80800, 0x200c417a] }],
    ['::ffff:10.1.2.3', { version: 4, words: [0xa010203] }],
    ['::FFFF:a01:203', { version: 4, words: [0xa010203] }],
    ['0:0:0:0:0:ffff:10.1.2.3', { version: 4, words: [0xa010203] }],
    ['64:ff9b::10.1.2.3', { version: 6, words: [0x64ff9b, 0, 0, 0xa010203] }],
    ['1:2:3:4:5:6:7::', { version: 6, words: [0x10002, 0x30004, 0x50006, 0x70000] }],
  ])('reads %s', (text, expected) => {
    expect(parseIpAddress(text)).toEqual(expected);
  });

  it.each([
    '',
    ' ',
    '10',
    '10.1',
    '10.1.2',
    '167772161',
    '0x0a.1.2.3',
    '012.0.0.1',
    '10.01.2.3',
    '10.1.2.3.4',
    '10.1.2.256',
    '10.1.2.',
    '.10.1.2.3',
    '10.1.2.3 ',
    ' 10.1.2.3',
    '10.1.2.-3',
    '10.1.2.+3',
    '10.1.2.3e0',
    '١٠.1.2.3',
    '10.1.2.3:80',
    '[::1]',
    '[::1]:80',
    ':::',
    ':',
    '1:2',
    '1::2::3',
    '::12345',
    '::g',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8::',
    '::1.2.3',
    '::1.2.3.4.5',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::01.2.3.4',
    'fe80::1%eth0',
    '::ffff:10.1.2.3/96',
    'localhost',
    `::${'0'.repeat(60)}1`,
  ])('refuses %j', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });

  it('takes exactly the texts that the platform takes', () => {
    const piece = fc.constantFrom(
      '0',
      '1',
      '10',
      '255',
      '256',
      '01',
      'ffff',
      'a',
      '.',
      ':',
      '::',
      '::ffff:',
    );
    const text = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        expect(parseIpAddress(any) !== undefined).toBe(isIPv4(any) || isIPv6(any));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('parsePeerAddress', () => {
  it('drops the zone of a link-local peer', () => {
    expect(parsePeerAddress('fe80::1%eth0')).toEqual(parseIpAddress('fe80::1'));
    expect(parsePeerAddress('fe80::1')).toEqual(parseIpAddress('fe80::1'));
  });

  it.each(['10.1.2.3%eth0', 'fe80::1%', 'fe80::1%a%b', '%eth0', 'fe80::1%e th'])(
    'refuses %j',
    (text) => {
      expect(parsePeerAddress(text)).toBeUndefined();
    },
  );
});

describe('networkOf', () => {
  it.each([
    ['10.1.2.3', 0, '0.0.0.0'],
    ['10.1.2.3', 8, '10.0.0.0'],
    ['255.255.255.255', 31, '255.255.255.254'],
    ['255.255.255.255', 32, '255.255.255.255'],
    ['2001:db8:1:2:3:4:5:6', 0, '::'],
    ['2001:db8:1:2:3:4:5:6', 32, '2001:db8::'],
    ['2001:db8:1:2:3:4:5:6', 33, '2001:db8::'],
    ['2001:db8:ffff:ffff::', 56, '2001:db8:ffff:ff00::'],
    ['2001:db8:1:2:3:4:5:6', 64, '2001:db8:1:2::'],
    ['2001:db8:1:2:3:4:5:6', 127, '2001:db8:1:2:3:4:5:6'],
    ['2001:db8:1:2:3:4:5:7', 127, '2001:db8:1:2:3:4:5:6'],
    ['::ffff:10.1.2.3', 24, '10.1.2.0'],
  ])('keeps of %s the first %i bits: %s', (text, length, network) => {
    const address = parseIpAddress(text);
    expect(address && networkOf(address, length)).toEqual(parseIpAddress(network));
  });
});
