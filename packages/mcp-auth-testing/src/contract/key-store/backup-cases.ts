import type { KeyStore } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import { insertTest } from '../expectations.js';
import type { KeyStoreBackup, KeyStoreCase } from './types.js';

type TakeBackup = (store: KeyStore) => KeyStoreBackup | Promise<KeyStoreBackup>;

/** Restores, and sees to it that the result is closed. */
async function withRestored<Result>(
  backup: KeyStoreBackup,
  look: (restored: KeyStore) => Promise<Result>,
): Promise<Result> {
  const restored = await backup.restore();
  try {
    return await look(restored);
  } finally {
    await restored.close();
  }
}

/** What a store promises that can be backed up. */
export function backupCases(take: TakeBackup): readonly KeyStoreCase[] {
  return [
    {
      title: 'restores from a backup what it held then, and counts on from there',
      async run({ create }) {
        const store = await create();
        await store.ensureHeader(() => testHeader('kept'));
        const record = await insertTest(store, 'device', { rooms: ['Küche'] });
        const gone = await insertTest(store, 'device');
        await store.delete(gone.id, gone.revision);
        const backup = await take(store);
        await store.delete(record.id, record.revision);
        await insertTest(store, 'admin');
        await store.close();
        await withRestored(backup, async (restored) => {
          expect(await restored.header()).toEqual(testHeader('kept'));
          expect(await restored.list()).toEqual([record]);
          expect((await insertTest(restored, 'device')).id).toBe('lmcp_device_003');
        });
      },
    },
    {
      title: 'can be backed up while it is written, and the backup is whole',
      async run({ create }) {
        const store = await create();
        const before = await insertTest(store);
        const writing = Promise.all(Array.from({ length: 20 }, () => insertTest(store)));
        const backup = await take(store);
        const all = [before, ...(await writing)];
        await store.close();
        await withRestored(backup, async (restored) => {
          const held = await restored.list();
          expect(held).toContainEqual(before);
          expect(all).toEqual(expect.arrayContaining([...held]));
        });
      },
    },
    {
      title: 'refuses to restore a damaged backup, and stays as it is',
      async run({ create, reopen }) {
        const store = await create();
        await insertTest(store);
        const backup = await take(store);
        await insertTest(store);
        const held = await store.list();
        await store.close();
        await backup.damage();
        const outcome = await withRestored(backup, (restored) => restored.list()).catch(
          (error: unknown) => error,
        );
        expect(isMcpAuthError(outcome), `it came to ${String(outcome)}`).toBe(true);
        expect(await (await reopen(store)).list()).toEqual(held);
      },
    },
  ];
}
