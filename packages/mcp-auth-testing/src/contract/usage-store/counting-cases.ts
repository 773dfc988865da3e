import type { KeyUsage } from '@gatehouse/core';
import { expect } from 'vitest';
import type { UsageStoreCase } from './types.js';

const ID = 'lmcp_operator_001';
const OTHER = 'lmcp_admin_001';

const FULL: KeyUsage = {
  keyId: ID,
  uses: 3,
  failures: 2,
  firstUsedAt: Date.UTC(2026, 0, 1, 0, 0, 0, 1),
  lastUsedAt: Date.UTC(2026, 5, 1, 12, 0, 0, 999),
  lastAddress: '2001:db8::7',
  lastFailureAt: Date.UTC(2026, 5, 2),
};

function used(at: number, lastAddress: string, uses = 1): KeyUsage {
  return { keyId: ID, uses, failures: 0, firstUsedAt: at, lastUsedAt: at, lastAddress };
}

function failed(at: number, failures = 1): KeyUsage {
  return { keyId: ID, uses: 0, failures, lastFailureAt: at };
}

/** What `add`, `get` and `list` promise. */
export const countingCases: readonly UsageStoreCase[] = [
  {
    title: 'knows nothing before the first count',
    async run({ create }) {
      const store = await create();
      expect(store.location).not.toBe('');
      expect(await store.list()).toEqual([]);
      for (const id of [ID, '', '__proto__', 'constructor', 'toString']) {
        expect(await store.get(id)).toBeUndefined();
      }
      await store.add([]);
      expect(await store.list()).toEqual([]);
    },
  },
  {
    title: 'keeps every field',
    async run({ create }) {
      const store = await create();
      await store.add([FULL]);
      expect(await store.get(ID)).toStrictEqual(FULL);
      expect(await store.list()).toStrictEqual([FULL]);
    },
  },
  {
    title: 'adds no field of which nothing happened',
    async run({ create }) {
      const store = await create();
      await store.add([failed(5_000, 4)]);
      expect(await store.get(ID)).toStrictEqual(failed(5_000, 4));
      await store.add([{ keyId: OTHER, uses: 1, failures: 0, firstUsedAt: 7, lastUsedAt: 7 }]);
      const other = await store.get(OTHER);
      for (const field of ['lastAddress', 'lastFailureAt']) {
        expect(other).not.toHaveProperty(field);
      }
    },
  },
  {
    title: 'adds counts up, also beyond 32 bits',
    async run({ create }) {
      const store = await create();
      for (const count of [1, 3_000_000_000, 3_000_000_000]) {
        await store.add([{ ...FULL, uses: count, failures: count }]);
      }
      expect(await store.get(ID)).toMatchObject({ uses: 6_000_000_001, failures: 6_000_000_001 });
    },
  },
  {
    title: 'keeps the earliest first use and the latest of all else, in whatever order they come',
    async run({ create }) {
      const store = await create();
      await store.add([used(5_000, '10.0.0.5')]);
      await store.add([used(9_000, '10.0.0.9')]);
      await store.add([used(2_000, '10.0.0.2')]);
      await store.add([failed(8_000)]);
      await store.add([failed(3_000)]);
      expect(await store.get(ID)).toEqual({
        keyId: ID,
        uses: 3,
        failures: 2,
        firstUsedAt: 2_000,
        lastUsedAt: 9_000,
        lastAddress: '10.0.0.9',
        lastFailureAt: 8_000,
      });
    },
  },
  {
    title: 'leaves the last use alone when only failures are added, and the other way round',
    async run({ create }) {
      const store = await create();
      await store.add([used(5_000, '10.0.0.5')]);
      await store.add([failed(9_000)]);
      expect(await store.get(ID)).toEqual({
        ...used(5_000, '10.0.0.5'),
        failures: 1,
        lastFailureAt: 9_000,
      });
      await store.add([used(6_000, '10.0.0.6')]);
      expect(await store.get(ID)).toEqual({
        ...used(6_000, '10.0.0.6', 2),
        firstUsedAt: 5_000,
        failures: 1,
        lastFailureAt: 9_000,
      });
    },
  },
  {
    title: 'counts each key for itself, also when one batch names a key twice',
    async run({ create }) {
      const store = await create();
      const other: KeyUsage = { ...FULL, keyId: OTHER };
      await store.add([used(5_000, '10.0.0.5'), other, used(6_000, '10.0.0.6', 10)]);
      expect(await store.get(ID)).toEqual({ ...used(6_000, '10.0.0.6', 11), firstUsedAt: 5_000 });
      expect(await store.get(OTHER)).toEqual(other);
      const listed = (await store.list()).map(({ keyId }) => keyId);
      expect(listed.sort()).toEqual([OTHER, ID]);
    },
  },
  {
    title: 'loses none of many counts that are added at once',
    async run({ create }) {
      const store = await create();
      const times = Array.from({ length: 40 }, (_, index) => 1_000 + index);
      await Promise.all(times.map((at) => store.add([used(at, `10.0.0.${at}`), failed(at)])));
      expect(await store.get(ID)).toEqual({
        ...used(1_039, '10.0.0.1039', 40),
        firstUsedAt: 1_000,
        failures: 40,
        lastFailureAt: 1_039,
      });
    },
  },
  {
    title: 'keeps what it was given, not the objects that it was given in',
    async run({ create }) {
      const store = await create();
      const given = { ...FULL };
      await store.add([given]);
      given.uses = 99;
      const before = await store.get(ID);
      await store.add([used(Date.UTC(2027, 0, 1), '10.0.0.7')]);
      expect(before).toEqual(FULL);
      expect(await store.get(ID)).toMatchObject({ uses: 4, lastAddress: '10.0.0.7' });
    },
  },
];

/** What `forget` promises. */
export const forgettingCases: readonly UsageStoreCase[] = [
  {
    title: 'forgets the keys that are named and no others, unknown ones without complaint',
    async run({ create }) {
      const store = await create();
      await store.add([FULL, { ...FULL, keyId: OTHER }, { ...FULL, keyId: 'lmcp_device_001' }]);
      await store.forget(['lmcp_admin_404', ID, 'lmcp_device_001', '__proto__']);
      await store.forget([]);
      expect(await store.get(ID)).toBeUndefined();
      expect(await store.list()).toEqual([{ ...FULL, keyId: OTHER }]);
    },
  },
  {
    title: 'counts from nothing after it has forgotten',
    async run({ create }) {
      const store = await create();
      await store.add([FULL]);
      await store.forget([ID]);
      await store.add([failed(1)]);
      expect(await store.get(ID)).toStrictEqual(failed(1));
    },
  },
];
