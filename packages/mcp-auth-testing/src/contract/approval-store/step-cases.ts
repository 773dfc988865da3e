import { expect } from 'vitest';
import { APPROVED, EXPIRED, LAPSED, REFUSED, testRequest, USED } from './requests.js';
import type { ApprovalStoreCase } from './types.js';

const ID = 'request1';
const UNNAMEABLE = ['', '__proto__', '../request1', 'REQUEST1', 'a/b', '\0', 'request.1'];
const UNKNOWN = ['request9', 'constructor', ...UNNAMEABLE];

/** What `add`, `get`, `list` and `remove` promise. */
export const keepingCases: readonly ApprovalStoreCase[] = [
  {
    title: 'knows nothing before the first request',
    async run({ create }) {
      const store = await create();
      expect(store.location).not.toBe('');
      expect(await store.list()).toEqual([]);
      for (const id of UNKNOWN) {
        expect(await store.get(id)).toBeUndefined();
        expect(await store.decide(id, APPROVED)).toBe('unknown');
        expect(await store.end(id, USED)).toBe('unknown');
      }
      await store.remove(UNKNOWN);
      expect(await store.list()).toEqual([]);
    },
  },
  {
    title: 'keeps every field of a request, a verdict and an end',
    async run({ create }) {
      const store = await create();
      const request = testRequest(ID);
      expect(await store.add(request)).toBe('done');
      expect(await store.get(ID)).toStrictEqual({ request });
      expect(await store.decide(ID, REFUSED)).toBe('done');
      expect(await store.get(ID)).toStrictEqual({ request, verdict: REFUSED });
      expect(await store.end(ID, LAPSED)).toBe('done');
      expect(await store.get(ID)).toStrictEqual({ request, verdict: REFUSED, end: LAPSED });
      expect(await store.list()).toStrictEqual([{ request, verdict: REFUSED, end: LAPSED }]);
    },
  },
  {
    title: 'adds no request twice',
    async run({ create }) {
      const store = await create();
      await store.add(testRequest(ID));
      expect(await store.add(testRequest(ID, { tool: 'another' }))).toBe('taken');
      expect((await store.get(ID))?.request.tool).toBe('loxone_control_access');
      await store.decide(ID, APPROVED);
      expect(await store.add(testRequest(ID))).toBe('taken');
      expect((await store.get(ID))?.verdict).toEqual(APPROVED);
    },
  },
  {
    title: 'takes no id that could name something else',
    async run({ create }) {
      const store = await create();
      for (const id of UNNAMEABLE) {
        const adding = async (): Promise<unknown> => store.add(testRequest(id));
        await expect(adding(), id).rejects.toThrow(RangeError);
      }
      expect(await store.list()).toEqual([]);
    },
  },
  {
    title: 'lists requests in the order in which they were made',
    async run({ create }) {
      const store = await create();
      for (const [id, requestedAt] of [
        ['request3', 3_000],
        ['request1', 2_000],
        ['request2', 1_000],
      ] as const) {
        await store.add(testRequest(id, { requestedAt }));
      }
      const ids = (await store.list()).map(({ request }) => request.id);
      expect(ids).toEqual(['request2', 'request1', 'request3']);
    },
  },
  {
    title: 'forgets what is named and nothing else, whatever became of it',
    async run({ create }) {
      const store = await create();
      for (const id of ['request1', 'request2', 'request3', 'request4']) {
        await store.add(testRequest(id));
      }
      await store.decide('request2', APPROVED);
      await store.decide('request3', APPROVED);
      await store.end('request3', USED);
      await store.remove(['request1', 'request2', 'request3', 'request9']);
      expect(await store.list()).toStrictEqual([{ request: testRequest('request4') }]);
      expect(await store.get('request3')).toBeUndefined();
      expect(await store.decide('request1', APPROVED)).toBe('unknown');
      expect(await store.end('request2', USED)).toBe('unknown');
    },
  },
  {
    title: 'keeps what it was given, not the objects that it was given in',
    async run({ create }) {
      const store = await create();
      const effects = ['open the door'];
      const verdict = { ...APPROVED };
      await store.add(testRequest(ID, { effects }));
      await store.decide(ID, verdict);
      effects.push('and the gate');
      verdict.by = 'somebody else';
      const approval = await store.get(ID);
      expect(approval?.request.effects).toEqual(['open the door']);
      expect(approval?.verdict).toEqual(APPROVED);
    },
  },
];

/** That each step happens once. */
export const onceCases: readonly ApprovalStoreCase[] = [
  {
    title: 'decides once: the first verdict stands',
    async run({ create }) {
      const store = await create();
      for (const [id, first, second] of [
        ['request1', REFUSED, APPROVED],
        ['request2', EXPIRED, APPROVED],
        ['request3', APPROVED, REFUSED],
      ] as const) {
        await store.add(testRequest(id));
        expect(await store.decide(id, first)).toBe('done');
        expect(await store.decide(id, second)).toBe('taken');
        expect((await store.get(id))?.verdict).toEqual(first);
      }
    },
  },
  {
    title: 'ends once, and nothing that is undecided',
    async run({ create }) {
      const store = await create();
      await store.add(testRequest(ID));
      expect(await store.end(ID, USED)).toBe('unknown');
      await store.decide(ID, APPROVED);
      expect(await store.end(ID, USED)).toBe('done');
      expect(await store.end(ID, LAPSED)).toBe('taken');
      expect((await store.get(ID))?.end).toEqual(USED);
    },
  },
  {
    title: 'lets one of many win who decide, or end, at once',
    async run({ create }) {
      const store = await create();
      await store.add(testRequest(ID));
      const verdicts = Array.from({ length: 20 }, (_, at) => ({ ...APPROVED, by: `cli:${at}` }));
      const steps = await Promise.all(verdicts.map((verdict) => store.decide(ID, verdict)));
      expect(steps.filter((step) => step === 'done')).toHaveLength(1);
      expect((await store.get(ID))?.verdict).toEqual(verdicts[steps.indexOf('done')]);
      const ends = await Promise.all(verdicts.map(() => store.end(ID, USED)));
      expect(ends.filter((step) => step === 'done')).toHaveLength(1);
      expect(ends.filter((step) => step === 'taken')).toHaveLength(19);
    },
  },
];
