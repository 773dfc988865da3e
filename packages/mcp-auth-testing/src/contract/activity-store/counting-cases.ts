import type { ActivityCount } from '@gatehouse/core';
import { expect } from 'vitest';
import { DAY_1, everything, latenciesOf, linesOf, SPAN, sample, sumsOf } from './samples.js';
import type { ActivityStoreCase } from './types.js';

const FULL: ActivityCount = sample({
  at: DAY_1 + 7 * SPAN,
  requests: 21,
  denied: 3,
  failed: 2,
  latencies: latenciesOf({ 0: 1, 1: 2, 7: 5, 13: 4, 14: 6 }),
});

/** What `add` and `read` promise. */
export const countingCases: readonly ActivityStoreCase[] = [
  {
    title: 'knows nothing before the first count',
    async run({ create }) {
      const store = await create();
      expect(store.location).not.toBe('');
      expect(await everything(store)).toEqual([]);
      await store.add([]);
      expect(await everything(store)).toEqual([]);
      await store.rollUp(DAY_1);
      await store.prune(DAY_1);
      expect(await everything(store)).toEqual([]);
    },
  },
  {
    title: 'keeps every field',
    async run({ create }) {
      const store = await create();
      await store.add([FULL]);
      expect(await everything(store)).toStrictEqual([FULL]);
    },
  },
  {
    title: 'adds counts up, bucket by bucket and beyond 32 bits, also within one batch',
    async run({ create }) {
      const store = await create();
      const many = { ...FULL, requests: 3_000_000_000, latencies: latenciesOf({ 2: 4e9, 3: 1 }) };
      await store.add([FULL, many]);
      await store.add([many]);
      expect(await everything(store)).toEqual([
        { ...FULL, ...sumsOf([FULL, many, many]), requests: 6_000_000_021 },
      ]);
    },
  },
  {
    title: 'counts each span, principal and act for itself, and gives the oldest first',
    async run({ create }) {
      const store = await create();
      const later = sample({ at: DAY_1 + SPAN });
      await store.add([later, sample({ act: 'tool:b' }), sample({ principalId: 'a', act: 'z' })]);
      await store.add([sample({ at: DAY_1 - SPAN, principalId: 'z' }), sample({ act: 'tool:B' })]);
      expect(linesOf(await everything(store))).toEqual([
        '-5+5 z tool:control_lights 1',
        '0+5 a z 1',
        '0+5 lmcp_operator_001 tool:B 1',
        '0+5 lmcp_operator_001 tool:b 1',
        '5+5 lmcp_operator_001 tool:control_lights 1',
      ]);
    },
  },
  {
    title: 'reads the spans that begin in a range, of one principal or act where asked',
    async run({ create }) {
      const store = await create();
      for (const step of [0, 1, 2, 300]) {
        const at = DAY_1 + step * SPAN;
        await store.add([sample({ at }), sample({ at, principalId: 'b', act: 'rest:devices' })]);
      }
      const range = { from: DAY_1 + SPAN, to: DAY_1 + 2 * SPAN };
      expect(linesOf(await store.read(range))).toEqual([
        '5+5 b rest:devices 1',
        '5+5 lmcp_operator_001 tool:control_lights 1',
      ]);
      expect(await store.read({ from: DAY_1 + 1, to: DAY_1 + SPAN })).toEqual([]);
      expect(await store.read({ from: DAY_1, to: DAY_1 })).toEqual([]);
      const all = { from: DAY_1, to: DAY_1 + 400 * SPAN };
      expect(await store.read({ ...all, principalId: 'b' })).toHaveLength(4);
      expect(await store.read({ ...all, act: 'rest:devices' })).toHaveLength(4);
      expect(await store.read({ ...all, principalId: 'b', act: 'tool:x' })).toEqual([]);
    },
  },
  {
    title: 'loses none of many counts that are added at once',
    async run({ create }) {
      const store = await create();
      const steps = Array.from({ length: 40 }, (_, index) => index);
      await Promise.all(
        steps.map((step) => store.add([sample({ at: DAY_1 + (step % 2) * SPAN, failed: 1 })])),
      );
      const counts = await everything(store);
      expect(counts).toHaveLength(2);
      expect(sumsOf(counts)).toEqual({ ...sumsOf(steps.map(() => sample())), failed: 40 });
    },
  },
  {
    title: 'keeps what it was given, not the objects that it was given in',
    async run({ create }) {
      const store = await create();
      const latencies = latenciesOf({ 3: 1 });
      const given = { ...sample(), latencies };
      const adding = store.add([given]);
      given.requests = 99;
      latencies[3] = 99;
      await adding;
      const [before] = await everything(store);
      await store.add([sample()]);
      expect(before).toEqual(sample());
      expect(await everything(store)).toEqual([{ ...sample(), ...sumsOf([sample(), sample()]) }]);
    },
  },
];

const NAMES = ['__proto__', 'constructor', "'; DROP TABLE x; --", 'Küche 厨房 🏠', '{"a":1}'];

const WRONG: readonly (readonly [string, Partial<ActivityCount>])[] = [
  ['at', { at: DAY_1 + 60_000 }],
  ['at', { at: -SPAN }],
  ['at', { at: Number.NaN }],
  ['spanMs', { spanMs: 60_000 }],
  ['spanMs', { spanMs: 12 * SPAN }],
  ['requests', { requests: -1 }],
  ['denied', { denied: 0.5 }],
  ['failed', { failed: Number.POSITIVE_INFINITY }],
  ['latencies', { latencies: [1] }],
  ['latencies', { latencies: latenciesOf({ 0: -1 }) }],
];

/** That nothing gets in that does not belong there. */
export const inputCases: readonly ActivityStoreCase[] = [
  {
    title: 'keeps names of any kind apart',
    async run({ create }) {
      const store = await create();
      await store.add(
        NAMES.flatMap((name) => [sample({ act: name }), sample({ principalId: name })]),
      );
      for (const name of NAMES) {
        const range = { from: DAY_1, to: DAY_1 + 1 };
        expect(await store.read({ ...range, act: name })).toEqual([sample({ act: name })]);
        expect(await store.read({ ...range, principalId: name })).toEqual([
          sample({ principalId: name }),
        ]);
      }
    },
  },
  {
    title: 'cleans and cuts names from outside',
    async run({ create }) {
      const store = await create();
      await store.add([
        sample({ principalId: 'a\nb\u202ec', act: 'x'.repeat(10_000) }),
        sample({ principalId: 'a\u0000b\u0007c', act: `${'x'.repeat(100)}y` }),
        sample({ principalId: '', act: '\ud800' }),
      ]);
      expect(linesOf(await everything(store))).toEqual([
        '0+5 - \ufffd 1',
        `0+5 a\ufffdb\ufffdc ${'x'.repeat(100)} 2`,
      ]);
    },
  },
  {
    title: 'takes nothing of a batch with a count that is none, and names the field',
    async run({ create }) {
      const store = await create();
      for (const [field, wrong] of WRONG) {
        const outcome = await Promise.resolve()
          .then(() => store.add([sample(), sample(wrong)]))
          .catch((error: unknown) => error);
        expect(outcome).toBeInstanceOf(RangeError);
        expect(String(outcome)).toContain(field);
      }
      expect(await everything(store)).toEqual([]);
    },
  },
  {
    title: 'counts apart as many pairs as a span may have, and the rest together',
    async run({ create, maxPairs }) {
      const store = await create();
      const pairs = Array.from({ length: maxPairs + 3 }, (_, index) =>
        sample({ principalId: `p${index % 7}`, act: `act ${index}` }),
      );
      await store.add(pairs.slice(0, 2));
      await store.add(pairs.slice(2));
      await store.add([...pairs.slice(0, 1), ...pairs.slice(-1), sample({ at: DAY_1 + SPAN })]);
      const counts = await everything(store);
      expect(counts).toHaveLength(maxPairs + 2);
      expect(counts.find(({ act }) => act === 'act 0')?.requests).toBe(2);
      expect(counts.filter(({ act }) => act === 'other')).toEqual([
        { ...sample({ principalId: 'other', act: 'other' }), ...sumsOf(pairs.slice(0, 4)) },
      ]);
      expect(sumsOf(counts).requests).toBe(maxPairs + 6);
      expect(counts.at(-1)).toEqual(sample({ at: DAY_1 + SPAN }));
    },
  },
];
