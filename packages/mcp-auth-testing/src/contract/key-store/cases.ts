import type { KeyStoreCapabilities } from '@gatehouse/core';
import { expect } from 'vitest';
import { backupCases } from './backup-cases.js';
import { changeCases } from './change-cases.js';
import { closingCases, closingWhileWritingCases } from './closing-cases.js';
import { damageCases } from './damage-cases.js';
import { eventCases } from './event-cases.js';
import { headerCases } from './header-cases.js';
import { insertCases } from './insert-cases.js';
import { persistenceCases } from './persistence-cases.js';
import { processCases } from './process/process-cases.js';
import { readOnlyCases } from './read-only-cases.js';
import { recordCases } from './record-cases.js';
import type { KeyStoreCase, KeyStoreContractOptions } from './types.js';
import { watchingCases } from './watching-cases.js';

function identityCase(capabilities: KeyStoreCapabilities): KeyStoreCase {
  return {
    title: 'says what and where it is, and what it can do',
    async run({ create }) {
      const store = await create();
      expect(store.kind).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(store.location).not.toBe('');
      expect(store.capabilities).toEqual(capabilities);
    },
  };
}

const writableCases: readonly KeyStoreCase[] = [
  ...headerCases,
  ...insertCases,
  ...recordCases,
  ...changeCases,
  ...eventCases,
  ...closingWhileWritingCases,
];

/** What only implementations promise that say how. */
function optionalCases(options: KeyStoreContractOptions): readonly KeyStoreCase[] {
  const { backup, childProcess, damage = [], capabilities } = options;
  return [
    ...(childProcess === undefined ? [] : processCases(childProcess, capabilities.watches)),
    ...(backup === undefined ? [] : backupCases((store) => backup.call(options, store))),
    ...damageCases(damage),
  ];
}

/** @returns The promises that a store with these options makes. */
export function casesFor(options: KeyStoreContractOptions): readonly KeyStoreCase[] {
  const { writable, persistent, watches } = options.capabilities;
  return [
    identityCase(options.capabilities),
    ...(writable ? writableCases : readOnlyCases),
    ...(writable && persistent ? persistenceCases : []),
    ...(writable && persistent && watches ? watchingCases : []),
    ...(writable && persistent ? optionalCases(options) : []),
    ...closingCases,
  ];
}
