import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseAddress, socketAddress } from '../../src/node/index.js';

describe('normaliseAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['::ffff:0:0', '0.0.0.0'],
    ['::1', '::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['fe80::1%eth0%eth1', 'fe80::1'],
    ['::192.0.2.1', '::192.0.2.1'],
    ['::ffff:0:192.0.2.1', '::ffff:0:192.0.2.1'],
  ])('gives %s as %s', (address, expected) => {
    expect(normaliseAddress(address)).toBe(expected);
  });

  it.each([
    undefined,
    '',
    'localhost',
    '012.0.0.1',
    '167772161',
    '10.1',
    '0x7f.0.0.1',
    '10.0.0.1 ',
    '10.0.0.1, 10.0.0.2',
    '[::1]',
    '10.0.0.1:80',
    '10.0.0.1%eth0',
  ])('takes %j for no address', (text) => {
    expect(normaliseAddress(text)).toBeUndefined();
  });

  it('gives a mapped address as the same one that was mapped', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const hex = `::ffff:${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        expect(normaliseAddress(`::ffff:${address}`)).toBe(address);
        expect(normaliseAddress(hex)).toBe(address);
      }),
    );
  });

  it('never changes which address is meant', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        fc.pre(isIPv6(address));
        const normal = normaliseAddress(address);
        expect(normal).toBeDefined();
        const list = new BlockList();
        list.addAddress(address, 'ipv6');
        const mapped = isIP(normal ?? '') === 4 ? `::ffff:${normal}` : (normal ?? '');
        expect(list.check(mapped, 'ipv6')).toBe(true);
      }),
    );
  });
});

describe('socketAddress', () => {
  it('looks at the socket and not at forwarding headers', () => {
    const req = {
      socket: { remoteAddress: '::ffff:198.51.100.7' },
      headers: { 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' },
    } as unknown as IncomingMessage;
    expect(socketAddress(req)).toBe('198.51.100.7');
  });

  it('gives nothing for a socket that is gone', () => {
    const req = { socket: { remoteAddress: undefined } } as unknown as IncomingMessage;
    expect(socketAddress(req)).toBeUndefined();
  });
});
