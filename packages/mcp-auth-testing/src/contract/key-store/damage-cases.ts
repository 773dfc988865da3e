import type { KeyStore } from '@gatehouse/core';
import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { insertTest, rejectionOf } from '../expectations.js';
import type { KeyStoreCase, KeyStoreDamage } from './types.js';

/** That damage is named, and what is damaged is left as it is. */
export function damageCases(damages: readonly KeyStoreDamage[]): readonly KeyStoreCase[] {
  return damages.map((damage) => ({
    title: `names a store that is ${damage.name} as damaged, and never rewrites it`,
    async run({ create, reopen }) {
      const store = await create();
      await store.ensureHeader(() => testHeader());
      const record = await insertTest(store);
      await store.close();
      await damage.apply(store);
      const content = await damage.content(store);
      const attempts: readonly ((opened: KeyStore) => Promise<unknown>)[] = [
        (opened) => opened.list(),
        (opened) => opened.ensureHeader(() => testHeader('new')),
        (opened) => insertTest(opened),
        (opened) => opened.update(record.id, record.revision, { name: 'No' }),
      ];
      for (const attempt of attempts) {
        // An implementation may look when it opens, or when it is asked.
        const opening = reopen(store).then(attempt);
        const error = await rejectionOf(opening, 'ERR_MCPAUTH_STORE_DAMAGED');
        expect(error.message).toContain(store.location);
        expect(error.retryable).toBe(false);
        expect(await damage.content(store)).toEqual(content);
      }
    },
  }));
}
