import {
  appendFile,
  chmod,
  mkdir,
  readdir,
  readFile,
  rmdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { ACTIVITY_SPAN_MS, activityName, emptyLatencies } from '@gatehouse/core';
import { activityStoreContract } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBatch, readLine } from '../src/activity/day-lines.js';
import { parseDayName } from '../src/activity/day-names.js';
import { createFileActivityStore } from '../src/index.js';
import { all, count, DAY, DAY_1, newStore, requestsOf } from './support/activity.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';

activityStoreContract({
  name: 'files of a day',
  create: async () =>
    createFileActivityStore({ directory: join(await newDirectory(), 'activity') }),
  reopen: ({ location }) => createFileActivityStore({ directory: location }),
  async breakWrites({ location }) {
    // A directory where the lock would be: no file can be made there.
    const lock = join(location, '2026-06-01.jsonl.lock');
    await mkdir(lock);
    return () => rmdir(lock);
  },
});

describe('a file of a day', () => {
  it('is made by the first count, for its owner alone, with a line for each batch', async () => {
    const { store, path } = await newStore();
    expect(await all(store)).toEqual([]);
    await expect(stat(store.location)).rejects.toThrow('ENOENT');
    const full = {
      requests: 4,
      denied: 1,
      failed: 2,
      latencies: emptyLatencies().map((_, i) => i),
    };
    await store.add([count(), count({ at: DAY_1 + ACTIVITY_SPAN_MS, ...full })]);
    await store.add([count({ act: 'rest:devices', latencies: emptyLatencies() })]);
    const text = await readFile(path, 'utf8');
    expect(text).toBe(`{"format":1}
{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"lmcp_admin_001","act":"tool:a","requests":1,"ms":{"5":1}},{"at":"2026-06-01T00:05:00Z","span":"5m","principal":"lmcp_admin_001","act":"tool:a","requests":4,"denied":1,"failed":2,"ms":{"2":1,"5":2,"10":3,"20":4,"50":5,"100":6,"200":7,"500":8,"1000":9,"2000":10,"5000":11,"10000":12,"30000":13,"more":14}}]}
{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"lmcp_admin_001","act":"rest:devices","requests":1}]}
`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(store.location)).mode & 0o777).toBe(0o700);
    expect(await readdir(store.location)).toEqual(['2026-06-01.jsonl']);
  });

  it('is written anew when it is over: each span once, by the hour when it is old', async () => {
    const { store, path } = await newStore();
    for (let step = 0; step < 6; step += 1) {
      await store.add([count({ at: DAY_1 + (step % 2) * ACTIVITY_SPAN_MS })]);
    }
    await store.rollUp(0);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(8);
    await store.add([count({ at: DAY_1 + DAY })]);
    await store.rollUp(0);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4);
    expect(requestsOf(await all(store))).toBe(7);
    await store.rollUp(DAY_1 + DAY);
    expect(await readFile(path, 'utf8')).toBe(`{"format":1}
{"counts":[{"at":"2026-06-01T00:00:00Z","span":"1h","principal":"lmcp_admin_001","act":"tool:a","requests":6,"ms":{"5":6}}]}
`);
  });

  it('is not written again where nothing is left to sum up', async () => {
    const { store, path } = await newStore();
    await store.add([count(), count({ at: DAY_1 + DAY })]);
    await store.rollUp(DAY_1 + DAY);
    const { ino } = await stat(path);
    await store.rollUp(DAY_1 + DAY);
    const again = await createFileActivityStore({ directory: store.location });
    await again.rollUp(DAY_1 + DAY);
    expect((await stat(path)).ino).toBe(ino);
    await again.add([count()]);
    await store.rollUp(DAY_1 + DAY);
    expect((await all(store)).map(({ spanMs }) => spanMs)).toEqual([12, 1].map((n) => n * 300_000));
  });

  it('gives back any counts', async () => {
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'a'));
    const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const any = fc.record({
      at: fc.nat({ max: 287 }).map((index) => DAY_1 + index * ACTIVITY_SPAN_MS),
      spanMs: fc.constant(ACTIVITY_SPAN_MS),
      principalId: names.map(activityName),
      act: names.map(activityName),
      requests: number,
      denied: number,
      failed: number,
      latencies: fc.array(number, { minLength: 15, maxLength: 15 }),
    });
    fc.assert(
      fc.property(fc.array(any), (counts) => {
        const line = new TextEncoder().encode(formatBatch(counts).trimEnd());
        expect(readLine(line, DAY_1)).toEqual({ kind: 'batch', counts });
      }),
    );
  });

  it('is none where the name is not that of a day', () => {
    expect(parseDayName('2026-06-01.jsonl')).toEqual({ day: DAY_1, isBeside: false });
    expect(parseDayName('2026-06-01.jsonl.lock')).toEqual({ day: DAY_1, isBeside: true });
    for (const name of ['2026-02-31.jsonl', '2026-13-01.jsonl', 'notes.jsonl', '2026-06-01.json']) {
      expect(parseDayName(name)).toBeUndefined();
    }
  });

  it('beside files of others leaves them alone', async () => {
    const { store } = await newStore();
    await store.add([count()]);
    await writeFile(join(store.location, 'notes.txt'), 'mine');
    await store.prune(DAY_1 + DAY);
    expect(await readdir(store.location)).toEqual(['notes.txt']);
    expect(await all(store)).toEqual([]);
  });
});

describe('a file of a day that was damaged', () => {
  it('ends in half a line: it is not counted, and makes room for the next', async () => {
    const { store, path, logger } = await newStore();
    await store.add([count()]);
    await appendFile(path, '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","princ');
    expect(requestsOf(await all(store))).toBe(1);
    await store.add([count()]);
    expect(requestsOf(await all(store))).toBe(2);
    expect(await readFile(path, 'utf8')).not.toContain('princ"');
    expect(logger.entries.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it.each([
    ['no JSON', 'secret-looking'],
    ['no object', '[1]'],
    ['no counts', '{"other":[]}'],
    ['no count', '{"counts":[5]}'],
    [
      'another day',
      '{"counts":[{"at":"2026-06-02T00:00:00Z","span":"5m","principal":"a","act":"a","requests":1}]}',
    ],
    ['no time', '{"counts":[{"at":5,"span":"5m","principal":"a","act":"a","requests":1}]}'],
    [
      'a time within a span',
      '{"counts":[{"at":"2026-06-01T00:00:01Z","span":"5m","principal":"a","act":"a","requests":1}]}',
    ],
    [
      'no span',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","principal":"a","act":"a","requests":1}]}',
    ],
    ['no name', '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","act":"a","requests":1}]}'],
    [
      'no number',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"a","act":"a"}]}',
    ],
    [
      'a wrong number',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"a","act":"a","requests":-1}]}',
    ],
    [
      'an unknown bucket',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"a","act":"a","requests":1,"ms":{"7":1}}]}',
    ],
    [
      'a wrong bucket',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"a","act":"a","requests":1,"ms":{"5":-1}}]}',
    ],
    [
      'one wrong count of two',
      '{"counts":[{"at":"2026-06-01T00:00:00Z","span":"5m","principal":"a","act":"a","requests":1},{}]}',
    ],
  ])('has a line with %s: it is named and skipped, and all else is read', async (_, line) => {
    const { store, path, logger } = await newStore();
    await store.add([count()]);
    await appendFile(path, `${line}\n`);
    await store.add([count()]);
    expect(requestsOf(await all(store))).toBe(2);
    await all(store);
    expect(logger.entries.filter(({ level }) => level === 'warn')).toEqual([
      {
        level: 'warn',
        message: 'lines of activity are damaged and were skipped',
        fields: { path, line: 3, lines: 1 },
      },
    ]);
    expect(logger.text()).not.toContain('secret-looking');
    await appendFile(path, 'more\n');
    await all(store);
    expect(logger.messages('warn')).toHaveLength(2);
  });

  it('has lost its first line, or is no text: what can be read is', async () => {
    const { store, path } = await newStore();
    await store.add([count()]);
    const [, batch] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(
      path,
      Buffer.concat([Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(`${batch}\n`)]),
    );
    await store.add([count()]);
    expect(requestsOf(await all(store))).toBe(2);
    await writeFile(path, '');
    await store.add([count()]);
    expect(await readFile(path, 'utf8')).toBe(`{"format":1}\n${batch}\n`);
  });

  it('was written by a newer version: it is refused and left as it is', async () => {
    const { store, path } = await newStore();
    await store.add([count({ at: DAY_1 + DAY })]);
    await writeFile(path, '{"format":2,"more":true}\n', { mode: 0o600 });
    const calls = [
      () => store.add([count()]),
      () => all(store),
      () => store.rollUp(DAY_1 + DAY),
      () => store.add([count({ at: DAY_1 + DAY }), count()]),
    ];
    for (const call of calls) {
      const error = await errorOf(call(), 'ERR_MCPAUTH_STORE_DAMAGED');
      expect(error.message).toContain('a newer version of this program wrote it');
    }
    expect(await readFile(path, 'utf8')).toBe('{"format":2,"more":true}\n');
    expect(requestsOf(await store.read({ from: DAY_1 + DAY, to: DAY_1 + 2 * DAY }))).toBe(1);
  });

  it('is refused when others can read it, and when it is a link', async () => {
    const { store, path } = await newStore();
    await store.add([count()]);
    await chmod(path, 0o644);
    await errorOf(store.add([count()]), 'ERR_MCPAUTH_FILE_UNSAFE');
    await errorOf(all(store), 'ERR_MCPAUTH_FILE_UNSAFE');
    await symlink(path, join(store.location, '2026-06-03.jsonl'));
    await errorOf(store.add([count({ at: DAY_1 + 2 * DAY })]), 'ERR_MCPAUTH_FILE_UNSAFE');
  });

  it('takes no time that no file name can hold', async () => {
    const { store } = await newStore();
    const at = Math.floor(8.7e15 / ACTIVITY_SPAN_MS) * ACTIVITY_SPAN_MS;
    await expect(store.add([count({ at })])).rejects.toThrow(RangeError);
  });
});
