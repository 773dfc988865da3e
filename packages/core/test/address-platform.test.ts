import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAddressList } from '../src/address/address-list.js';
import { networkOf } from '../src/address/ip-range.js';
import { flipBit, ipv4Text, ipv6Text } from './addresses.js';

/**
 * The platform's own list is the oracle, for the forms that both take. Left out, because stricter
 * here on purpose: entries with bits beyond their prefix, texts that are no address, and what
 * mapped addresses mean to the platform's IPv6 rules.
 */

const word = fc.oneof(
  fc.nat({ max: 0xffffffff }),
  fc.constantFrom(0, 1, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff),
);

interface Family {
  readonly name: 'ipv4' | 'ipv6';
  readonly version: 4 | 6;
  readonly bits: number;
  readonly words: fc.Arbitrary<readonly number[]>;
  readonly text: (words: readonly number[]) => string;
}

const FAMILIES: readonly Family[] = [
  { name: 'ipv4', version: 4, bits: 32, words: fc.tuple(word), text: ipv4Text },
  { name: 'ipv6', version: 6, bits: 128, words: fc.tuple(word, word, word, word), text: ipv6Text },
];

function isMapped(words: readonly number[]): boolean {
  return words.length === 4 && words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
}

describe.each(FAMILIES)('allow-lists of $name networks', ({ name, version, bits, words, text }) => {
  const network = fc
    .tuple(words, fc.integer({ min: 0, max: bits }))
    // The platform takes mapped networks for IPv4 ones; lengths under 97 are refused here.
    .filter(([value]) => !isMapped(value))
    .map(([value, length]) => ({
      base: networkOf({ version, words: value }, length).words,
      length,
    }));

  it('agree with the platform about members, neighbours and strangers', () => {
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(
        fc.array(network, { minLength: 1, maxLength: 12 }),
        fc.array(words, { maxLength: 3 }),
        fc.nat({ max: bits - 1 }),
        (networks, strangers, bit) => {
          const platform = new BlockList();
          const entries = networks.map(({ base, length }) => {
            platform.addSubnet(text(base), length, name);
            return `${text(base)}/${length}`;
          });
          const list = compileAddressList(entries);
          expect(list.unreadable).toBe(0);
          const members = networks.flatMap(({ base, length }) => [
            base,
            flipBit(base, bit),
            flipBit(base, Math.min(length, bits - 1)),
            flipBit(base, Math.max(length - 1, 0)),
          ]);
          for (const probe of [...members, ...strangers]) {
            if (isMapped(probe)) continue;
            const expected = platform.check(text(probe), name);
            expect(list.allows(text(probe)), text(probe)).toBe(expected);
            seen[`${expected}`] += 1;
          }
        },
      ),
      { numRuns: 1500 },
    );
    expect(seen.true).toBeGreaterThan(1000);
    expect(seen.false).toBeGreaterThan(1000);
  });
});

describe('mapped peers', () => {
  it('are judged by the IPv4 networks, as the platform does when it is told the family', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 32 }), (base, other, length) => {
        const network = networkOf({ version: 4, words: [base] }, length).words;
        const platform = new BlockList();
        platform.addSubnet(ipv4Text(network), length, 'ipv4');
        const list = compileAddressList([`${ipv4Text(network)}/${length}`]);
        for (const probe of [base, other]) {
          const expected = platform.check(ipv4Text([probe]), 'ipv4');
          expect(list.allows(`::ffff:${ipv4Text([probe])}`)).toBe(expected);
          expect(list.allows(ipv6Text([0, 0, 0xffff, probe]))).toBe(expected);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
