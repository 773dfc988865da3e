import type { ActivityCount, ActivityStore } from '@gatehouse/core';
import { ACTIVITY_BOUNDS_MS, ACTIVITY_SPAN_MS, emptyLatencies } from '@gatehouse/core';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../src/index.js';
import { useChildren } from './support/child.js';
import { errorOf } from './support/errors.js';
import { newPath, openStore } from './support/store.js';

const start = useChildren();

/** Kills per run; a campaign sets more. */
const ROUNDS = Number(process.env.GATEHOUSE_CRASH_ROUNDS ?? 10);
const SEED = Number(process.env.GATEHOUSE_SEED ?? 20);

function count(changes: Partial<ActivityCount> = {}): ActivityCount {
  return {
    at: 0,
    spanMs: ACTIVITY_SPAN_MS,
    principalId: 'a',
    act: 'tool:a',
    requests: 1,
    denied: 0,
    failed: 0,
    latencies: emptyLatencies(),
    ...changes,
  };
}

function all(store: ActivityStore): Promise<readonly ActivityCount[]> {
  return store.read({ from: 0, to: Number.MAX_SAFE_INTEGER });
}

function requestsOf(counts: readonly ActivityCount[], principalId: string): number {
  return counts
    .filter((one) => one.principalId === principalId)
    .reduce((sum, { requests }) => sum + requests, 0);
}

describe('the table of activity', () => {
  it('has a column for each bucket of latency', async () => {
    const { openActivity, path } = await openStore();
    const latencies = emptyLatencies().map((_, bucket) => bucket + 1);
    await openActivity().add([count({ requests: 200, latencies })]);
    const database = new Database(path, { readonly: true });
    const row = database.prepare('SELECT * FROM activity').get();
    database.close();
    const named = ACTIVITY_BOUNDS_MS.map((bound, bucket) => [`ms_${bound}`, bucket + 1]);
    expect(row).toMatchObject({ ...Object.fromEntries(named), ms_more: 15, requests: 200 });
  });

  it('is added to a database that an older version made, which keeps what it holds', async () => {
    const { usage, close, path } = await openStore();
    await usage.add([{ keyId: 'a', uses: 7, failures: 0 }]);
    await close();
    const older = new Database(path);
    older.exec('DROP TABLE activity; PRAGMA user_version = 1');
    older.close();
    const { usage: kept, openActivity, logger } = await openStore({ path });
    expect(await kept.get('a')).toMatchObject({ uses: 7 });
    await openActivity().add([count()]);
    expect(await all(openActivity())).toHaveLength(1);
    expect(logger.messages('info')).toEqual([
      'the schema of the SQLite store was brought up to date',
    ]);
  });

  it('goes into a backup', async () => {
    const { openActivity, backup } = await openStore();
    await openActivity().add([count()]);
    const to = await newPath();
    await backup(to);
    expect(await all((await openStore({ path: to })).openActivity())).toEqual([count()]);
  });

  it('stays in the range of exact numbers', async () => {
    const activity = (await openStore()).openActivity();
    const most = count({ requests: Number.MAX_SAFE_INTEGER, failed: 1 });
    await activity.add([most, most]);
    expect(await all(activity)).toEqual([{ ...most, failed: 2 }]);
  });
});

describe('the handle on activity', () => {
  it('is one, and holds up nobody who does not ask for it', async () => {
    const { openActivity } = await openStore();
    expect(openActivity()).toBe(openActivity());
    const { keys, usage, audit, backup } = await openStore();
    await Promise.all([keys.close(), usage.close(), audit.close()]);
    await errorOf(backup(await newPath()), 'ERR_MCPAUTH_STORE_CLOSED');
  });

  it('keeps the database open for itself, and no longer', async () => {
    const { keys, usage, audit, openActivity, backup } = await openStore();
    const activity = openActivity();
    await Promise.all([keys.close(), usage.close(), audit.close()]);
    await activity.add([count()]);
    await activity.close();
    await errorOf(all(activity), 'ERR_MCPAUTH_STORE_CLOSED');
    await errorOf(backup(await newPath()), 'ERR_MCPAUTH_STORE_CLOSED');
  });

  it('leaves the other stores open when it is closed', async () => {
    const { usage, openActivity } = await openStore();
    await openActivity().close();
    await usage.add([{ keyId: 'a', uses: 1, failures: 0 }]);
    expect(await usage.list()).toHaveLength(1);
  });

  it('is not given by a store that is closed', async () => {
    const store = await openSqliteStore({ path: await newPath() });
    await store.close();
    expect(() => store.openActivity()).toThrow(
      expect.objectContaining({ code: 'ERR_MCPAUTH_STORE_CLOSED' }),
    );
  });
});

describe('processes that count at once', () => {
  it('add up, while each of them sums up', { timeout: 60_000 }, async () => {
    const { openActivity, path } = await openStore();
    const activity = openActivity();
    const children = await Promise.all([1, 2, 3].map(() => start('count', path, '60').ready()));
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done', 'done']);
    await activity.rollUp(Date.now());
    const counts = await all(activity);
    expect(counts.map(({ principalId, requests }) => [principalId, requests])).toEqual([
      ['a', 180],
      ['b', 180],
    ]);
  });

  it('lose nothing that they acknowledged when they are killed, and leave no half batch', {
    timeout: 60_000 + ROUNDS * 3_000,
  }, async () => {
    const path = await newPath();
    const random = createSeededRandom(SEED);
    let before = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start('tally', path);
      await child.line((line) => line.startsWith('+'));
      // A kill at any point of a write: that is what is tested, not waited for.
      const [delay = 0] = random(1);
      await new Promise((resolve) => setTimeout(resolve, (delay / 255) * 30));
      child.signal('SIGKILL');
      await child.ended();
      const acknowledged = child.said.filter((line) => line.startsWith('+')).length;
      const store = await openStore({ path });
      const counts = await all(store.openActivity());
      await store.close();
      const counted = requestsOf(counts, 'a');
      // The write at which it was killed may have become durable without a word.
      expect([acknowledged, acknowledged + 1]).toContain(counted - before);
      expect(requestsOf(counts, 'b')).toBe(counted);
      before = counted;
    }
  });
});
