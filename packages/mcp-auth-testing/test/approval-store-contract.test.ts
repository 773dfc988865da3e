import type { ApprovalStore } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import {
  approvalCasesFor,
  runApprovalCase,
} from '../src/contract/approval-store/approval-store-contract.js';
import { type ApprovalStoreContractOptions, approvalStoreContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import type { ApprovalBacking, ApprovalFlaw } from './support/reference-approval-store.js';
import {
  createApprovalBacking,
  createReferenceApprovalStore,
} from './support/reference-approval-store.js';

function referenceOptions(...flaws: readonly ApprovalFlaw[]): ApprovalStoreContractOptions {
  const backings = new WeakMap<ApprovalStore, ApprovalBacking>();
  function open(backing: ApprovalBacking): ApprovalStore {
    const store = createReferenceApprovalStore(backing, ...flaws);
    backings.set(store, backing);
    return store;
  }
  return {
    name: 'reference',
    create: () => open(createApprovalBacking()),
    reopen: (store) => open(backings.get(store) ?? createApprovalBacking()),
  };
}

approvalStoreContract(referenceOptions());

/** Each planted bug, and the case that is there to find it. */
const FINDERS: Readonly<Record<ApprovalFlaw, string>> = {
  'found-on-prototype': 'knows nothing before the first request',
  'drops-why': 'keeps every field of a request, a verdict and an end',
  'overwrites-request': 'adds no request twice',
  'takes-any-id': 'takes no id that could name something else',
  'order-of-insertion': 'lists requests in the order in which they were made',
  'keeps-verdict-of-forgotten': 'forgets what is named and nothing else, whatever became of it',
  'keeps-objects': 'keeps what it was given, not the objects that it was given in',
  'last-verdict-wins': 'decides once: the first verdict stands',
  'ends-undecided': 'ends once, and nothing that is undecided',
  'read-then-write': 'lets one of many win who decide, or end, at once',
  'tells-of-new-requests-only': 'tells of each kind of change',
  'one-listener-stops-all':
    'tells nobody who has stopped listening, and everybody else although one throws',
  'own-copy': 'holds everything when it is opened again',
  'own-copy-of-verdicts': 'lets one of several handles win that decide, or end, at once',
  'tells-own-changes-only': 'tells of what another handle does',
  'open-after-close': 'refuses every call once it is closed',
  'close-twice-throws': 'closes twice without complaint, and tells nobody afterwards',
};

describe('the approval contract finds', () => {
  it.each(Object.keys(FINDERS) as ApprovalFlaw[])('%s', { timeout: 30_000 }, async (flaw) => {
    const options = referenceOptions(flaw);
    const finders = casesNamed(approvalCasesFor(options), [FINDERS[flaw]]);
    expect(await failuresOf(finders, (one) => runApprovalCase(one, options))).toEqual([
      FINDERS[flaw],
    ]);
  });

  it('something with every case', () => {
    expect(withoutFinder(approvalCasesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('approvalStoreContract', () => {
  it('checks no promise of what an implementation cannot be made to do', () => {
    const { reopen: _, ...alone } = referenceOptions();
    const all = approvalCasesFor(referenceOptions());
    expect(all.length - approvalCasesFor(alone).length).toBe(3);
  });
});
