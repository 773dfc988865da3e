import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUuid, readUuid, writeUuid, ZERO_UUID } from '../src/index.js';
import { anyUuid, fromHex, toHex } from './support/bytes.js';
import vectors from './vectors/tables.json' with { type: 'json' };

describe('isUuid', () => {
  it.each(['0f869a64-0200-0a9b-ffffd4c75dbaf53c', ZERO_UUID])('accepts %s', (text) => {
    expect(isUuid(text)).toBe(true);
  });

  it.each([
    ['RFC 4122 form', '0f869a64-0200-0a9b-ffff-d4c75dbaf53c'],
    ['upper case, which would not match as text', '0F869A64-0200-0A9B-FFFFD4C75DBAF53C'],
    ['the id of a part', '0f869a64-0200-0a9b-ffffd4c75dbaf53c/AI1'],
    ['too short', '0f869a64-0200-0a9b-ffffd4c75dbaf53'],
    ['trailing line break', '0f869a64-0200-0a9b-ffffd4c75dbaf53c\n'],
    ['no hexadecimal', '0g869a64-0200-0a9b-ffffd4c75dbaf53c'],
    ['empty', ''],
  ])('refuses %s', (_, text) => {
    expect(isUuid(text)).toBe(false);
  });
});

describe('readUuid and writeUuid', () => {
  it.each(vectors.uuids)('read and write $uuid', ({ hex, uuid }) => {
    expect(readUuid(fromHex(hex), 0)).toBe(uuid);
    const target = new Uint8Array(16);
    writeUuid(uuid, target, 0);
    expect(toHex(target)).toBe(hex);
  });

  it('work at an offset and leave the bytes around alone', () => {
    const target = new Uint8Array(20).fill(0xee);
    writeUuid('01020304-0506-0708-090a0b0c0d0e0f10', target, 2);
    expect(toHex(target)).toBe('eeee0403020106050807090a0b0c0d0e0f10eeee');
    expect(readUuid(target, 2)).toBe('01020304-0506-0708-090a0b0c0d0e0f10');
  });

  it('invert each other', () => {
    fc.assert(
      fc.property(anyUuid, (uuid) => {
        const bytes = new Uint8Array(16);
        writeUuid(uuid, bytes, 0);
        expect(isUuid(uuid)).toBe(true);
        expect(readUuid(bytes, 0)).toBe(uuid);
      }),
    );
  });

  it('read right however many uuids there are, in whatever order they come again', () => {
    // More than are remembered, so that many share a place; each bit differs somewhere.
    const all = Array.from({ length: 400_000 }, (_, index) => {
      const bytes = new Uint8Array(16).fill(7);
      // 100,000 that differ in one word alone, for each of the words.
      new DataView(bytes.buffer).setUint32((index % 4) * 4, Math.imul(index, 0x2545f491));
      return bytes;
    });
    const plain = (bytes: Uint8Array): string => {
      const hex = (...at: readonly number[]): string =>
        at.map((place) => (bytes[place] ?? 0).toString(16).padStart(2, '0')).join('');
      const tail = hex(8, 9, 10, 11, 12, 13, 14, 15);
      return `${hex(3, 2, 1, 0)}-${hex(5, 4)}-${hex(7, 6)}-${tail}`;
    };
    const wrong = [...all, ...all.toReversed()].filter(
      (bytes) => readUuid(bytes, 0) !== plain(bytes),
    );
    expect(wrong.map(toHex)).toEqual([]);
  });

  it.each([-1, 1, 0.5, Number.NaN])('refuse offset %s without room for 16 bytes', (offset) => {
    expect(() => readUuid(new Uint8Array(16), offset)).toThrow(RangeError);
    expect(() => writeUuid(ZERO_UUID, new Uint8Array(16), offset)).toThrow(RangeError);
  });

  it('refuses to write what is no uuid, and writes nothing', () => {
    const target = new Uint8Array(16).fill(7);
    expect(() => writeUuid('not-a-uuid', target, 0)).toThrow(RangeError);
    expect(target).toEqual(new Uint8Array(16).fill(7));
  });
});
