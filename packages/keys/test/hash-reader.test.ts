import type { KeyRecord } from '@gatehouse/core';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { HashReader } from '../src/hash-reader.js';
import { formatKeyHash } from '../src/key-hash.js';
import type { Peppers } from '../src/peppers.js';

const hashText = (fill: number): string =>
  formatKeyHash({ pepperId: 'p-1', mac: new Uint8Array(32).fill(fill) });

function recordWith(hash: string): { hash: string } & Omit<KeyRecord, 'hash'> {
  return { ...testRecord('admin', 1), revision: '1', hash };
}

describe('the hash of a record', () => {
  it('is read once, and is the same for as long as it is the same', () => {
    const reader = new HashReader();
    const record = recordWith(hashText(1));
    const first = reader.of(record);
    expect(first?.mac).toEqual(new Uint8Array(32).fill(1));
    expect(reader.of(record)).toBe(first);
    expect(reader.of({ ...record })?.mac).toEqual(first?.mac);
  });

  it('is read anew where a store changes a record in its place', () => {
    const reader = new HashReader();
    const record = recordWith(hashText(1));
    reader.of(record);
    record.hash = hashText(2);
    expect(reader.of(record)?.mac).toEqual(new Uint8Array(32).fill(2));
    record.hash = '';
    expect(reader.of(record)).toBeUndefined();
  });

  it.each(['', 'hmac-sha256:p-1:short', 'sha256:x'])('is none in "%s", each time', (hash) => {
    const reader = new HashReader();
    const record = recordWith(hash);
    expect(reader.of(record)).toBeUndefined();
    expect(reader.of(record)).toBeUndefined();
  });

  it('of nobody is remembered as well', () => {
    const reader = new HashReader();
    const peppers = { dummyHash: hashText(3) } as Peppers;
    const dummy = reader.dummyOf(peppers);
    expect(dummy?.mac).toEqual(new Uint8Array(32).fill(3));
    expect(reader.dummyOf(peppers)).toBe(dummy);
  });
});
