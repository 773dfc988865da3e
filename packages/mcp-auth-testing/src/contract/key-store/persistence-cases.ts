import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { insertTest } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

/** What a store promises whose content outlives the process. */
export const persistenceCases: readonly KeyStoreCase[] = [
  {
    title: 'holds everything when it is opened again',
    async run({ create, reopen }) {
      const store = await create();
      await store.ensureHeader(() => testHeader('kept'));
      const first = await insertTest(store, 'admin');
      const second = await insertTest(store, 'device', { devices: [], expiresAt: 7_000 });
      const changed = await store.update(first.id, first.revision, { active: false });
      await store.close();
      const again = await reopen(store);
      expect(await again.header()).toEqual(testHeader('kept'));
      expect(await again.list()).toEqual([changed, second]);
    },
  },
  {
    title: 'counts on when it is opened again, also after deletes',
    async run({ create, reopen }) {
      const store = await create();
      const record = await insertTest(store);
      await store.delete(record.id, record.revision);
      await store.close();
      expect((await insertTest(await reopen(store))).id).toBe('lmcp_operator_002');
    },
  },
  {
    title: 'writes nothing by being opened and read',
    async run({ create, reopen }) {
      const store = await create();
      await store.header();
      await store.list();
      await store.close();
      expect(await (await reopen(store)).header()).toBeUndefined();
    },
  },
  {
    title: 'accepts changes from a revision that was read before it was closed',
    async run({ create, reopen }) {
      const store = await create();
      const record = await insertTest(store);
      await store.close();
      const again = await reopen(store);
      const changed = await again.update(record.id, record.revision, { name: 'Later' });
      expect(changed.name).toBe('Later');
    },
  },
  {
    title: 'holds a write that was under way when it closed exactly if it was acknowledged',
    async run({ create, reopen }) {
      const store = await create();
      const write = insertTest(store).then(
        ({ id }) => [id],
        () => [],
      );
      await store.close();
      const acknowledged = await write;
      const held = await (await reopen(store)).list();
      expect(held.map(({ id }) => id)).toEqual(acknowledged);
    },
  },
];
