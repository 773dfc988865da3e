import { chmod, mkdir, readdir, readFile, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyUsage, UsageStore } from '@gatehouse/core';
import { usageStoreContract } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFileUsageStore } from '../src/index.js';
import type { UsageTable } from '../src/usage-content.js';
import { addUsage, formatUsage, parseUsage } from '../src/usage-content.js';
import { newDirectory } from './support/directory.js';
import { errorOf } from './support/errors.js';
import { faultyFileSystem, systemError } from './support/faulty-file-system.js';

async function newStore(): Promise<UsageStore> {
  return createFileUsageStore({ path: join(await newDirectory(), 'usage.json') });
}

usageStoreContract({
  name: 'usage.json',
  create: newStore,
  reopen: ({ location }) => createFileUsageStore({ path: location }),
  async breakWrites({ location }) {
    // A directory where the lock would be: no file can be made there.
    await mkdir(`${location}.lock`);
    return () => rmdir(`${location}.lock`);
  },
});

const FULL: KeyUsage = {
  keyId: 'lmcp_operator_001',
  uses: 3,
  failures: 2,
  firstUsedAt: Date.UTC(2026, 0, 1, 0, 0, 0, 1),
  lastUsedAt: Date.UTC(2026, 5, 1, 12),
  lastAddress: '2001:db8::7',
  lastFailureAt: Date.UTC(2026, 5, 2),
};

describe('usage.json', () => {
  it('is made by the first count, for its owner alone, with a line for each key', async () => {
    const path = join(await newDirectory(), 'config', 'usage.json');
    const store = await createFileUsageStore({ path });
    expect(await store.list()).toEqual([]);
    await store.add([]);
    expect(await readdir(dirname(dirname(path)))).toEqual([]);
    await store.add([FULL, { keyId: 'a', uses: 0, failures: 1 }]);
    expect(await readFile(path, 'utf8')).toBe(`{"format":1,"keys":[
{"id":"lmcp_operator_001","uses":3,"failures":2,"first_used_at":"2026-01-01T00:00:00.001Z","last_used_at":"2026-06-01T12:00:00Z","last_address":"2001:db8::7","last_failure_at":"2026-06-02T00:00:00Z"},
{"id":"a","uses":0,"failures":1}
]}
`);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
    expect(await readdir(dirname(path))).toEqual(['usage.json']);
  });

  it('is not written where nothing changes', async () => {
    const store = await newStore();
    await store.add([FULL]);
    const before = await stat(store.location);
    await store.add([]);
    await store.forget(['unknown']);
    expect((await stat(store.location)).ino).toBe(before.ino);
  });

  it('gives back any counters, whatever the ids', () => {
    const time = fc.option(fc.integer({ min: 0, max: 4e12 }), { nil: undefined });
    const id = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', 'a'));
    const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const usage = fc.record({
      keyId: id,
      uses: count,
      failures: count,
      firstUsedAt: time,
      lastUsedAt: time,
      lastAddress: fc.option(fc.string(), { nil: undefined }),
      lastFailureAt: time,
    });
    fc.assert(
      fc.property(fc.array(usage), (made) => {
        const table: UsageTable = addUsage(new Map(), JSON.parse(JSON.stringify(made)));
        expect(parseUsage('x', formatUsage(table))).toStrictEqual(table);
      }),
    );
  });

  it('adds up the same, however the counts are split into batches', () => {
    const at = fc.integer({ min: 0, max: 50 });
    const one = fc.oneof(
      fc.record({ keyId: fc.constantFrom('a', 'b'), at, address: fc.string() }).map(
        ({ keyId, at: usedAt, address }): KeyUsage => ({
          keyId,
          uses: 1,
          failures: 0,
          firstUsedAt: usedAt,
          lastUsedAt: usedAt,
          lastAddress: address,
        }),
      ),
      fc.record({ keyId: fc.constantFrom('a', 'b'), at }).map(
        ({ keyId, at: failedAt }): KeyUsage => ({
          keyId,
          uses: 0,
          failures: 1,
          lastFailureAt: failedAt,
        }),
      ),
    );
    fc.assert(
      fc.property(fc.array(one), fc.nat(), (counted, cut) => {
        const at = counted.length === 0 ? 0 : cut % counted.length;
        const whole = addUsage(new Map(), counted);
        const first = addUsage(new Map(), counted.slice(0, at));
        const rest = [...addUsage(new Map(), counted.slice(at)).values()];
        expect(addUsage(first, rest)).toEqual(whole);
        for (const [keyId, { uses, lastUsedAt }] of whole) {
          const own = counted.filter((usage) => usage.keyId === keyId && usage.uses > 0);
          expect(uses).toBe(own.length);
          expect(lastUsedAt ?? -1).toBe(Math.max(-1, ...own.map((usage) => usage.lastUsedAt ?? 0)));
        }
      }),
    );
  });

  it.each<[string, Partial<KeyUsage>]>([
    ['uses and failures', { uses: -1 }],
    ['uses and failures', { failures: 0.5 }],
    ['uses and failures', { uses: Number.NaN }],
    ['firstUsedAt', { firstUsedAt: Number.POSITIVE_INFINITY }],
    ['lastUsedAt', { lastUsedAt: 1e16 }],
    ['lastFailureAt', { lastFailureAt: 0.5 }],
  ])('takes no wrong %s', async (field, wrong) => {
    const store = await newStore();
    await store.add([FULL]);
    await expect(store.add([FULL, { ...FULL, ...wrong }])).rejects.toThrow(RangeError);
    await expect(store.add([{ ...FULL, ...wrong }])).rejects.toThrow(field);
    expect(await store.list()).toEqual([FULL]);
  });

  it('stays in the range of exact numbers', () => {
    const most = { keyId: 'a', uses: Number.MAX_SAFE_INTEGER, failures: 1 };
    const [sum] = addUsage(new Map(), [most, most]).values();
    expect(sum).toEqual({ keyId: 'a', uses: Number.MAX_SAFE_INTEGER, failures: 2 });
  });
});

describe('a usage file that must not be used', () => {
  const TIME = '2026-01-01T00:00:00Z';
  it.each([
    ['is empty', '', 'it is no JSON'],
    ['is cut', '{"format":1,"keys":[{"id":"secret-looking', 'it is no JSON'],
    ['is no object', '[]', 'it is no list of counters'],
    ['has no keys', '{"format":1}', 'it is no list of counters'],
    ['has no format', '{"keys":[]}', 'it is no list of counters'],
    ['is newer', '{"format":2,"keys":[]}', 'a newer version of this program wrote it (format 2)'],
    ['has no entry', '{"format":1,"keys":[5]}', 'entry no. 1 of keys'],
    ['has no id', '{"format":1,"keys":[{"uses":1,"failures":0}]}', 'entry no. 1'],
    ['counts in text', '{"format":1,"keys":[{"id":"a","uses":"1","failures":0}]}', 'entry no. 1'],
    ['counts down', '{"format":1,"keys":[{"id":"a","uses":-1,"failures":0}]}', 'entry no. 1'],
    [
      'has a wrong address',
      '{"format":1,"keys":[{"id":"a","uses":1,"failures":0,"last_address":1}]}',
      'entry no. 1',
    ],
    ...['first_used_at', 'last_used_at', 'last_failure_at'].map((field) => [
      `has a wrong ${field}`,
      `{"format":1,"keys":[{"id":"a","uses":1,"failures":0,"${field}":5}]}`,
      'entry no. 1',
    ]),
    [
      'names a key twice',
      `{"format":1,"keys":[{"id":"a","uses":1,"failures":0,"last_used_at":"${TIME}"},{"id":"a","uses":1,"failures":0}]}`,
      'entry no. 2',
    ],
  ])('is named and left as it is when it %s', async (_, text = '', problem = '') => {
    const store = await newStore();
    await store.add([FULL]);
    await writeFile(store.location, text);
    const calls = [
      () => createFileUsageStore({ path: store.location }),
      () => store.add([FULL]),
      () => store.get('a'),
      () => store.list(),
      () => store.forget(['a']),
    ];
    for (const call of calls) {
      const error = await errorOf(call(), 'ERR_MCPAUTH_STORE_DAMAGED');
      expect(error.message).toContain(`${store.location} is damaged: ${problem}`);
      expect(error.message).not.toContain('secret-looking');
      expect(error.message).toContain('counting begins anew');
    }
    expect(await readFile(store.location, 'utf8')).toBe(text);
    expect(await readdir(dirname(store.location))).toEqual(['usage.json']);
  });

  it('is refused when others can read it, and when it is a link', async () => {
    const store = await newStore();
    await store.add([FULL]);
    await symlink(store.location, `${store.location}.link`);
    await errorOf(
      createFileUsageStore({ path: `${store.location}.link` }),
      'ERR_MCPAUTH_FILE_UNSAFE',
    );
    await chmod(store.location, 0o640);
    await errorOf(store.add([FULL]), 'ERR_MCPAUTH_FILE_UNSAFE');
  });
});

describe('a disk that fails under usage.json', () => {
  it('costs no count at any step, and none counts twice', async () => {
    let failAt = Number.POSITIVE_INFINITY;
    const fileSystem = faultyFileSystem({
      before(_operation, count) {
        if (count >= failAt) {
          failAt = Number.POSITIVE_INFINITY;
          throw systemError('EIO');
        }
      },
    });
    const path = join(await newDirectory(), 'usage.json');
    const store = await createFileUsageStore({ path, fileSystem });
    let expected = 0;
    let failures = 0;
    for (let step = 1; step <= 34; step += 1) {
      failAt = fileSystem.operations.length + step;
      const outcome = await store.add([{ keyId: 'a', uses: 1, failures: 0 }]).then(
        () => 'added',
        (error: Error) => error.message,
      );
      failAt = Number.POSITIVE_INFINITY;
      // Only a directory that cannot be synced leaves the new content behind an error.
      expected += outcome === 'added' || outcome.includes('has its new content') ? 1 : 0;
      failures += outcome === 'added' ? 0 : 1;
      expect((await store.get('a'))?.uses ?? 0).toBe(expected);
    }
    expect(failures).toBeGreaterThan(20);
    expect(await readdir(dirname(path))).toEqual(['usage.json']);
  });
});
