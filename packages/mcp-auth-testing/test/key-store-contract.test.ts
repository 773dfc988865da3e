import type { KeyStore, KeyStoreCapabilities } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { withHandles } from '../src/contract/contract-case.js';
import { casesFor } from '../src/contract/key-store/cases.js';
import type { KeyStoreContractOptions } from '../src/contract/key-store/types.js';
import { keyStoreContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import { createReadOnlyStore } from './support/read-only-store.js';
import type { Backing, Flaw } from './support/reference-store.js';
import { createBacking, createReferenceStore } from './support/reference-store.js';

const ALL: KeyStoreCapabilities = { writable: true, persistent: true, watches: true };
const READ_ONLY: KeyStoreCapabilities = { writable: false, persistent: true, watches: false };

function referenceOptions(...flaws: readonly Flaw[]): KeyStoreContractOptions {
  const backings = new WeakMap<KeyStore, Backing>();
  function open(backing: Backing): KeyStore {
    const store = createReferenceStore(backing, ...flaws);
    backings.set(store, backing);
    return store;
  }
  return {
    name: 'reference',
    capabilities: ALL,
    create: () => open(createBacking()),
    reopen: (store) => open(backings.get(store) ?? createBacking()),
  };
}

/** Titles of the cases of these names that fail, whatever the reason. */
function failuresAmong(options: KeyStoreContractOptions, titles: readonly string[]) {
  const cases = casesNamed(casesFor(options), titles);
  return failuresOf(cases, ({ run }) => withHandles(options, run));
}

keyStoreContract(referenceOptions());
keyStoreContract({
  name: 'read-only',
  capabilities: READ_ONLY,
  create: () => createReadOnlyStore(),
});

/** Each planted bug, and the case that is there to find it. */
const FINDERS: Readonly<Record<Flaw, readonly string[]>> = {
  'header-made-twice': ['makes the header once and keeps it'],
  'header-lost': ['keeps its header through the life of records'],
  'header-forgets-order': ['keeps the order of several peppers'],
  'read-makes-header': [
    'has no header and no records before the first write',
    'writes nothing by being opened and read',
  ],
  'sequence-from-count': ['never gives a number twice, not even after a delete'],
  'sequence-shared-by-roles': ['counts from 1, each role for itself'],
  'sequence-in-plain-object': ['counts for roles with names that every object has'],
  'insert-overwrites': ['refuses an id that exists, and changes nothing'],
  'insert-keeps-half': ['returns what was built, with a revision, and finds it again'],
  'drops-revocation-reason': ['keeps every field'],
  'drops-empty-lists': ['tells an empty limit from no limit'],
  'trims-texts': ['keeps any text as it is'],
  'adds-undefined-fields': ['does not add fields that a record has not'],
  'found-on-prototype': ['knows no ids that every object has'],
  'live-objects': ['hands out snapshots that later changes do not reach'],
  'list-unordered': ['lists in the order of creation'],
  'update-ignores-revision': ['refuses a change that is based on an older revision'],
  'update-keeps-revision': ['changes the named fields and the revision, and nothing else'],
  'update-resurrects': ['does not bring back what was deleted'],
  'null-stays': ['removes fields that are set to null'],
  'delete-ignores-revision': ['refuses to delete what was changed in between'],
  'delete-of-unknown-passes': ['deletes one record for good'],
  'conflict-tells-hash': ['refuses a change that is based on an older revision'],
  'event-before-change': ['reports a change when it can be read already'],
  'event-on-failure': ['reports nothing when nothing was changed'],
  'event-twice': ['reports each of its own changes once, in order'],
  'throwing-subscriber-breaks-write': ['is not stopped by a subscriber that throws'],
  'unsubscribe-does-nothing': ['stops reporting when a subscription ends'],
  'outside-unreported': ['sees and reports what another handle inserts, changes and deletes'],
  'outside-reported-as-self': ['sees and reports what another handle inserts, changes and deletes'],
  'open-after-close': ['refuses every call once it is closed'],
  'subscribes-after-close': ['refuses subscribers once it is closed'],
  'close-twice-throws': ['closes twice without complaint'],
  'forgets-on-close': ['holds everything when it is opened again'],
  'capabilities-differ': ['says what and where it is, and what it can do'],
  'header-raced': [
    'gives the same header to all who ask for one at once',
    'agrees on one header, whoever makes it',
  ],
  'failed-header-stays': ['stays without a header when making one fails'],
  'numbers-raced': [
    'gives each of many at once a number of its own',
    'gives numbers once, whoever asks',
  ],
  'failed-insert-stays': ['changes nothing when building the record fails'],
  'adds-empty-reason': ['keeps a revocation without a reason'],
  'update-returns-old-revision': ['goes on from the revision that a change returned'],
  'update-raced': ['lets exactly one of several changes from the same revision win'],
  'refuses-yet-writes': [
    'either finishes a write that was under way when it closes, or refuses it',
    'holds a write that was under way when it closed exactly if it was acknowledged',
  ],
  'sequences-forgotten': ['counts on when it is opened again, also after deletes'],
  'revisions-of-handle': ['accepts changes from a revision that was read before it was closed'],
  'judges-by-copy': ['judges a change by the true content, not by what it has seen so far'],
  'outside-late': ['reports what it learns while writing itself, before its own change'],
  'drops-idle-days': ['keeps every field'],
  'keeps-replaced-by': ['removes fields that are set to null'],
};

describe('the contract suite finds', () => {
  const flaws = Object.keys(FINDERS) as Flaw[];
  it.each(flaws)('%s', { timeout: 30_000 }, async (flaw) => {
    expect(await failuresAmong(referenceOptions(flaw), FINDERS[flaw])).toEqual(FINDERS[flaw]);
  });

  it('writes that a read-only store lets pass', async () => {
    const options: KeyStoreContractOptions = {
      name: 'read-only in name',
      capabilities: READ_ONLY,
      create: () => createReadOnlyStore({ refuses: false }),
    };
    const finders = ['refuses every write with its reason, and stays as it is', 'makes no header'];
    expect(await failuresAmong(options, finders)).toEqual(finders);
  });

  it('something with every case', () => {
    expect(withoutFinder(casesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('keyStoreContract', () => {
  it('asks for reopen where the store is persistent', () => {
    const { reopen: _reopen, ...options } = referenceOptions();
    expect(() => keyStoreContract(options)).toThrow(new TypeError(REOPEN_MISSING));
  });

  it('closes every store and cleans up, also when a case fails', async () => {
    const log: string[] = [];
    const options: KeyStoreContractOptions = {
      ...referenceOptions(),
      create: () => ({
        ...createReferenceStore(createBacking()),
        close: async () => {
          log.push('closed');
        },
      }),
      cleanUp: () => {
        log.push('cleaned');
      },
    };
    await expect(withHandles(options, failAfterOpening)).rejects.toThrow('planted');
    expect(log).toEqual(['closed', 'cleaned']);
  });
});

const REOPEN_MISSING = 'options.reopen is needed for a store that is persistent';

async function failAfterOpening(context: { create(): Promise<KeyStore> }): Promise<void> {
  await context.create();
  throw new RangeError('planted');
}
