import type { AuditStorage } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import {
  auditCasesFor,
  runAuditCase,
} from '../src/contract/audit-storage/audit-storage-contract.js';
import type { AuditStorageContractOptions } from '../src/contract/audit-storage/types.js';
import { auditStorageContract } from '../src/index.js';
import { casesNamed, failuresOf, withoutFinder } from './support/failures-of.js';
import type { AuditBacking, AuditFlaw } from './support/reference-audit-storage.js';
import {
  createAuditBacking,
  createReferenceAuditStorage,
} from './support/reference-audit-storage.js';

type Options = AuditStorageContractOptions & Required<Pick<AuditStorageContractOptions, 'damage'>>;

function referenceOptions(...flaws: readonly AuditFlaw[]): Options {
  const backings = new WeakMap<AuditStorage, AuditBacking>();
  function open(backing: AuditBacking): AuditStorage {
    const storage = createReferenceAuditStorage(backing, ...flaws);
    backings.set(storage, backing);
    return storage;
  }
  function backingOf(storage: AuditStorage): AuditBacking {
    return backings.get(storage) ?? createAuditBacking();
  }
  return {
    name: 'reference',
    create: () => open(createAuditBacking()),
    reopen: (storage) => open(backingOf(storage)),
    damage: {
      torn(storage, text) {
        backingOf(storage).torn = text;
      },
      unconfirmed(storage, lines) {
        const backing = backingOf(storage);
        backing.lines.push(...lines.map((text) => ({ at: 0, text })));
        backing.unconfirmed = lines.length;
      },
      head(storage) {
        backingOf(storage).headDamaged = true;
      },
    },
  };
}

function aloneOptions(): AuditStorageContractOptions {
  const { reopen: _reopen, damage: _damage, ...alone } = referenceOptions();
  return { ...alone, name: 'reference alone' };
}

auditStorageContract(referenceOptions());
auditStorageContract(aloneOptions());

const ONE_AFTER_THE_OTHER = 'builds one batch after the other, however many are asked for at once';

/** Each planted bug, and the cases that are there to find it. */
const FINDERS: Readonly<Record<AuditFlaw, readonly string[]>> = {
  'read-makes-head': ['has no head and no lines before the first append'],
  'ignores-empty-batches': ['keeps a head before the first line'],
  'keeps-one-chain-key': ['appends lines in their order, and replaces the head'],
  'reverses-batches': ['appends lines in their order, and replaces the head'],
  'shows-old-head': ['shows the head that it replaces to whoever builds the next batch'],
  'nothing-clears-head': ['writes nothing when there is nothing to write'],
  'failed-build-clears-head': ['writes nothing when building the batch fails, and goes on'],
  'builds-at-once': [
    ONE_AFTER_THE_OTHER,
    'is written by two handles at once, one batch after the other',
  ],
  'breaks-at-u2028': ['gives back the text of a line as it is'],
  'ignores-from': ['reads from a record number on'],
  'reads-from-the-end': ['is read without gaps while it grows'],
  'left-read-blocks': ['can be left in the middle of reading'],
  'forgets-on-close': ['holds everything when it is opened again'],
  'own-head': ['is written by two handles in turn, each going on from where the other ended'],
  'prune-of-nothing-reheads': ['removes nothing from a trail that was never written'],
  'prunes-what-is-just-as-old': ['removes nothing when nothing is old enough'],
  'prunes-nothing': ['removes the oldest lines, none that is young enough, and says how many'],
  'prune-miscounts': ['removes the oldest lines, none that is young enough, and says how many'],
  'prune-keeps-head': ['goes on from the head that a removal leaves'],
  'prune-drops-head': ['keeps its head when all is old, and counts on'],
  'prunes-with-gaps': ['never makes a gap where the clock went back'],
  'prunes-before-rehead': ['removes nothing when the new head cannot be made'],
  'prunes-for-itself': ['removes for all handles, and for good'],
  'tells-before': ['tells of its own appends, when they can be read already'],
  'tells-for-ever': ['stops telling when watching ends'],
  'watcher-stops-append': ['is not stopped by a watcher that throws'],
  'deaf-to-others': ['tells of what another handle appends'],
  'open-after-close': ['refuses every call once it is closed'],
  'close-twice-throws': ['closes twice without complaint'],
  'refuses-yet-appends': [
    'either finishes an append that was under way when it closes, or refuses it',
  ],
  'keeps-half-a-line': ['cuts off half a line, tells of it, and goes on behind the last whole one'],
  'drops-unconfirmed': ['hands whole lines behind the head to whoever builds the next batch'],
  'starts-anew-on-damage': ['names a damaged head, and appends nothing behind it'],
};

describe('the audit contract finds', () => {
  const flaws = Object.keys(FINDERS) as AuditFlaw[];
  it.each(flaws)('%s', { timeout: 30_000 }, async (flaw) => {
    const options = referenceOptions(flaw);
    const finders = casesNamed(auditCasesFor(options), FINDERS[flaw]);
    expect(await failuresOf(finders, (one) => runAuditCase(one, options))).toEqual(FINDERS[flaw]);
  });

  it('something with every case', () => {
    expect(withoutFinder(auditCasesFor(referenceOptions()), FINDERS)).toEqual([]);
  });
});

describe('auditStorageContract', () => {
  it('asks for reopen where damage is given', () => {
    const { damage } = referenceOptions();
    expect(() => auditStorageContract({ ...aloneOptions(), damage })).toThrow(TypeError);
  });

  it('checks no promise of what an implementation has not', () => {
    const { damage: _damage, ...undamaged } = referenceOptions();
    const counts = [referenceOptions(), undamaged, aloneOptions()].map(
      (options) => auditCasesFor(options).length,
    );
    expect(counts).toEqual([32, 29, 23]);
  });
});
