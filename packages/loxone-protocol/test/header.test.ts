import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader, MESSAGE_KIND, type MessageKind } from '../src/index.js';
import { fromHex, toHex } from './support/bytes.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';
import vectors from './vectors/tables.json' with { type: 'json' };

const kinds = Object.values(MESSAGE_KIND);

describe('decodeHeader', () => {
  it.each(vectors.headers)('reads $hex', ({ hex, kind, estimated, length }) => {
    expect(decodeHeader(fromHex(hex))).toEqual({ kind, estimated, length });
  });

  it.each([
    ['0x80, as most senders write it', 0x80, true],
    ['0x01, as some do', 0x01, true],
    ['both', 0x81, true],
    ['neither, whatever the other bits', 0x7e, false],
  ])('takes %s for the estimated flag', (_, flags, estimated) => {
    expect(decodeHeader(Uint8Array.of(3, 0, flags, 0, 1, 0, 0, 0)).estimated).toBe(estimated);
  });

  it('ignores the reserved byte', () => {
    expect(decodeHeader(Uint8Array.of(3, 6, 0, 0xff, 0, 0, 0, 0)).kind).toBe(6);
  });

  it('reads a header that is a view into a larger buffer', () => {
    const buffer = Uint8Array.of(9, 9, 9, 3, 2, 0, 0, 24, 0, 0, 0, 9);
    expect(decodeHeader(buffer.subarray(3, 11))).toEqual({ kind: 2, estimated: false, length: 24 });
  });

  it.each([
    ['nothing', '', /0 bytes/],
    ['seven bytes', '03000000ab0000', /7 bytes/],
    ['nine bytes', '03000000ab00000000', /9 bytes/],
    ['another marker', '02000000ab000000', /begins with 2/],
    ['an unknown kind', '03080000ab000000', /kind 8 is unknown/],
  ])('refuses %s', (_, hex, message) => {
    const error = expectFailure('ERR_LOXONE_FRAME_MALFORMED', () => decodeHeader(fromHex(hex)));
    expect(error.message).toMatch(message);
  });

  it('answers or fails with its code for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        resultOrLoxoneError(() => decodeHeader(bytes));
      }),
    );
  });
});

describe('encodeHeader', () => {
  it('writes a keepalive answer', () => {
    expect(toHex(encodeHeader({ kind: 6, estimated: false, length: 0 }))).toBe('0306000000000000');
  });

  it('writes 0x80 for an estimated length', () => {
    expect(toHex(encodeHeader({ kind: 1, estimated: true, length: 256 }))).toBe('0301800000010000');
  });

  it('is inverted by decodeHeader', () => {
    const anyHeader = fc.record({
      kind: fc.constantFrom(...kinds),
      estimated: fc.boolean(),
      length: fc.nat(0xffff_ffff),
    });
    fc.assert(
      fc.property(anyHeader, (header) => {
        expect(decodeHeader(encodeHeader(header))).toEqual(header);
      }),
    );
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN])('refuses length %s', (length) => {
    expect(() => encodeHeader({ kind: 0, estimated: false, length })).toThrow(RangeError);
  });

  it('refuses an unknown kind', () => {
    const kind = 8 as MessageKind;
    expect(() => encodeHeader({ kind, estimated: false, length: 0 })).toThrow(RangeError);
  });
});
