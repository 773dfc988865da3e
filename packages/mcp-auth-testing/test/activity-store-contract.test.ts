import type { ActivityStore } from '@gatehouse/core';
import { createMemoryActivityStore } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import {
  activityCasesFor,
  runActivityCase,
} from '../src/contract/activity-store/activity-store-contract.js';
import type { ActivityStoreContractOptions } from '../src/contract/activity-store/types.js';
import { activityStoreContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import type { ActivityBacking, ActivityFlaw } from './support/reference-activity-store.js';
import {
  createActivityBacking,
  createReferenceActivityStore,
  REFERENCE_PAIRS,
} from './support/reference-activity-store.js';

function referenceOptions(...flaws: readonly ActivityFlaw[]): ActivityStoreContractOptions {
  const backings = new WeakMap<ActivityStore, ActivityBacking>();
  function open(backing: ActivityBacking): ActivityStore {
    const store = createReferenceActivityStore(backing, ...flaws);
    backings.set(store, backing);
    return store;
  }
  function backingOf(store: ActivityStore): ActivityBacking {
    return backings.get(store) ?? createActivityBacking();
  }
  return {
    name: 'reference',
    maxPairs: REFERENCE_PAIRS,
    create: () => open(createActivityBacking()),
    reopen: (store) => open(backingOf(store)),
    breakWrites(store) {
      const backing = backingOf(store);
      backing.broken = true;
      return () => {
        backing.broken = false;
      };
    },
  };
}

activityStoreContract({ name: 'memory', create: () => createMemoryActivityStore() });
activityStoreContract({
  name: 'memory with few pairs',
  maxPairs: 12,
  create: () => createMemoryActivityStore({ maxPairs: 12 }),
});
activityStoreContract(referenceOptions());

/** Each planted bug, and the case that is there to find it. */
const FINDERS: Readonly<Record<ActivityFlaw, string>> = {
  'empty-batch-counts': 'knows nothing before the first count',
  'drops-failed': 'keeps every field',
  'thirty-two-bits': 'adds counts up, bucket by bucket and beyond 32 bits, also within one batch',
  'last-bucket-only': 'adds counts up, bucket by bucket and beyond 32 bits, also within one batch',
  'newest-first': 'counts each span, principal and act for itself, and gives the oldest first',
  'includes-end': 'reads the spans that begin in a range, of one principal or act where asked',
  'ignores-act': 'reads the spans that begin in a range, of one principal or act where asked',
  'read-then-write': 'loses none of many counts that are added at once',
  'keeps-objects': 'keeps what it was given, not the objects that it was given in',
  'keys-in-an-object': 'keeps names of any kind apart',
  'keeps-names-as-they-are': 'cleans and cuts names from outside',
  'checks-nothing': 'takes nothing of a batch with a count that is none, and names the field',
  'drops-too-many': 'counts apart as many pairs as a span may have, and the rest together',
  'rolls-up-today': 'sums up days that have ended by the hour, and leaves the others as they are',
  'reads-hours-that-overlap': 'reads an hour that was summed up where it begins',
  'rolls-up-once': 'sums up once only, and takes what comes late at the next time',
  'prunes-by-span': 'forgets the days that have ended by then, whole, and no others',
  'rolls-up-without-bound': 'loses no count where an hour has more pairs than a span may have',
  'loses-latency-in-roll-up': 'keeps all sums through counts, roll-ups and prunings in any order',
  'adds-half': 'adds nothing of a batch that it cannot read to its end, and goes on',
  'adds-despite-failure':
    'changes nothing when it cannot write, and says that it may be tried again',
  'writes-on-close-only': 'holds every count when it is opened again',
  'stale-copy': 'adds up what several handles count, at once and in turn',
  resurrects: 'does not bring back what another handle has forgotten or summed up',
  'rolls-up-a-copy': 'loses no count that is added while another handle sums up',
  'open-after-close': 'refuses every call once it is closed',
  'close-twice-throws': 'closes twice without complaint',
  'refuses-and-adds-on-close':
    'either finishes a count that was being added when it closes, or refuses it',
};

describe('the activity contract finds', () => {
  it.each(Object.keys(FINDERS) as ActivityFlaw[])('%s', async (flaw) => {
    const options = referenceOptions(flaw);
    const finders = casesNamed(activityCasesFor(options), [FINDERS[flaw]]);
    expect(await failuresOf(finders, (one) => runActivityCase(one, options))).toEqual([
      FINDERS[flaw],
    ]);
  });

  it('something with every case', () => {
    expect(withoutFinder(activityCasesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('activityStoreContract', () => {
  it('checks no promise of what an implementation cannot be made to do', () => {
    const { reopen: _reopen, breakWrites: _break, ...alone } = referenceOptions();
    const all = activityCasesFor(referenceOptions());
    expect(all.length - activityCasesFor(alone).length).toBe(6);
  });

  it('asks for an option that a case needs', async () => {
    const { reopen: _reopen, breakWrites: _break, ...alone } = referenceOptions();
    const failed = await failuresOf(activityCasesFor(referenceOptions()), (one) =>
      runActivityCase(one, alone),
    );
    expect(failed).toHaveLength(6);
  });
});
