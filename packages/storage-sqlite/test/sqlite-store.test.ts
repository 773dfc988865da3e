import type { KeyId } from '@gatehouse/core';
import { silentLogger } from '@gatehouse/core';
import { createFakeClock, testHeader, testRecord } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { openConnection } from '../src/connection.js';
import { SqliteKeyStore } from '../src/sqlite-key-store.js';
import { errorOf } from './support/errors.js';
import { newPath, openStore } from './support/store.js';

/** Looks into a database from outside. */
function peek(path: string, pragma: string): unknown {
  const database = new Database(path);
  try {
    return database.pragma(pragma, { simple: true });
  } finally {
    database.close();
  }
}

describe('the connection', () => {
  it('syncs each commit, in a write-ahead log', async () => {
    const { path } = await openStore();
    const connection = await openConnection({
      path,
      logger: silentLogger,
      watchIntervalMs: 1_000,
      lockWaitMs: 0,
      clock: createFakeClock(),
    });
    const ask = (name: string): unknown => connection.database.pragma(name, { simple: true });
    expect(ask('journal_mode')).toBe('wal');
    expect(ask('synchronous')).toBe(2);
    expect(ask('foreign_keys')).toBe(1);
    await connection.abandon();
  });

  it('is open until the last of three parts is closed', async () => {
    const { keys, usage, audit, path, backup } = await openStore();
    await keys.close();
    await usage.add([{ keyId: 'a', uses: 1, failures: 0 }]);
    await usage.close();
    expect(await audit.head()).toBeUndefined();
    await backup(await newPath());
    await audit.close();
    await errorOf(backup(await newPath()), 'ERR_MCPAUTH_STORE_CLOSED');
    // Nobody holds it any more: a mode can only be changed by whoever is alone.
    expect(peek(path, 'journal_mode = DELETE')).toBe('delete');
  });

  it('keeps no process alive', async () => {
    const timers = vi.spyOn(globalThis, 'setInterval');
    const delays = vi.spyOn(globalThis, 'setTimeout');
    try {
      await openStore();
      const started = [...timers.mock.results, ...delays.mock.results].map(({ value }) => value);
      expect(started.length).toBeGreaterThan(0);
      expect(started.filter((timer: NodeJS.Timeout) => timer.hasRef())).toEqual([]);
    } finally {
      timers.mockRestore();
      delays.mockRestore();
    }
  });

  it('takes nothing but text for an id', async () => {
    const { keys, usage } = await openStore();
    for (const id of [{ id: 1 }, ['a'], Buffer.from('a'), null, undefined, 7n, 5]) {
      // As a caller without types would.
      expect(await keys.get(id as unknown as KeyId)).toBeUndefined();
      expect(await usage.get(id as unknown as KeyId)).toBeUndefined();
    }
  });
});

describe('records', () => {
  it('come back whatever is in them', async () => {
    const { keys } = await openStore();
    const word = fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text));
    const moment = fc.maxSafeInteger();
    const fields = fc.record(
      {
        name: word,
        createdBy: word,
        createdAt: moment,
        notBefore: moment,
        expiresAt: moment,
        maxIdleDays: moment,
        enabledAt: moment,
        active: fc.boolean(),
        revoked: fc.oneof(
          fc.record({ at: moment, by: word }),
          fc.record({ at: moment, by: word, reason: word }),
        ),
        replaces: word,
        replacedBy: word,
        ipWhitelist: fc.array(word),
        devices: fc.array(word),
        rooms: fc.array(word),
        permissions: fc.array(word),
        hash: word,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fields, fields, async (first, second) => {
        const record = await keys.insert('custom', (n) => testRecord('custom', n, first));
        expect(await keys.get(record.id)).toStrictEqual(record);
        expect(record).toMatchObject(first);
        const changed = await keys.update(record.id, record.revision, second);
        expect(changed).toMatchObject({ ...first, ...second });
        expect(await keys.get(record.id)).toStrictEqual(changed);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['name', 'half \ud800'],
    ['rooms', ['\udc00']],
    ['createdAt', 1.5],
    ['expiresAt', Number.POSITIVE_INFINITY],
    ['notBefore', 2 ** 53],
    ['id', ''],
  ])('are refused when %s cannot be kept', async (field, value) => {
    const { keys } = await openStore();
    const insert = keys.insert('admin', (n) => ({ ...testRecord('admin', n), [field]: value }));
    if (field === 'rooms') {
      // Inside JSON, even half a character comes back.
      expect((await keys.get((await insert).id))?.rooms).toEqual(value);
    } else {
      await expect(insert).rejects.toThrow(RangeError);
      expect(await keys.list()).toEqual([]);
    }
  });

  it('get another revision with every change, also back and forth', async () => {
    const { keys } = await openStore();
    const seen = new Set<string>();
    let record = await keys.insert('admin', (n) => testRecord('admin', n));
    for (const name of ['a', 'b', 'a', 'b', 'b']) {
      seen.add(record.revision);
      record = await keys.update(record.id, record.revision, { name });
    }
    seen.add(record.revision);
    await keys.delete(record.id, record.revision);
    const again = await keys.insert('admin', () => testRecord('admin', 1));
    expect(seen.add(again.revision).size).toBe(7);
  });

  it('keep their place among those made at the same moment, whatever is changed', async () => {
    const { keys } = await openStore();
    for (const role of ['c', 'a', 'b']) {
      await keys.insert(role, (n) => testRecord(role, n, { createdAt: 5 }));
    }
    const first = await keys.get('lmcp_c_001');
    await keys.update('lmcp_c_001', first?.revision ?? '', { name: 'changed' });
    expect((await keys.list()).map(({ role }) => role)).toEqual(['c', 'a', 'b']);
  });

  it('with long lists are the same object until they change, whoever changes them', async () => {
    const { keys, path } = await openStore();
    const other = await openStore({ path });
    const ipWhitelist = Array.from({ length: 10_000 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`);
    const { id } = await keys.insert('admin', (n) => testRecord('admin', n, { ipWhitelist }));
    const record = await keys.get(id);
    expect(record?.ipWhitelist).toEqual(ipWhitelist);
    expect(await keys.get(id)).toBe(record);
    expect(Object.isFrozen(record?.ipWhitelist)).toBe(true);
    const changed = await other.keys.update(id, record?.revision ?? '', {
      ipWhitelist: [...ipWhitelist, '::1'],
    });
    expect(await keys.get(id)).toEqual(changed);
    await other.keys.delete(id, changed.revision);
    expect(await keys.get(id)).toBeUndefined();
  });

  it('keep their id, whatever a change says', async () => {
    const { keys } = await openStore();
    const record = await keys.insert('admin', (n) => testRecord('admin', n));
    const change = { id: 'lmcp_admin_999', name: 'x' };
    expect((await keys.update(record.id, record.revision, change)).id).toBe(record.id);
    expect(await keys.list()).toHaveLength(1);
  });
});

describe('changes by others', () => {
  it('are read within 20 ms, and reported by the watcher', async () => {
    const store = await openStore({ watchIntervalMs: 250 });
    const other = await openStore({ path: store.path });
    const record = await other.keys.insert('admin', (n) => testRecord('admin', n));
    expect(await store.keys.get(record.id)).toEqual(record);
    await vi.waitFor(() => expect(store.events).toHaveLength(1), { timeout: 20_000 });
    expect(store.events).toEqual([{ type: 'inserted', id: record.id, origin: 'outside' }]);
  });

  it('are reported once, in order, and not for usage or audit', async () => {
    const store = await openStore();
    const other = await openStore({ path: store.path });
    await other.usage.add([{ keyId: 'a', uses: 1, failures: 0 }]);
    await other.keys.ensureHeader(() => testHeader());
    let record = await other.keys.insert('admin', (n) => testRecord('admin', n));
    record = await other.keys.update(record.id, record.revision, { name: 'x' });
    await other.keys.delete(record.id, record.revision);
    await vi.waitFor(() => expect(store.events).toHaveLength(3), { timeout: 20_000 });
    expect(store.events.map(({ type }) => type)).toEqual(['inserted', 'updated', 'deleted']);
    expect(other.events.every(({ origin }) => origin === 'self')).toBe(true);
  });

  it('that were too many to be written down count as changes of every key', async () => {
    const path = await newPath();
    const logger = { ...silentLogger, warn: vi.fn() };
    const clock = createFakeClock();
    const options = { path, logger, watchIntervalMs: 60_000, lockWaitMs: 100, clock };
    const connection = await openConnection(options);
    const slow = new SqliteKeyStore(connection, 5);
    const events: unknown[] = [];
    slow.subscribe(({ type, id, origin }) => events.push(`${type} ${id} ${origin}`));
    const fast = new SqliteKeyStore(await openConnection(options), 5);
    const gone = await fast.insert('admin', (n) => testRecord('admin', n));
    await fast.delete(gone.id, gone.revision);
    for (let made = 0; made < 9; made += 1) {
      await fast.insert('device', (n) => testRecord('device', n));
    }
    await slow.insert('custom', (n) => testRecord('custom', n));
    const devices = Array.from({ length: 9 }, (_, n) => `updated lmcp_device_00${n + 1} outside`);
    // The deletion is kept longer than other changes are: nothing else would tell of it.
    expect(events.slice(0, 1)).toEqual(['deleted lmcp_admin_001 outside']);
    expect(events.slice(1)).toEqual(expect.arrayContaining(devices));
    expect(events.at(-1)).toBe('inserted lmcp_custom_001 self');
    expect(logger.warn).toHaveBeenCalledTimes(1);
    const count = connection.database.prepare<number>('SELECT count(*) FROM changes').pluck();
    expect(count.get()).toBeLessThanOrEqual(6);
    await fast.close();
    await slow.close();
  });
});
