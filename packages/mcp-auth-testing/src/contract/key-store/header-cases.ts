import { expect } from 'vitest';
import { testHeader } from '../../records.js';
import type { KeyStoreCase } from './types.js';

/** What `header` and `ensureHeader` promise. */
export const headerCases: readonly KeyStoreCase[] = [
  {
    title: 'has no header and no records before the first write',
    async run({ create }) {
      const store = await create();
      expect(await store.header()).toBeUndefined();
      expect(await store.list()).toEqual([]);
      expect(await store.get('lmcp_admin_001')).toBeUndefined();
    },
  },
  {
    title: 'makes the header once and keeps it',
    async run({ create }) {
      const store = await create();
      const made = await store.ensureHeader(() => testHeader('first'));
      expect(made).toEqual(testHeader('first'));
      const again = await store.ensureHeader(() => expect.fail('there is a header already'));
      expect(again).toEqual(testHeader('first'));
      expect(await store.header()).toEqual(testHeader('first'));
    },
  },
  {
    title: 'keeps the order of several peppers',
    async run({ create }) {
      const store = await create();
      const peppers = ['z', 'a', 'imported-1'].flatMap((id) => testHeader(id).peppers);
      await store.ensureHeader(() => ({ peppers }));
      expect((await store.header())?.peppers).toEqual(peppers);
    },
  },
  {
    title: 'gives the same header to all who ask for one at once',
    async run({ create }) {
      const store = await create();
      let made = 0;
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          store.ensureHeader(() => {
            made += 1;
            return testHeader(`p${made}`);
          }),
        ),
      );
      expect(answers).toEqual(Array.from({ length: 8 }, () => testHeader('p1')));
      expect(made).toBe(1);
    },
  },
  {
    title: 'stays without a header when making one fails',
    async run({ create }) {
      const store = await create();
      const failure = new RangeError('no pepper today');
      const attempt = store.ensureHeader(() => {
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await store.header()).toBeUndefined();
      expect(await store.ensureHeader(() => testHeader())).toEqual(testHeader());
    },
  },
  {
    title: 'keeps its header through the life of records',
    async run({ create }) {
      const store = await create();
      await store.ensureHeader(() => testHeader());
      const record = await store.insert('admin', (sequence) => ({
        id: `lmcp_admin_00${sequence}`,
        name: 'Main',
        role: 'admin',
        createdBy: 'test',
        createdAt: 0,
        active: true,
        ipWhitelist: [],
        hash: '',
      }));
      await store.delete(record.id, record.revision);
      expect(await store.header()).toEqual(testHeader());
    },
  },
];
