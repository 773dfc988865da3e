import { createHmac } from 'node:crypto';
import { createHmacSha256, hmacSha256, toHex } from '@gatehouse/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, hex, utf8 } from './support.js';

const LONG_KEY = new Uint8Array(131).fill(0xaa);

// RFC 4231 §4.2 to §4.8.
const RFC_4231: readonly {
  readonly test: string;
  readonly key: Uint8Array;
  readonly data: Uint8Array;
  readonly mac: string;
}[] = [
  {
    test: '1',
    key: new Uint8Array(20).fill(0x0b),
    data: utf8('Hi There'),
    mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    test: '2: a key shorter than the output',
    key: utf8('Jefe'),
    data: utf8('what do ya want for nothing?'),
    mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    test: '3: key and data longer than one block',
    key: new Uint8Array(20).fill(0xaa),
    data: new Uint8Array(50).fill(0xdd),
    mac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  },
  {
    test: '4',
    key: hex('0102030405060708090a0b0c0d0e0f10111213141516171819'),
    data: new Uint8Array(50).fill(0xcd),
    mac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  },
  {
    test: '5: published cut to 128 bits',
    key: new Uint8Array(20).fill(0x0c),
    data: utf8('Test With Truncation'),
    mac: 'a3b6167473100ee06e0c796c2955552b',
  },
  {
    test: '6: a key longer than a block',
    key: LONG_KEY,
    data: utf8('Test Using Larger Than Block-Size Key - Hash Key First'),
    mac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    test: '7: key and data longer than a block',
    key: LONG_KEY,
    data: utf8(
      'This is a test using a larger than block-size key and a larger than block-size data. ' +
        'The key needs to be hashed before being used by the HMAC algorithm.',
    ),
    mac: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  },
];

describe('hmacSha256', () => {
  it.each(RFC_4231)('gives RFC 4231 test case $test', ({ key, data, mac }) => {
    expect(toHex(hmacSha256(key, data)).slice(0, mac.length)).toBe(mac);
  });

  it('agrees with the platform for any key and message', () => {
    fc.assert(
      fc.property(bytes({ maxLength: 150 }), bytes({ maxLength: 200 }), (key, message) => {
        const expected = createHmac('sha256', key).update(message).digest('hex');
        expect(toHex(hmacSha256(key, message))).toBe(expected);
      }),
    );
  });
});

describe('createHmacSha256', () => {
  it('gives for each message what hmacSha256 gives, in any order', () => {
    fc.assert(
      fc.property(
        bytes({ maxLength: 100 }),
        fc.array(bytes(), { maxLength: 5 }),
        (key, messages) => {
          const mac = createHmacSha256(key);
          for (const message of [...messages, ...messages.toReversed()]) {
            expect(mac(message)).toEqual(hmacSha256(key, message));
          }
        },
      ),
    );
  });

  it('leaves alone what it gave before, and what other keys work on', () => {
    const [first, second] = [createHmacSha256(utf8('a')), createHmacSha256(utf8('b'))];
    const kept = first(utf8('1'));
    second(utf8('2'));
    const other = first(utf8('3'));
    expect(other).not.toBe(kept);
    expect(kept).toEqual(hmacSha256(utf8('a'), utf8('1')));
    expect(other).toEqual(hmacSha256(utf8('a'), utf8('3')));
  });

  it('is not spoilt by a message that it refuses', () => {
    const mac = createHmacSha256(utf8('key'));
    const refused = { length: 100 } as unknown as Uint8Array;
    for (const length of [0, 63, 64, 200]) {
      const message = new Uint8Array(length).fill(1);
      expect(() => mac(refused)).toThrow(TypeError);
      expect(mac(message)).toEqual(hmacSha256(utf8('key'), message));
    }
  });

  it('does not keep the key that it was given', () => {
    const key = new Uint8Array(32).fill(7);
    const mac = createHmacSha256(key);
    const before = mac(utf8('message'));
    key.fill(0);
    expect(mac(utf8('message'))).toEqual(before);
  });
});
