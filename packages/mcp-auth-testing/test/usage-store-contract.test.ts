import type { UsageStore } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import type { UsageStoreContractOptions } from '../src/contract/usage-store/types.js';
import { runUsageCase, usageCasesFor } from '../src/contract/usage-store/usage-store-contract.js';
import { usageStoreContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import type { UsageBacking, UsageFlaw } from './support/reference-usage-store.js';
import { createReferenceUsageStore, createUsageBacking } from './support/reference-usage-store.js';

function referenceOptions(...flaws: readonly UsageFlaw[]): UsageStoreContractOptions {
  const backings = new WeakMap<UsageStore, UsageBacking>();
  function open(backing: UsageBacking): UsageStore {
    const store = createReferenceUsageStore(backing, ...flaws);
    backings.set(store, backing);
    return store;
  }
  function backingOf(store: UsageStore): UsageBacking {
    return backings.get(store) ?? createUsageBacking();
  }
  return {
    name: 'reference',
    create: () => open(createUsageBacking()),
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

usageStoreContract(referenceOptions());
usageStoreContract({
  name: 'reference alone',
  create: () => createReferenceUsageStore(createUsageBacking()),
});

/** Each planted bug, and the case that is there to find it. */
const FINDERS: Readonly<Record<UsageFlaw, string>> = {
  'found-on-prototype': 'knows nothing before the first count',
  'empty-batch-counts': 'knows nothing before the first count',
  'drops-last-failure': 'keeps every field',
  'adds-undefined-fields': 'adds no field of which nothing happened',
  'thirty-two-bits': 'adds counts up, also beyond 32 bits',
  'latest-first-use':
    'keeps the earliest first use and the latest of all else, in whatever order they come',
  'address-of-last-batch':
    'keeps the earliest first use and the latest of all else, in whatever order they come',
  'failure-clears-use':
    'leaves the last use alone when only failures are added, and the other way round',
  'one-row-per-batch': 'counts each key for itself, also when one batch names a key twice',
  'read-then-write': 'loses none of many counts that are added at once',
  'keeps-objects': 'keeps what it was given, not the objects that it was given in',
  'forgets-all': 'forgets the keys that are named and no others, unknown ones without complaint',
  'forgets-only-counts': 'counts from nothing after it has forgotten',
  'adds-half': 'adds nothing of a batch that it cannot read to its end, and goes on',
  'adds-despite-failure': 'adds nothing when it cannot write, and says that it may be tried again',
  'writes-on-close-only': 'holds every count when it is opened again',
  'stale-copy': 'adds up what several handles count, at once and in turn',
  resurrects: 'does not bring back what another handle has forgotten',
  'refuses-and-adds-on-close':
    'either finishes a count that was being added when it closes, or refuses it',
  'open-after-close': 'refuses every call once it is closed',
  'close-twice-throws': 'closes twice without complaint',
};

describe('the usage contract finds', () => {
  it.each(Object.keys(FINDERS) as UsageFlaw[])('%s', async (flaw) => {
    const options = referenceOptions(flaw);
    const finders = casesNamed(usageCasesFor(options), [FINDERS[flaw]]);
    expect(await failuresOf(finders, (one) => runUsageCase(one, options))).toEqual([FINDERS[flaw]]);
  });

  it('something with every case', () => {
    expect(withoutFinder(usageCasesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('usageStoreContract', () => {
  it('checks no promise of what an implementation cannot be made to do', () => {
    const { reopen: _reopen, breakWrites: _break, ...alone } = referenceOptions();
    const all = usageCasesFor(referenceOptions());
    expect(all.length - usageCasesFor(alone).length).toBe(5);
  });

  it('asks for an option that a case needs', async () => {
    const { reopen: _reopen, breakWrites: _break, ...alone } = referenceOptions();
    const failed = await failuresOf(usageCasesFor(referenceOptions()), (one) =>
      runUsageCase(one, alone),
    );
    expect(failed).toHaveLength(5);
  });
});
