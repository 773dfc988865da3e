import { copyFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { withHandles } from '../src/contract/contract-case.js';
import { casesFor } from '../src/contract/key-store/cases.js';
import type { KeyStoreBackup, KeyStoreContractOptions } from '../src/contract/key-store/types.js';
import { keyStoreContract } from '../src/index.js';
import { casesNamed, failuresOf } from './support/failures-of.js';
import {
  type JsonFlaw,
  newJsonLocation,
  openJsonKeyStore,
  pathOf,
} from './support/json-key-store.js';

const JSON_FLAWS: readonly JsonFlaw[] = [
  'no-lock',
  'acknowledges-early',
  'never-looks',
  'starts-anew',
];

type BackupFlaw = 'backs-up-nothing' | 'backs-up-half' | 'restores-anything';

function jsonOptions(flaw?: JsonFlaw | BackupFlaw): KeyStoreContractOptions {
  const locations: string[] = [];
  async function create(): Promise<KeyStore> {
    const location = await newJsonLocation(JSON_FLAWS.find((one) => one === flaw));
    locations.push(location);
    return openJsonKeyStore(location);
  }
  async function backup(store: KeyStore): Promise<KeyStoreBackup> {
    const path = pathOf(store.location);
    const copy = `${path}.backup`;
    if (flaw !== 'backs-up-nothing') {
      await copyFile(path, copy);
    }
    if (flaw === 'backs-up-half') {
      const content = JSON.parse(await readFile(copy, 'utf8'));
      await writeFile(copy, JSON.stringify({ ...content, records: content.records.slice(1) }));
    }
    return {
      async restore() {
        const text = await readFile(copy, 'utf8').catch(() => '');
        if (text === '' && flaw === 'restores-anything') {
          await rm(path);
        } else if (text === '' && flaw !== 'backs-up-nothing') {
          throw new McpAuthError('ERR_MCPAUTH_STORE_DAMAGED', `${copy} is empty.`, {
            location: copy,
            problem: 'empty',
          });
        } else if (text !== '') {
          await copyFile(copy, path);
        }
        return openJsonKeyStore(store.location);
      },
      damage: () => truncate(copy, 0),
    };
  }
  return {
    name: 'JSON file',
    capabilities: { writable: true, persistent: true, watches: true },
    create,
    reopen: ({ location }) => openJsonKeyStore(location),
    async cleanUp() {
      const directories = locations.splice(0).map((location) => dirname(pathOf(location)));
      await Promise.all(directories.map((path) => rm(path, { recursive: true, force: true })));
    },
    backup,
    damage: [
      {
        name: 'cut in half',
        apply: async ({ location }) => {
          const bytes = await readFile(pathOf(location));
          await truncate(pathOf(location), Math.floor(bytes.length / 2));
        },
        content: ({ location }) => readFile(pathOf(location)),
      },
    ],
    childProcess: {
      module: new URL('./support/json-child.ts', import.meta.url),
      killRounds: 3,
      ...(flaw === 'never-looks' ? { seenWithinMs: 500 } : {}),
    },
  };
}

keyStoreContract(jsonOptions());

const KILLED = 'holds each acknowledged key of processes that are killed, in 3 rounds';

/** Each planted bug, and the cases that are there to find it. */
const FINDERS: Readonly<Record<JsonFlaw | BackupFlaw, readonly string[]>> = {
  'no-lock': [
    'loses no key and gives no number twice when processes insert at once',
    'lets one of several processes win each revision, and loses no change',
  ],
  'never-looks': ['sees what another process inserts'],
  'acknowledges-early': [KILLED],
  'starts-anew': ['names a store that is cut in half as damaged, and never rewrites it'],
  'backs-up-nothing': ['restores from a backup what it held then, and counts on from there'],
  'backs-up-half': [
    'restores from a backup what it held then, and counts on from there',
    'can be backed up while it is written, and the backup is whole',
  ],
  'restores-anything': ['refuses to restore a damaged backup, and stays as it is'],
};

describe('the contract suite finds, with processes, backups and damage,', () => {
  const flaws = Object.keys(FINDERS) as (keyof typeof FINDERS)[];
  it.each(flaws)('%s', { timeout: 120_000 }, async (flaw) => {
    const options = jsonOptions(flaw);
    const finders = casesNamed(casesFor(options), FINDERS[flaw]);
    const failed = await failuresOf(finders, ({ run }) => withHandles(options, run));
    expect(failed).toEqual(FINDERS[flaw]);
  });
});
