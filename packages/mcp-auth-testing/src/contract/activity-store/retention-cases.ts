import type { ActivityCount, ActivityStore } from '@gatehouse/core';
import { ACTIVITY_DAY_MS, ACTIVITY_HOUR_MS } from '@gatehouse/core';
import { expect } from 'vitest';
import { createSeededRandom } from '../../seeded-random.js';
import {
  DAY_1,
  everything,
  latenciesOf,
  linesOf,
  SPAN,
  type Sums,
  sample,
  sumsOf,
} from './samples.js';
import type { ActivityStoreCase } from './types.js';

const DAY = ACTIVITY_DAY_MS;
const HOUR = ACTIVITY_HOUR_MS;
const DAY_2 = DAY_1 + DAY;
const DAY_3 = DAY_2 + DAY;

/** What `rollUp` and `prune` promise. */
export const retentionCases: readonly ActivityStoreCase[] = [
  {
    title: 'sums up days that have ended by the hour, and leaves the others as they are',
    async run({ create }) {
      const store = await create();
      const late = sample({ at: DAY_2 - SPAN, denied: 1, latencies: latenciesOf({ 14: 1 }) });
      const earlier = sample({ at: DAY_2 - 12 * SPAN, failed: 1 });
      await store.add([earlier, late, sample({ at: DAY_2 - 13 * SPAN }), sample({ at: DAY_2 })]);
      await store.add([sample({ at: DAY_2 - SPAN, act: 'tool:other_tool' })]);
      await store.rollUp(DAY_2 - 1);
      expect((await everything(store)).every(({ spanMs }) => spanMs === SPAN)).toBe(true);
      await store.rollUp(DAY_2);
      const counts = await everything(store);
      expect(linesOf(counts)).toEqual([
        '1320+60 lmcp_operator_001 tool:control_lights 1',
        '1380+60 lmcp_operator_001 tool:control_lights 2',
        '1380+60 lmcp_operator_001 tool:other_tool 1',
        '1440+5 lmcp_operator_001 tool:control_lights 1',
      ]);
      expect(counts[1]).toMatchObject(sumsOf([earlier, late]));
    },
  },
  {
    title: 'reads an hour that was summed up where it begins',
    async run({ create }) {
      const store = await create();
      await store.add([sample({ at: DAY_1 + 11 * SPAN })]);
      await store.rollUp(DAY_2);
      expect(await store.read({ from: DAY_1, to: DAY_1 + 1 })).toHaveLength(1);
      expect(await store.read({ from: DAY_1 + SPAN, to: DAY_2 })).toEqual([]);
    },
  },
  {
    title: 'sums up once only, and takes what comes late at the next time',
    async run({ create }) {
      const store = await create();
      await store.add([sample()]);
      await store.rollUp(DAY_3);
      await store.rollUp(DAY_3);
      await store.add([sample({ at: DAY_1 + SPAN })]);
      const name = 'lmcp_operator_001 tool:control_lights';
      expect(linesOf(await everything(store))).toEqual([`0+60 ${name} 1`, `5+5 ${name} 1`]);
      await store.rollUp(DAY_3);
      expect(linesOf(await everything(store))).toEqual([`0+60 ${name} 2`]);
    },
  },
  {
    title: 'forgets the days that have ended by then, whole, and no others',
    async run({ create }) {
      const store = await create();
      await store.add([0, DAY - SPAN, DAY, 2 * DAY].map((after) => sample({ at: DAY_1 + after })));
      await store.prune(DAY_2 - 1);
      expect(await everything(store)).toHaveLength(4);
      await store.rollUp(DAY_2);
      await store.prune(DAY_3 - 1);
      expect((await everything(store)).map(({ at }) => at)).toEqual([DAY_2, DAY_3]);
      await store.prune(DAY_3);
      expect((await everything(store)).map(({ at }) => at)).toEqual([DAY_3]);
      await store.add([sample()]);
      expect(linesOf(await everything(store))[0]).toContain('0+5');
    },
  },
  {
    title: 'loses no count where an hour has more pairs than a span may have',
    async run({ create, maxPairs }) {
      const store = await create();
      const half = Math.ceil(maxPairs / 2) + 1;
      const counts = Array.from({ length: 2 * half }, (_, index) =>
        sample({ at: DAY_1 + Math.floor(index / half) * SPAN, act: `act ${index}` }),
      );
      await store.add(counts);
      await store.rollUp(DAY_2);
      const hours = await everything(store);
      expect(hours).toHaveLength(maxPairs + 1);
      expect(sumsOf(hours)).toEqual(sumsOf(counts));
      expect(hours.some(({ act }) => act === 'other')).toBe(true);
      expect(hours.some(({ act }) => act === 'act 0')).toBe(true);
    },
  },
];

/** Sums of each hour, principal and act: what neither a roll-up nor the order of things changes. */
function byHour(counts: readonly ActivityCount[]): ReadonlyMap<string, Sums> {
  const groups = new Map<string, ActivityCount[]>();
  for (const count of counts) {
    const name = [count.at - (count.at % HOUR), count.principalId, count.act].join(' ');
    groups.set(name, [...(groups.get(name) ?? []), count]);
  }
  return new Map([...groups].map(([name, group]): [string, Sums] => [name, sumsOf(group)]));
}

/** Draws integers under a bound from bytes. */
function createDice(seed: number): (below: number) => number {
  const random = createSeededRandom(seed);
  return (below) => {
    const [high = 0, low = 0] = random(2);
    return (high * 256 + low) % below;
  };
}

function anyCount(under: (below: number) => number): ActivityCount {
  return sample({
    at: DAY_1 + under(4 * 288) * SPAN,
    principalId: `key${under(3)}`,
    act: `tool:${under(2)}`,
    requests: under(9),
    denied: under(5),
    failed: under(5),
    latencies: latenciesOf({ [under(15)]: under(9), [under(15)]: under(9) }),
  });
}

/** One step on a store, and the same on a list. @returns The list. */
async function step(
  store: ActivityStore,
  model: readonly ActivityCount[],
  under: (below: number) => number,
): Promise<readonly ActivityCount[]> {
  const what = under(10);
  const moment = DAY_1 + under(5 * 24) * HOUR;
  if (what === 0) {
    await store.prune(moment - 2 * DAY);
    return model.filter(({ at }) => at - (at % DAY) + DAY > moment - 2 * DAY);
  }
  if (what < 4) {
    await store.rollUp(moment);
    return model;
  }
  const counts = Array.from({ length: under(6) }, () => anyCount(under));
  await store.add(counts);
  return [...model, ...counts];
}

/** That sums are conserved, whatever happens in whatever order. */
export const conservationCases: readonly ActivityStoreCase[] = [
  {
    title: 'keeps all sums through counts, roll-ups and prunings in any order',
    timeoutMs: 120_000,
    async run({ create }) {
      for (const seed of [1, 2, 3, 4, 5]) {
        const under = createDice(seed);
        const store = await create();
        let model: readonly ActivityCount[] = [];
        for (let steps = 0; steps < 30; steps += 1) {
          model = await step(store, model, under);
          expect(byHour(await everything(store))).toEqual(byHour(model));
        }
      }
    },
  },
];
