import type { KeyRecord } from '@gatehouse/core';
import { expect } from 'vitest';
import { testRecord } from '../../records.js';
import { insertTest, recordEvents, rejectionOf } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

/** What subscribers hear of this handle's own writes. */
export const eventCases: readonly KeyStoreCase[] = [
  {
    title: 'reports each of its own changes once, in order',
    async run({ create }) {
      const store = await create();
      const events = recordEvents(store);
      const record = await insertTest(store);
      const changed = await store.update(record.id, record.revision, { name: 'Changed' });
      await store.delete(changed.id, changed.revision);
      expect(events).toEqual([
        { type: 'inserted', id: record.id, origin: 'self' },
        { type: 'updated', id: record.id, origin: 'self' },
        { type: 'deleted', id: record.id, origin: 'self' },
      ]);
    },
  },
  {
    title: 'reports a change when it can be read already',
    async run({ create }) {
      const store = await create();
      const seen: Promise<KeyRecord | undefined>[] = [];
      store.subscribe((event) => {
        seen.push(store.get(event.id));
      });
      const record = await insertTest(store);
      expect(await Promise.all(seen)).toEqual([record]);
    },
  },
  {
    title: 'reports nothing when nothing was changed',
    async run({ create }) {
      const store = await create();
      const record = await insertTest(store);
      const events = recordEvents(store);
      await rejectionOf(
        store.update(record.id, 'another revision', { name: 'No' }),
        'ERR_MCPAUTH_STORE_CONFLICT',
      );
      await rejectionOf(
        store.insert('operator', () => testRecord('operator', 1)),
        'ERR_MCPAUTH_STORE_CONFLICT',
      );
      await rejectionOf(store.delete('lmcp_admin_404', '1'), 'ERR_MCPAUTH_KEY_NOT_FOUND');
      expect(events).toEqual([]);
    },
  },
  {
    title: 'stops reporting when a subscription ends',
    async run({ create }) {
      const store = await create();
      const heard: string[] = [];
      const stop = store.subscribe((event) => heard.push(event.id));
      const first = await insertTest(store);
      stop();
      stop();
      await insertTest(store);
      expect(heard).toEqual([first.id]);
    },
  },
  {
    title: 'is not stopped by a subscriber that throws',
    async run({ create }) {
      const store = await create();
      store.subscribe(() => {
        throw new RangeError('a subscriber of bad manners');
      });
      const events = recordEvents(store);
      const record = await insertTest(store);
      expect(await store.get(record.id)).toEqual(record);
      expect(events).toHaveLength(1);
    },
  },
];
