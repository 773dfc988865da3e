import type { Clock, KeyRecord } from '@gatehouse/core';
import { silentLogger } from '@gatehouse/core';
import type { FakeClock } from '@gatehouse/mcp-auth-testing';
import { createFakeClock, testRecord } from '@gatehouse/mcp-auth-testing';
import Sqlite from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openConnection } from '../src/connection.js';
import { DataVersion } from '../src/data-version.js';
import type { Database } from '../src/driver.js';
import { KeyTable } from '../src/key-table.js';
import { errorOf } from './support/errors.js';
import type { OpenedStore } from './support/store.js';
import { newPath, openStore } from './support/store.js';

/** Never looks by itself while a test runs. */
const BLIND = 600_000;

interface Pair {
  readonly clock: FakeClock;
  /** The store that is tested; it has read the record. */
  readonly here: OpenedStore;
  /** Another connection to the same database. */
  readonly there: OpenedStore;
  readonly record: KeyRecord;
}

async function openPair(watchIntervalMs = BLIND): Promise<Pair> {
  const clock = createFakeClock();
  const here = await openStore({ clock, watchIntervalMs });
  const there = await openStore({ path: here.path });
  const record = await here.keys.insert('admin', (n) => testRecord('admin', n));
  expect(await here.keys.get(record.id)).toEqual(record);
  return { clock, here, there, record };
}

describe('what another connection commits', () => {
  it('is read 20 ms later at the latest, and not asked for at every look-up before', async () => {
    const { clock, here, there, record } = await openPair();
    const first = await here.keys.get(record.id);
    const changed = await there.keys.update(record.id, record.revision, { active: false });
    clock.advance(19);
    expect(await here.keys.get(record.id)).toBe(first);
    clock.advance(1);
    expect(await here.keys.get(record.id)).toEqual(changed);
  });

  it('does not stay unseen because keys are looked up all the time', async () => {
    const { clock, here, there, record } = await openPair();
    await there.keys.update(record.id, record.revision, { active: false });
    const seen: (boolean | undefined)[] = [];
    for (let late = 0; late <= 20; late += 1) {
      seen.push((await here.keys.get(record.id))?.active);
      clock.advance(1);
    }
    expect(seen.at(-1)).toBe(false);
  });

  it('is read at once by whoever is told of it', async () => {
    const { here, there, record } = await openPair(20);
    const read: (Promise<KeyRecord | undefined> | undefined)[] = [];
    here.keys.subscribe(({ id }) => read.push(here.keys.get(id)));
    const changed = await there.keys.update(record.id, record.revision, { active: false });
    await vi.waitFor(() => expect(read).toHaveLength(1), { timeout: 20_000 });
    expect(await read[0]).toEqual(changed);
    expect(await here.keys.get(record.id)).toEqual(changed);
  });

  it('is read at once by whoever is told of it by a write of this connection', async () => {
    const { here, there, record } = await openPair();
    const read: (Promise<KeyRecord | undefined> | undefined)[] = [];
    here.keys.subscribe(({ id, origin }) => {
      if (origin === 'outside') read.push(here.keys.get(id));
    });
    const changed = await there.keys.update(record.id, record.revision, { active: false });
    await here.keys.insert('device', (n) => testRecord('device', n));
    expect(await Promise.all(read)).toEqual([changed]);
  });

  it('is what a conditional write is judged by, and what is read after its conflict', async () => {
    const { here, there, record } = await openPair();
    const changed = await there.keys.update(record.id, record.revision, { name: 'there' });
    expect(await here.keys.get(record.id)).toEqual(record);
    const stale = here.keys.update(record.id, record.revision, { name: 'here' });
    await errorOf(stale, 'ERR_MCPAUTH_STORE_CONFLICT');
    const again = await here.keys.get(record.id);
    expect(again).toEqual(changed);
    const written = await here.keys.update(record.id, again?.revision ?? '', { name: 'here' });
    expect(await here.keys.get(record.id)).toEqual(written);
  });

  it('is what a deletion is judged by, and what is read after it was refused', async () => {
    const { here, there, record } = await openPair();
    await there.keys.delete(record.id, record.revision);
    await errorOf(here.keys.delete(record.id, record.revision), 'ERR_MCPAUTH_KEY_NOT_FOUND');
    expect(await here.keys.get(record.id)).toBeUndefined();
  });

  it('is what an id is judged by that was not there a moment ago', async () => {
    const { here, there } = await openPair();
    const next = testRecord('admin', 2);
    expect(await here.keys.get(next.id)).toBeUndefined();
    const made = await there.keys.insert('admin', (n) => testRecord('admin', n));
    expect(made.id).toBe(next.id);
    const same = here.keys.insert('device', () => next);
    await errorOf(same, 'ERR_MCPAUTH_STORE_CONFLICT');
    expect(await here.keys.get(next.id)).toEqual(made);
  });

  it('does not appear in a list and disappear again', async () => {
    const { here, there, record } = await openPair();
    const changed = await there.keys.update(record.id, record.revision, { active: false });
    expect(await here.keys.list()).toEqual([changed]);
    expect(await here.keys.get(record.id)).toEqual(changed);
  });

  it('is not forgotten because this connection wrote something else', async () => {
    const { clock, here, there, record } = await openPair();
    const changed = await there.keys.update(record.id, record.revision, { active: false });
    await here.usage.add([{ keyId: record.id, uses: 1, failures: 0 }]);
    expect(await here.keys.get(record.id)).toEqual(changed);
    const again = await there.keys.update(record.id, changed.revision, { active: true });
    clock.advance(20);
    await here.usage.add([{ keyId: record.id, uses: 1, failures: 0 }]);
    expect(await here.keys.get(record.id)).toEqual(again);
  });
});

describe('what this connection commits', () => {
  it('is read at once, although the clock stands still', async () => {
    const { here, record } = await openPair();
    const changed = await here.keys.update(record.id, record.revision, { active: false });
    expect(await here.keys.get(record.id)).toEqual(changed);
    await here.keys.delete(record.id, changed.revision);
    expect(await here.keys.get(record.id)).toBeUndefined();
    const back = await here.keys.insert('admin', () => testRecord('admin', 1));
    expect(await here.keys.get(record.id)).toEqual(back);
  });
});

describe('what is not committed yet', () => {
  it('is read by its transaction, and by nobody after it was rolled back', async () => {
    const clock = createFakeClock();
    const connection = await openConnection({
      path: await newPath(),
      logger: silentLogger,
      watchIntervalMs: BLIND,
      lockWaitMs: 0,
      clock,
    });
    const { database, path, version } = connection;
    const table = new KeyTable(database, path, version);
    const record = testRecord('admin', 1);
    let within: KeyRecord | undefined;
    const write = connection.write(
      () => false,
      () => {
        table.put(record, 1);
        within = table.get(record.id);
        throw new RangeError('no');
      },
    );
    await expect(write).rejects.toThrow();
    expect(within?.id).toBe(record.id);
    expect(table.get(record.id)).toBeUndefined();
    await connection.abandon();
  });
});

describe('a version', () => {
  const open: { close(): unknown }[] = [];

  afterEach(() => {
    for (const database of open.splice(0)) database.close();
  });

  interface Counted {
    readonly version: DataVersion;
    /** How often the database was asked. */
    asked: number;
    /** Makes the database answer with an error. */
    failing: boolean;
    /** Commits through another connection. */
    commit(): void;
  }

  async function openCounted(clock: Clock): Promise<Counted> {
    const path = await newPath();
    const [here, there] = [new Sqlite(path), new Sqlite(path)];
    open.push(here, there);
    here.pragma('journal_mode = WAL');
    there.exec('CREATE TABLE t (n)');
    const statement = here.prepare<[], number>('PRAGMA data_version').pluck();
    const get = (): number | undefined => {
      counted.asked += 1;
      if (counted.failing) throw new RangeError('disk I/O error');
      return statement.get();
    };
    const database = { prepare: () => ({ pluck: () => ({ get }) }) } as unknown as Database;
    const counted: Counted = {
      version: new DataVersion(database, clock),
      asked: 0,
      failing: false,
      commit: () => void there.exec('INSERT INTO t VALUES (1)'),
    };
    return counted;
  }

  it('is asked for every 20 ms, and when somebody wants it now', async () => {
    const clock = createFakeClock();
    const counted = await openCounted(clock);
    const { version } = counted;
    const first = version.current();
    counted.commit();
    clock.advance(19);
    expect([version.current(), counted.asked]).toEqual([first, 1]);
    clock.advance(1);
    const second = version.current();
    expect([second === first, counted.asked]).toEqual([false, 2]);
    counted.commit();
    const third = version.refresh();
    expect([third === second, version.current() === third, counted.asked]).toEqual([
      false,
      true,
      3,
    ]);
    version.expire();
    expect([version.current() === third, counted.asked]).toEqual([true, 4]);
  });

  it.each([
    ['stands at no number', [Number.NaN, Number.NaN]],
    ['stands at infinity', [Infinity, Infinity]],
    ['is set back', [50_000, 49_999]],
  ])('is asked for each time by a clock that %s', async (_what, times) => {
    let reading = 0;
    const counted = await openCounted({
      now: () => times[Math.floor(reading++ / 2) % times.length] ?? 0,
    });
    counted.version.current();
    counted.version.current();
    expect(counted.asked).toBe(2);
  });

  it('is not trusted after it could not be had', async () => {
    const counted = await openCounted(createFakeClock());
    const { version } = counted;
    const first = version.current();
    counted.commit();
    counted.failing = true;
    expect(() => version.refresh()).toThrow(RangeError);
    expect(() => version.current()).toThrow(RangeError);
    counted.failing = false;
    expect(version.current()).not.toBe(first);
  });
});
