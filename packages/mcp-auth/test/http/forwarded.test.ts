import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForwarded, readForwardedFor } from '../../src/http/forwarded.js';

describe('X-Forwarded-For', () => {
  it.each<[string, (string | undefined)[]]>([
    ['192.0.2.1', ['192.0.2.1']],
    ['192.0.2.1, 198.51.100.2', ['192.0.2.1', '198.51.100.2']],
    ['192.0.2.1:4711', ['192.0.2.1']],
    ['2001:db8::1', ['2001:db8::1']],
    ['[2001:DB8::1]', ['2001:db8::1']],
    ['[2001:db8::1]:443', ['2001:db8::1']],
    ['::ffff:192.0.2.1', ['192.0.2.1']],
    ['[::ffff:c000:201]:1', ['192.0.2.1']],
    ['fe80::1%eth0', ['fe80::1']],
    ['[fe80::1%25eth0]:80', ['fe80::1']],
    ['unknown, 192.0.2.1', [undefined, '192.0.2.1']],
    ['', [undefined]],
    ['192.0.2.1,', ['192.0.2.1', undefined]],
    ['010.0.0.1', [undefined]],
    ['0x0a.0.0.1', [undefined]],
    ['167772161', [undefined]],
    ['10.1', [undefined]],
    ['10.0.0.256', [undefined]],
    ['[192.0.2.1]', [undefined]],
    ['[192.0.2.1]:80', [undefined]],
    ['192.0.2.1:port', [undefined]],
    ['192.0.2.1 198.51.100.2', [undefined]],
    ['"192.0.2.1"', [undefined]],
    ['localhost', [undefined]],
    ['192.0.2.1%eth0', [undefined]],
  ])('%j names %j', (value, hops) => {
    expect(readForwardedFor([value])).toEqual(hops);
  });

  it('is one list over all its lines', () => {
    expect(readForwardedFor(['192.0.2.1, 192.0.2.2', '192.0.2.3'])).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
    ]);
  });
});

describe('Forwarded', () => {
  // The first ones are the examples of RFC 7239 §4 and §7.1.
  it.each<[string, (string | undefined)[]]>([
    ['for="_gazonk"', [undefined]],
    ['For="[2001:db8:cafe::17]:4711"', ['2001:db8:cafe::17']],
    ['for=192.0.2.60;proto=http;by=203.0.113.43', ['192.0.2.60']],
    ['for=192.0.2.43, for=198.51.100.17', ['192.0.2.43', '198.51.100.17']],
    [
      'for=192.0.2.43,for="[2001:db8:cafe::17]",for=unknown',
      ['192.0.2.43', '2001:db8:cafe::17', undefined],
    ],
    ['for=_hidden, for=_SEVKISEK', [undefined, undefined]],
    ['proto=https;for="192.0.2.1:80"', ['192.0.2.1']],
    ['for="192.0.2.\\1"', ['192.0.2.1']],
    ['by=203.0.113.43', [undefined]],
    ['for=192.0.2.1;for=192.0.2.2', [undefined]],
    ['', [undefined]],
    ['for', [undefined]],
    ['for=', [undefined]],
    ['for=192.0.2.1;', [undefined]],
    ['for=192.0.2.1,', [undefined]],
    ['for=192.0.2.1 for=192.0.2.2', [undefined]],
    ['for=192.0.2.1:80', [undefined]],
    ['for="192.0.2.1', [undefined]],
  ])('%j names %j', (value, hops) => {
    expect(readForwarded([value])).toEqual(hops);
  });

  it('is unreadable as a whole where a client left a quote open to hide what follows', () => {
    expect(readForwarded(['for=192.0.2.1;by="', 'for=198.51.100.2'])).toEqual([undefined]);
    const hidden = readForwarded(['for=192.0.2.1;by="', 'for="[2001:db8::1]"']);
    expect(hidden).toEqual([undefined]);
  });

  it('never throws, and names only addresses', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        for (const hop of [...readForwarded(values), ...readForwardedFor(values)]) {
          if (hop !== undefined) expect(hop).toMatch(/^[0-9a-f:.]+$/);
        }
      }),
      { numRuns: 2000 },
    );
  }, 60_000);

  it('names what was written by a proxy that follows the grammar', () => {
    const node = fc.oneof(
      fc.ipV4().map((address) => [address, `for=${address}`] as const),
      fc.ipV4().map((address) => [address, `by=x;for="${address}:80"`] as const),
      fc.constant(['2001:db8::1', 'proto=http;FOR="[2001:db8::1]:1";host="a,b;c"'] as const),
    );
    fc.assert(
      fc.property(
        fc.array(node, { minLength: 1 }),
        fc.constantFrom(',', ', ', ' ,'),
        (nodes, comma) => {
          const value = nodes.map(([, text]) => text).join(comma);
          expect(readForwarded([value])).toEqual(nodes.map(([address]) => address));
        },
      ),
    );
  }, 60_000);
});

// Whatever took squares of a million steps would outlast the test.
it.each([':', '[:', ']:', '"', '\\', ' ', ';', ',', 'for=', 'for="[:', '[1:', '1.', '%', '\t,'])(
  'reads a million characters of %j in one go',
  (part) => {
    const flood = part.repeat(1_000_000 / part.length);
    for (const value of [flood, `[${flood}`, `for="[${flood}"`, `for=${flood}x`]) {
      expect(readForwardedFor([value]).length).toBeGreaterThan(0);
      expect(readForwarded([value]).length).toBeGreaterThan(0);
    }
  },
);
