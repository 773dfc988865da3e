import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createRecordingLogger, createSeededRandom } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createFileActivityStore } from '../src/index.js';
import { all, count, DAY, DAY_1, newStore, requestsOf } from './support/activity.js';
import { useChildren } from './support/child.js';
import { newDirectory } from './support/directory.js';
import { faultyFileSystem, systemError } from './support/faulty-file-system.js';

const start = useChildren();

/** Kills per run; a campaign sets more. */
const ROUNDS = Number(process.env.GATEHOUSE_CRASH_ROUNDS ?? 10);
const SEED = Number(process.env.GATEHOUSE_SEED ?? 20);

describe('a disk that fails under activity', () => {
  it('costs no count at any step, and none counts twice', async () => {
    let failAt = Number.POSITIVE_INFINITY;
    const fileSystem = faultyFileSystem({
      before(_operation, operations) {
        if (operations >= failAt) {
          failAt = Number.POSITIVE_INFINITY;
          throw systemError('EIO');
        }
      },
    });
    const { store } = await newStore({ fileSystem });
    let expected = 0;
    let failures = 0;
    for (let step = 1; step <= 60; step += 1) {
      failAt = fileSystem.operations.length + step;
      // The second day is new each time, the first is appended to.
      const outcome = await store
        .add([count(), count({ at: DAY_1 + step * DAY })])
        .then(() => 'added')
        .catch((error: Error) => error.message);
      failAt = Number.POSITIVE_INFINITY;
      expected += outcome === 'added' ? 2 : 0;
      failures += outcome === 'added' ? 0 : 1;
      const counted = requestsOf(await all(store));
      if (outcome.includes('has its new content')) {
        // Only a directory that cannot be synced leaves what was new behind an error.
        expect([expected, expected + 1]).toContain(counted);
        expected = counted;
      }
      expect(counted).toBe(expected);
    }
    expect(failures).toBeGreaterThan(20);
  });

  it('leaves counts whole or summed up, wherever a roll-up fails', async () => {
    let failAt = Number.POSITIVE_INFINITY;
    const fileSystem = faultyFileSystem({
      before(_operation, operations) {
        if (operations === failAt) {
          throw systemError('ENOSPC');
        }
      },
    });
    const { store } = await newStore({ fileSystem });
    for (let step = 1; step <= 25; step += 1) {
      await store.add([count()]);
      failAt = fileSystem.operations.length + step;
      await store.rollUp(DAY_1 + DAY).catch(() => undefined);
      failAt = Number.POSITIVE_INFINITY;
      expect(requestsOf(await all(store))).toBe(step);
    }
  });
});

describe('processes that count at once', () => {
  it('add up, while each of them sums up', { timeout: 60_000 }, async () => {
    const { store } = await newStore();
    const children = await Promise.all(
      [1, 2, 3].map(() => start('activity', store.location, '40').ready()),
    );
    for (const child of children) {
      child.go();
    }
    await Promise.all(children.map((child) => child.ended()));
    expect(children.map(({ said }) => said.at(-1))).toEqual(['done', 'done', 'done']);
    await store.rollUp(Date.now());
    const counts = await all(store);
    expect(counts.map(({ principalId, requests }) => [principalId, requests])).toEqual([
      ['a', 120],
      ['b', 120],
    ]);
    expect(await readdir(store.location)).toEqual(['1970-01-01.jsonl']);
  });

  it('lose nothing that they acknowledged when they are killed, and leave no half batch', {
    timeout: 60_000 + ROUNDS * 3_000,
  }, async () => {
    const directory = join(await newDirectory(), 'activity');
    const random = createSeededRandom(SEED);
    let before = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = start('tally', directory);
      await child.line((line) => line.startsWith('+'));
      // A kill at any point of a write: that is what is tested, not waited for.
      const [delay = 0] = random(1);
      await new Promise((resolve) => setTimeout(resolve, (delay / 255) * 30));
      child.signal('SIGKILL');
      await child.ended();
      const acknowledged = child.said.filter((line) => line.startsWith('+')).length;
      const logger = createRecordingLogger();
      const store = await createFileActivityStore({ directory, logger });
      const [a, b] = ['a', 'b'].map((id) => ({ from: 0, to: DAY_1, principalId: id }));
      const counted = requestsOf(await store.read(a ?? { from: 0, to: 0 }));
      // The write at which it was killed may have become durable without a word.
      expect([acknowledged, acknowledged + 1]).toContain(counted - before);
      expect(requestsOf(await store.read(b ?? { from: 0, to: 0 }))).toBe(counted);
      expect(logger.messages('warn')).toEqual([]);
      expect(await readdir(directory)).toEqual(['1970-01-01.jsonl']);
      before = counted;
    }
  });
});
