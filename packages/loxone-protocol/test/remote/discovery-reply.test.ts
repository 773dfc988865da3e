import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DISCOVERY_PORTS,
  type DiscoveryReply,
  discoveryRequest,
  encodeText,
  formatDiscoveryReply,
  parseDiscoveryReply,
} from '../../src/index.js';

/** The datagram that the protocol reference quotes (§1.6). */
const CAPTURED =
  'LoxLIVE: baf 192.168.5.1:80 504F94112134 12.0.2.24 Prog:2021-06-01 23:40:59 Type:0 HwId:A0000 IPv6:,00000000:0/X,13106567:11021110/O';

const READ: DiscoveryReply = {
  name: 'baf',
  address: '192.168.5.1',
  httpPort: 80,
  serial: '504F94112134',
  firmware: '12.0.2.24',
  programmedAt: '2021-06-01 23:40:59',
  type: 0,
  hardwareId: 'A0000',
  parts: [
    { serial: '00000000', version: '0', flag: 'X' },
    { serial: '13106567', version: '11021110', flag: 'O' },
  ],
};

describe('the answer to a local search', () => {
  it('is asked for with one zero byte on port 7070, and comes to 7071', () => {
    expect(discoveryRequest()).toEqual(Uint8Array.of(0));
    expect(DISCOVERY_PORTS).toEqual({ request: 7070, reply: 7071 });
  });

  it('is read as captured, from bytes and from text', () => {
    expect(parseDiscoveryReply(CAPTURED)).toEqual(READ);
    expect(parseDiscoveryReply(encodeText(CAPTURED))).toEqual(READ);
  });

  it('is written as captured', () => {
    expect(formatDiscoveryReply(READ)).toBe(CAPTURED);
  });

  it('may be wrapped in brackets by old firmware, and end in NUL', () => {
    expect(parseDiscoveryReply(`[${CAPTURED}]`)).toEqual(READ);
    expect(parseDiscoveryReply(`${CAPTURED}\0`)).toEqual(READ);
    expect(formatDiscoveryReply(READ, { bracketed: true })).toBe(`[${CAPTURED}]`);
  });

  it.each(['My house in Kollerschlag', 'A 10.0.0.1:80 B', '[x]', '', 'Dům'])(
    'keeps the name %j',
    (name) => {
      const text = formatDiscoveryReply({ ...READ, name });
      expect(parseDiscoveryReply(encodeText(text))).toEqual({ ...READ, name });
    },
  );

  it('names an IPv6 address where there is one', () => {
    const reply = { ...READ, ipv6: 'fe80::524f:94ff:fe11:2134', parts: [] };
    expect(formatDiscoveryReply(reply)).toMatch(/ IPv6:fe80::524f:94ff:fe11:2134$/);
    expect(parseDiscoveryReply(formatDiscoveryReply(reply))).toEqual(reply);
  });

  it('needs no more than name, address, serial number and firmware', () => {
    const { name, address, httpPort, serial, firmware } = READ;
    const short: DiscoveryReply = { name, address, httpPort, serial, firmware, parts: [] };
    expect(parseDiscoveryReply('LoxLIVE: baf 192.168.5.1:80 504f94112134 12.0.2.24')).toEqual(
      short,
    );
    expect(formatDiscoveryReply(short)).toBe('LoxLIVE: baf 192.168.5.1:80 504F94112134 12.0.2.24');
  });

  it.each([
    ['another device', 'HELLO: x 192.168.5.1:80 504F94112134 12.0.2.24'],
    ['an address that is none', 'LoxLIVE: x 192.168.5.256:80 504F94112134 12.0.2.24'],
    ['a port that is none', 'LoxLIVE: x 192.168.5.1:65536 504F94112134 12.0.2.24'],
    ['a short serial number', 'LoxLIVE: x 192.168.5.1:80 504F9411213 12.0.2.24'],
    ['nothing', ''],
    ['a flood', `LoxLIVE: ${'x'.repeat(4096)} 192.168.5.1:80 504F94112134 12.0.2.24`],
  ])('is not read from %s', (_, text) => {
    expect(parseDiscoveryReply(text)).toBeUndefined();
  });

  it('round-trips', () => {
    const hex = (length: number) =>
      fc.stringMatching(new RegExp(`^[0-9A-F]{${length}}$`), { maxLength: length });
    const replies = fc.record(
      {
        name: fc.stringMatching(/^(?:[\w.:-]+ ?)*[\w.:-]+$/).filter((name) => name.length < 60),
        address: fc.ipV4(),
        httpPort: fc.integer({ min: 0, max: 65_535 }),
        serial: hex(12),
        firmware: fc.stringMatching(/^\d{1,2}\.\d\.\d{1,2}\.\d{1,2}$/),
        programmedAt: fc.constant('2024-02-29 00:00:00'),
        type: fc.integer({ min: 0, max: 4 }),
        hardwareId: hex(5),
        ipv6: fc.ipV6().filter((text) => !text.includes('.')),
        parts: fc.array(
          fc.record({ serial: hex(8), version: hex(8), flag: fc.constantFrom('O', 'X') }),
          { maxLength: 5 },
        ),
      },
      { requiredKeys: ['name', 'address', 'httpPort', 'serial', 'firmware', 'parts'] },
    );
    fc.assert(
      fc.property(replies, (reply) => {
        expect(parseDiscoveryReply(formatDiscoveryReply(reply))).toEqual(reply);
      }),
    );
  });
});
