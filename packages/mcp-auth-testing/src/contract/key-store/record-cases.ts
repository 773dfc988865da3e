import type { NewKeyRecord } from '@gatehouse/core';
import { expect } from 'vitest';
import { insertTest, withoutRevision } from '../expectations.js';
import type { KeyStoreCase } from './types.js';

const FULL: Partial<NewKeyRecord> = {
  name: 'All fields',
  createdBy: 'lmcp_admin_001',
  createdAt: Date.UTC(2026, 4, 6, 7, 8, 9, 123),
  notBefore: Date.UTC(2026, 4, 7, 0, 0, 0, 1),
  expiresAt: Date.UTC(2031, 11, 31, 23, 59, 59, 999),
  maxIdleDays: 90,
  enabledAt: Date.UTC(2026, 4, 20, 21, 22, 23, 456),
  replaces: 'lmcp_device_041',
  replacedBy: 'lmcp_device_043',
  active: false,
  revoked: { at: Date.UTC(2026, 5, 1, 12), by: 'lmcp_admin_001', reason: 'left the house' },
  ipWhitelist: ['192.168.1.0/24', '2001:db8::/32', '10.0.0.7'],
  devices: ['bedroom-light', '0f86a2fe-0378-3e08-ffffb2d4efc8b5b6'],
  rooms: ['Küche', 'Kid\'s "room"'],
  permissions: ['tool:loxone_control_lights', '!risk:access', 'resource:loxone://rooms/*'],
};

const AWKWARD_TEXTS = [
  '',
  ' padded ',
  'line\nbreak\r\nand\ttab',
  '"quotes" and \'apostrophes\' and """three"""',
  "''' # not a comment",
  'back\\slash \\u0041 \\n',
  '[[keys]]',
  'id = "lmcp_admin_001"',
  '\u0000\u0001\u001b[31m\u007f\u0085',
  '\u2028\u2029\ufeff\u202e',
  'Wohnzimmer 🛋️ リビング',
  '__proto__',
  'null',
  '{"a": 1}',
];

/** That records come back as they went in. */
export const recordCases: readonly KeyStoreCase[] = [
  {
    title: 'keeps every field',
    async run({ create }) {
      const store = await create();
      const record = await insertTest(store, 'device', FULL);
      expect(await store.get(record.id)).toEqual(record);
      expect(record).toMatchObject(FULL);
    },
  },
  {
    title: 'does not add fields that a record has not',
    async run({ create }) {
      const store = await create();
      const record = await insertTest(store);
      for (const field of [
        'notBefore',
        'expiresAt',
        'maxIdleDays',
        'enabledAt',
        'replaces',
        'replacedBy',
        'revoked',
        'devices',
        'rooms',
        'permissions',
      ]) {
        expect(record).not.toHaveProperty(field);
        expect(await store.get(record.id)).not.toHaveProperty(field);
      }
    },
  },
  {
    title: 'tells an empty limit from no limit',
    async run({ create }) {
      const store = await create();
      const empty = { devices: [], rooms: [], permissions: [] };
      const { id } = await insertTest(store, 'device', empty);
      expect(await store.get(id)).toMatchObject(empty);
    },
  },
  {
    title: 'keeps a revocation without a reason',
    async run({ create }) {
      const store = await create();
      const revoked = { at: 1_000, by: 'lmcp_admin_001' };
      const { id } = await insertTest(store, 'operator', { revoked });
      expect((await store.get(id))?.revoked).toStrictEqual(revoked);
    },
  },
  {
    title: 'keeps any text as it is',
    async run({ create }) {
      const store = await create();
      for (const text of AWKWARD_TEXTS) {
        const record = await insertTest(store, 'custom', {
          name: text,
          createdBy: text,
          rooms: [text],
          permissions: [text, text],
        });
        const found = withoutRevision(await store.get(record.id));
        expect(found).toMatchObject({ name: text, createdBy: text, rooms: [text] });
        expect(found?.permissions).toEqual([text, text]);
      }
    },
  },
  {
    title: 'knows no ids that every object has',
    async run({ create }) {
      const store = await create();
      await insertTest(store);
      for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
        expect(await store.get(id)).toBeUndefined();
      }
    },
  },
  {
    title: 'counts for roles with names that every object has',
    async run({ create }) {
      const store = await create();
      for (const role of ['constructor', 'tostring', 'valueof']) {
        expect((await insertTest(store, role)).id).toBe(`lmcp_${role}_001`);
      }
    },
  },
  {
    title: 'hands out snapshots that later changes do not reach',
    async run({ create }) {
      const store = await create();
      const before = await insertTest(store);
      const [listed] = await store.list();
      await store.update(before.id, before.revision, { name: 'Changed' });
      expect(before.name).toBe('Key 1 of operator');
      expect(listed?.name).toBe('Key 1 of operator');
    },
  },
];
