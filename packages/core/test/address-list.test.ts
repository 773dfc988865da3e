import { BlockList, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAddressList } from '../src/address/address-list.js';
import { parseIpAddress, parsePeerAddress } from '../src/address/ip-address.js';
import { parseIpRange } from '../src/address/ip-range.js';

describe('parseIpAddress', () => {
  it.each([
    ['0.0.0.0', { version: 4, value: 0 }],
    ['10.1.2.3', { version: 4, value: 0x0a010203 }],
    ['255.255.255.255', { version: 4, value: 0xffffffff }],
    ['::', { version: 6, value: 0n }],
    ['::1', { version: 6, value: 1n }],
    ['1::', { version: 6, value: 1n << 112n }],
    ['2001:db8::8:800:200c:417a', { version: 6, value: 0x20010db80000000000080800200c417an }],
    ['2001:DB8:0:0:8:800:200C:417A', { version: 6, value: 0x20010db80000000000080800200c417an }],
    ['::ffff:10.1.2.3', { version: 4, value: 0x0a010203 }],
    ['::FFFF:a01:203', { version: 4, value: 0x0a010203 }],
    ['0:0:0:0:0:ffff:10.1.2.3', { version: 4, value: 0x0a010203 }],
    ['64:ff9b::10.1.2.3', { version: 6, value: 0x0064ff9b00000000000000000a010203n }],
    ['1:2:3:4:5:6:7::', { version: 6, value: 0x00010002000300040005000600070000n }],
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

describe('parseIpRange', () => {
  it.each([
    ['10.0.0.0/8', 8],
    ['0.0.0.0/0', 0],
    ['192.168.1.50', 32],
    ['192.168.1.50/32', 32],
    ['2001:db8::/32', 32],
    ['::/0', 0],
    ['::1', 128],
    ['::ffff:10.0.0.0/104', 8],
    ['::ffff:10.1.2.3', 32],
  ])('reads %s', (entry, length) => {
    expect(parseIpRange(entry)).toMatchObject({ ok: true, range: { length } });
  });

  it.each([
    ['', /must be an IPv4/],
    ['10.1/16', /must be an IPv4/],
    ['10.0.0.0/8/8', /must be an IPv4/],
    ['10.0.0.0 - 10.0.0.9', /must be an IPv4/],
    ['10.0.0.*', /must be an IPv4/],
    ['fe80::%eth0/64', /must be an IPv4/],
    ['10.0.0.0/', /prefix length/],
    ['10.0.0.0/08', /prefix length/],
    ['10.0.0.0/33', /prefix length/],
    ['10.0.0.0/-1', /prefix length/],
    ['10.0.0.0/255.0.0.0', /prefix length/],
    ['10.0.0.0/ 8', /prefix length/],
    ['::/129', /prefix length/],
    ['::ffff:10.0.0.0/90', /prefix length/],
    ['192.168.1.50/24', /beyond its prefix/],
    ['10.0.0.1/0', /beyond its prefix/],
    ['2001:db8::1/64', /beyond its prefix/],
    ['::ffff:10.0.0.1/104', /beyond its prefix/],
  ])('refuses %j and says why', (entry, problem) => {
    expect(parseIpRange(entry)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(problem),
    });
  });
});

describe('compileAddressList', () => {
  it('lets everybody in when it is empty, unknown addresses too', () => {
    const list = compileAddressList([]);
    expect(list.allows('10.1.2.3')).toBe(true);
    expect(list.allows(undefined)).toBe(true);
  });

  it('lets only listed addresses in when it is not', () => {
    const list = compileAddressList(['192.168.1.50', '10.0.0.0/8', '2001:db8::/32', '::1']);
    for (const address of [
      '192.168.1.50',
      '::ffff:192.168.1.50',
      '10.255.255.255',
      '::ffff:10.0.0.0',
      '2001:db8::1',
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '::1',
      '0:0:0:0:0:0:0:1',
    ]) {
      expect(list.allows(address), address).toBe(true);
    }
    for (const address of [
      undefined,
      '',
      'unknown',
      '192.168.1.51',
      '192.168.1.5',
      '9.255.255.255',
      '11.0.0.0',
      '2001:db9::1',
      '::2',
      '::10.0.0.1',
      '012.0.0.1',
      '10.1',
      '10.0.0.1, 1.2.3.4',
      '10.0.0.1:443',
    ]) {
      expect(list.allows(address), address).toBe(false);
    }
  });

  it('keeps the two families apart', () => {
    expect(compileAddressList(['::/0']).allows('10.1.2.3')).toBe(false);
    expect(compileAddressList(['::/0']).allows('::ffff:10.1.2.3')).toBe(false);
    expect(compileAddressList(['::/0']).allows('2001:db8::1')).toBe(true);
    expect(compileAddressList(['0.0.0.0/0']).allows('::1')).toBe(false);
    expect(compileAddressList(['0.0.0.0/0']).allows('255.255.255.255')).toBe(true);
  });

  it('lets nobody in by entries that cannot be read, and counts them', () => {
    const list = compileAddressList(['10.1/16', '10.0.0.1/8', 'home']);
    expect(list.unreadable).toBe(3);
    expect(list.allows('10.1.0.1')).toBe(false);
    expect(list.allows(undefined)).toBe(false);
  });

  it('agrees with the platform about random lists', () => {
    const v4 = fc.tuple(fc.nat({ max: 0xffffffff }), fc.integer({ min: 1, max: 32 }));
    const v6 = fc.tuple(
      fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
      fc.integer({ min: 1, max: 128 }),
    );
    const dotted = (value: number): string =>
      [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
    const colons = (value: bigint): string =>
      Array.from({ length: 8 }, (_, at) =>
        ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16),
      ).join(':');
    const flip4 = (value: number, bit: number): number => (value ^ (1 << bit)) >>> 0;

    fc.assert(
      fc.property(
        fc.array(v4, { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 31 }),
        (nets, bit) => {
          const platform = new BlockList();
          const entries = nets.map(([value, length]) => {
            const base = (value & (-1 << (32 - length))) >>> 0;
            platform.addSubnet(dotted(base), length, 'ipv4');
            return `${dotted(base)}/${length}`;
          });
          const list = compileAddressList(entries);
          for (const [value] of nets) {
            for (const probe of [value, flip4(value, bit)]) {
              expect(list.allows(dotted(probe))).toBe(platform.check(dotted(probe), 'ipv4'));
            }
          }
        },
      ),
    );
    fc.assert(
      fc.property(
        fc.array(v6, { minLength: 1, maxLength: 6 }),
        fc.nat({ max: 127 }),
        (nets, bit) => {
          const platform = new BlockList();
          const entries = nets.map(([value, length]) => {
            const shift = BigInt(128 - length);
            const base = colons((value >> shift) << shift);
            platform.addSubnet(base, length, 'ipv6');
            return `${base}/${length}`;
          });
          const list = compileAddressList(entries);
          for (const [value] of nets) {
            for (const probe of [value, value ^ (1n << BigInt(bit))]) {
              // What IPv4-mapped addresses mean to the platform is not what they mean here.
              if (probe >> 32n === 0xffffn) continue;
              expect(list.allows(colons(probe))).toBe(platform.check(colons(probe), 'ipv6'));
            }
          }
        },
      ),
    );
  });

  it('holds ten thousand entries and probes one set per prefix length', () => {
    const entries = Array.from(
      { length: 10_000 },
      (_, at) => `10.${at >> 8}.${at & 0xff}.0/${at % 2 === 0 ? 24 : 25}`,
    );
    const list = compileAddressList(entries);
    expect(list.unreadable).toBe(0);
    for (let at = 0; at < 10_000; at += 1) {
      const network = `10.${at >> 8}.${at & 0xff}`;
      expect(list.allows(`${network}.1`)).toBe(true);
      expect(list.allows(`${network}.200`)).toBe(at % 2 === 0);
    }
    expect(list.allows('10.250.0.1')).toBe(false);
  });
});
