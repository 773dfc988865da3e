import type { Clock, LimitStore } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { limitCasesFor, runLimitCase } from '../src/contract/limit-store/limit-store-contract.js';
import type { LimitStoreContractOptions } from '../src/contract/limit-store/types.js';
import { limitStoreContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import type { LimitBacking, LimitFlaw } from './support/reference-limit-store.js';
import { createLimitBacking, createReferenceLimitStore } from './support/reference-limit-store.js';

const MAX_BUCKETS = 20;

function referenceOptions(...flaws: readonly LimitFlaw[]): LimitStoreContractOptions {
  const backings = new WeakMap<LimitStore, LimitBacking>();
  function open(clock: Clock, backing: LimitBacking): LimitStore {
    const store = createReferenceLimitStore({ clock, backing, maxBuckets: MAX_BUCKETS, flaws });
    backings.set(store, backing);
    return store;
  }
  return {
    name: 'reference',
    maxBuckets: MAX_BUCKETS,
    create: (clock) => open(clock, createLimitBacking()),
    reopen: (store, clock) => open(clock, backings.get(store) ?? createLimitBacking()),
  };
}

limitStoreContract(referenceOptions());
{
  const { reopen: _reopen, maxBuckets: _max, ...alone } = referenceOptions();
  limitStoreContract({ ...alone, name: 'reference alone' });
}

const REQUESTS_AFTER_JUMP =
  'admits nothing early, and freezes for no longer than the window, when the clock jumps back';
const LOCKS_AFTER_JUMP =
  'unlocks nothing early, and locks for no longer than the policy, when the clock jumps back';
const ANY_WINDOW = 'admits never more than the limit in any window, however they arrive';

/** Each planted bug, and the cases that are there to find it. */
const FINDERS: Readonly<Record<LimitFlaw, readonly string[]>> = {
  'admits-one-more': ['admits as many as the limit says, counting down, and refuses the next'],
  'counts-refused': ['does not count what it refuses'],
  'fixed-window': ['knows no moment at which everything is forgotten at once', ANY_WINDOW],
  'ignores-cost': ['counts a request at what it costs'],
  overdraft: ['never admits what costs more than the limit, and counts none of it'],
  'takes-any-number': [
    'refuses costs and limits that are none, as a mistake of the programmer',
    'refuses policies that are none, as a mistake of the programmer',
  ],
  'cuts-names': [
    'counts each bucket for itself',
    'counts the failures of each bucket for itself, and requests apart from them',
  ],
  'first-limit-stays': ['judges by the limit that the call brings'],
  'never-forgets': ['is full again when nothing came for long enough'],
  'read-then-write': [
    'admits no more than the limit of many that come at once',
    'counts each of many failures that come at once',
  ],
  'wall-clock': [REQUESTS_AFTER_JUMP, LOCKS_AFTER_JUMP],
  'forgets-on-jump': [REQUESTS_AFTER_JUMP, LOCKS_AFTER_JUMP],
  'short-window': [ANY_WINDOW],
  'retry-late': ['says truly after which time a refused one is admitted'],
  'retry-early': ['says truly after which time a refused one is admitted'],
  'remaining-ignores-request': ['says truly how many are left'],
  'reset-late': ['says truly when it is full again'],
  'reset-early': ['says truly when it is full again'],
  'found-on-prototype': ['knows nothing of a bucket that never failed'],
  'locks-late': ['locks with the last failure that the policy admits, not before'],
  'same-delay': ['lets wait longer after each failure, and never longer than a lock'],
  'delay-is-guessed': ['says truly when the next attempt is looked at'],
  'failures-never-age': [
    'ends a lock when its time is over, and starts anew',
    'counts only failures of the time that the policy names',
  ],
  'failure-restarts-count': ['stays locked whatever fails while it is'],
  'asking-counts': ['counts nothing by being asked'],
  'requests-are-failures': [
    'counts the failures of each bucket for itself, and requests apart from them',
  ],
  'clear-takes-prefix': ['forgets the failures of the bucket that is cleared, and nothing else'],
  'clear-refills': ['forgets the failures of the bucket that is cleared, and nothing else'],
  'lists-unlocked': ['lists what is locked now, and how long it will be'],
  'lists-old-times': ['lists what is locked now, and how long it will be'],
  'close-twice-throws': ['closes twice without complaint'],
  'handles-apart': ['counts together what comes through several handles'],
  unbounded: [
    'keeps no more buckets than its bound',
    'keeps no more locks than its bound, and still locks newcomers',
  ],
  'refuses-newcomers': ['keeps no more locks than its bound, and still locks newcomers'],
  'evicts-locks': ['lifts no lock to remember what matters less'],
  'evicts-by-age': ['counts the requests of a bucket that is in use through a flood of others'],
};

describe('the limit contract finds', () => {
  it.each(Object.keys(FINDERS) as LimitFlaw[])('%s', async (flaw) => {
    const options = referenceOptions(flaw);
    const finders = casesNamed(limitCasesFor(options), FINDERS[flaw]);
    expect(await failuresOf(finders, (one) => runLimitCase(one, options))).toEqual(FINDERS[flaw]);
  });

  it('something with every case', () => {
    expect(withoutFinder(limitCasesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('limitStoreContract', () => {
  it.each([0, 9, 10.5, Number.NaN])('refuses a bound of %s', (maxBuckets) => {
    expect(() => limitStoreContract({ ...referenceOptions(), maxBuckets })).toThrow(RangeError);
  });

  it('checks no promise of what an implementation has not', () => {
    const { reopen: _reopen, maxBuckets: _max, ...alone } = referenceOptions();
    expect(limitCasesFor(referenceOptions()).length - limitCasesFor(alone).length).toBe(5);
  });

  it('cleans up with the options as they are', async () => {
    const options = { ...referenceOptions(), cleaned: 0, cleanUp: cleanUpCounting };
    const [first] = limitCasesFor(options);
    await (first && runLimitCase(first, options));
    expect(options.cleaned).toBe(1);
  });
});

function cleanUpCounting(this: { cleaned: number }): void {
  this.cleaned += 1;
}
