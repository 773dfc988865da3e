import { describe, expect, it } from 'vitest';
import { compileAddressList } from '../src/address/address-list.js';
import { parseIpAddress } from '../src/address/ip-address.js';
import { networkOf, parseIpRange } from '../src/address/ip-range.js';
import { flipBit, ipv6Text } from './addresses.js';

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

  it('holds ten thousand entries', () => {
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

  it('finds a network by its own prefix length, whatever word of the address that ends in', () => {
    const base = '2001:db8:1234:5678:9abc:def0:1357:9bdf';
    for (const length of [1, 3, 31, 32, 33, 48, 63, 64, 65, 95, 96, 97, 127, 128]) {
      const address = parseIpAddress(base);
      const words = address === undefined ? [] : networkOf(address, length).words;
      const list = compileAddressList([`${ipv6Text(words)}/${length}`]);
      expect(list.unreadable, String(length)).toBe(0);
      expect(list.allows(base), String(length)).toBe(true);
      for (let bit = 0; bit < 128; bit += 1) {
        const probe = ipv6Text(flipBit(address?.words ?? [], bit));
        expect(list.allows(probe), `${length} ${probe}`).toBe(bit >= length);
      }
    }
  });
});

describe('key-systems finding 7: readers of addresses disagree, and lists fail open', () => {
  const office = compileAddressList(['10.0.0.0/8']);

  it('takes a mapped address for the IPv4 address that it is, in the list and from the peer', () => {
    expect(office.allows('::ffff:10.1.2.3')).toBe(true);
    expect(office.allows('::ffff:a01:203')).toBe(true);
    expect(office.allows('::ffff:11.1.2.3')).toBe(false);
    expect(compileAddressList(['::ffff:10.0.0.0/104']).allows('10.1.2.3')).toBe(true);
    expect(compileAddressList(['::ffff:10.1.2.3']).allows('10.1.2.3')).toBe(true);
  });

  it('takes no other embedding for IPv4', () => {
    for (const address of ['::10.1.2.3', '64:ff9b::10.1.2.3', '2002:a01:203::', '::fffe:a01:203']) {
      expect(office.allows(address), address).toBe(false);
    }
  });

  it.each([
    '012.0.0.1',
    '167772161',
    '10.1',
    '0xa000001',
    '0x0a.0.0.1',
    '10.0.1',
    '010.000.000.001',
  ])('knows no address %s, neither as a peer nor as an entry', (text) => {
    expect(office.allows(text)).toBe(false);
    expect(office.allows(`::ffff:${text}`)).toBe(false);
    expect(parseIpRange(text).ok).toBe(false);
    const list = compileAddressList([text]);
    expect(list.unreadable).toBe(1);
    for (const address of ['10.0.0.1', '12.0.0.1', '10.1.0.0', text, undefined]) {
      expect(list.allows(address), String(address)).toBe(false);
    }
  });
});
