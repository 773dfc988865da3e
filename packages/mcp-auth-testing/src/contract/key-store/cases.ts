import type { KeyStoreCapabilities } from '@gatehouse/core';
import { expect } from 'vitest';
import { changeCases } from './change-cases.js';
import { closingCases, closingWhileWritingCases } from './closing-cases.js';
import { eventCases } from './event-cases.js';
import { headerCases } from './header-cases.js';
import { insertCases } from './insert-cases.js';
import { persistenceCases } from './persistence-cases.js';
import { readOnlyCases } from './read-only-cases.js';
import { recordCases } from './record-cases.js';
import type { KeyStoreCase } from './types.js';
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

/** @returns The promises that a store with these capabilities makes. */
export function casesFor(capabilities: KeyStoreCapabilities): readonly KeyStoreCase[] {
  const { writable, persistent, watches } = capabilities;
  return [
    identityCase(capabilities),
    ...(writable ? writableCases : readOnlyCases),
    ...(writable && persistent ? persistenceCases : []),
    ...(writable && persistent && watches ? watchingCases : []),
    ...closingCases,
  ];
}
