import type { KeyRecord } from '@gatehouse/core';
import { createFakeClock, testRecord } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { RecordCache } from '../src/record-cache.js';
import { errorOf } from './support/errors.js';
import { openStore } from './support/store.js';

const record = (n: number): KeyRecord => ({ ...testRecord('admin', n), revision: String(n) });

describe('records that were read', () => {
  it('are given again until somebody changes them, here or elsewhere', async () => {
    const clock = createFakeClock();
    const { keys, path } = await openStore({ clock });
    const other = await openStore({ path });
    const { id } = await keys.insert('admin', (n) => testRecord('admin', n));
    const first = await keys.get(id);
    expect(first).toBeDefined();
    expect(await keys.get(id)).toBe(first);
    const here = await keys.update(id, first?.revision ?? '', { name: 'here' });
    expect(await keys.get(id)).toEqual(here);
    const elsewhere = await other.keys.update(id, here.revision, { active: false });
    clock.advance(20);
    expect(await keys.get(id)).toEqual(elsewhere);
    expect((await keys.get(id))?.active).toBe(false);
    await other.keys.delete(id, elsewhere.revision);
    clock.advance(20);
    expect(await keys.get(id)).toBeUndefined();
  });

  it('are gone when they were deleted here', async () => {
    const { keys } = await openStore();
    const { id, revision } = await keys.insert('admin', (n) => testRecord('admin', n));
    expect(await keys.get(id)).toBeDefined();
    await keys.delete(id, revision);
    expect(await keys.get(id)).toBeUndefined();
  });

  it('do not hide that a program changed the row and not its revision', async () => {
    const clock = createFakeClock();
    const { keys, path } = await openStore({ clock });
    const { id } = await keys.insert('admin', (n) => testRecord('admin', n));
    expect((await keys.get(id))?.active).toBe(true);
    const database = new Database(path);
    database.prepare('UPDATE keys SET active = 0 WHERE id = ?').run(id);
    database.close();
    clock.advance(20);
    await errorOf(keys.get(id), 'ERR_MCPAUTH_STORE_DAMAGED');
  });

  it('are as they were after a write that was rolled back', async () => {
    const { keys } = await openStore();
    const { id, revision } = await keys.insert('admin', (n) => testRecord('admin', n));
    const before = await keys.get(id);
    const full = new Error('disk full');
    const unwritable = {
      get name(): string {
        throw full;
      },
    };
    await expect(keys.update(id, revision, unwritable)).rejects.toThrow();
    await expect(keys.update(id, revision, { name: '\ud800' })).rejects.toThrow(RangeError);
    expect(await keys.get(id)).toEqual(before);
  });

  it('are read anew when their list has become short', async () => {
    const { keys } = await openStore();
    const ipWhitelist = Array.from({ length: 1_000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`);
    const wide = await keys.insert('admin', (n) => testRecord('admin', n, { ipWhitelist }));
    expect(await keys.get(wide.id)).toEqual(wide);
    const narrow = await keys.update(wide.id, wide.revision, { ipWhitelist: ['::1'] });
    const read = await keys.get(wide.id);
    expect(read).toEqual(narrow);
    expect(await keys.get(wide.id)).toBe(read);
  });
});

describe('an id that was not there', () => {
  it('is found as soon as there is such a key, made here or elsewhere', async () => {
    const clock = createFakeClock();
    const { keys, path } = await openStore({ clock });
    const other = await openStore({ path });
    const [here, elsewhere] = [testRecord('admin', 1), testRecord('admin', 2)];
    for (const { id } of [here, elsewhere, here]) expect(await keys.get(id)).toBeUndefined();
    await keys.insert('admin', (n) => testRecord('admin', n));
    expect((await keys.get(here.id))?.id).toBe(here.id);
    expect(await keys.get(elsewhere.id)).toBeUndefined();
    await other.keys.insert('admin', (n) => testRecord('admin', n));
    clock.advance(20);
    expect((await keys.get(elsewhere.id))?.id).toBe(elsewhere.id);
  });

  it('is there again after it was deleted and put back', async () => {
    const { keys } = await openStore();
    const made = await keys.insert('admin', (n) => testRecord('admin', n));
    await keys.delete(made.id, made.revision);
    expect(await keys.get(made.id)).toBeUndefined();
    expect(await keys.get(made.id)).toBeUndefined();
    const next = await keys.insert('admin', (n) => testRecord('admin', n));
    expect((await keys.get(next.id))?.id).toBe(next.id);
  });
});

describe('the cache of records', () => {
  it('forgets everything with the version, and where there is none', () => {
    const cache = new RecordCache<KeyRecord>(8);
    cache.keepFor(1);
    cache.set(record(1).id, record(1));
    cache.keepFor(1);
    expect(cache.get(record(1).id)).toEqual(record(1));
    for (const version of [2, undefined, undefined, 3]) {
      cache.set(record(1).id, record(1));
      cache.keepFor(version);
      expect(cache.get(record(1).id)).toBeUndefined();
    }
  });

  it('keeps what is used, the latest half in any case, and no more than it may', () => {
    const cache = new RecordCache<KeyRecord>(8);
    cache.keepFor(1);
    for (let n = 1; n <= 50; n += 1) {
      cache.set(record(n).id, record(n));
      expect(cache.get(record(1).id)).toEqual(record(1));
      expect(cache.get(record(n).id)).toEqual(record(n));
    }
    // Backwards, so that what is looked for pushes out only what was seen.
    const kept = Array.from({ length: 50 }, (_, n) => 50 - n).filter(
      (n) => cache.get(record(n).id) !== undefined,
    );
    expect(kept).toEqual(expect.arrayContaining([50, 49, 48, 1]));
    expect(kept.length).toBeLessThanOrEqual(8);
  });
});
