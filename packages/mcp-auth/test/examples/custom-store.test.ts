import { keyStoreContract } from '@gatehouse/mcp-auth-testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Table, TableKeyStore } from '../../examples/custom-store.js';
import { createMcpAuth } from '../../src/index.js';
import { type TemporaryHome, temporaryHome } from '../support/temporary-home.js';

const tables = new WeakMap<object, Table>();

function storeOver(table: Table): TableKeyStore {
  const store = new TableKeyStore(table);
  tables.set(store, table);
  return store;
}

function emptyTable(): Table {
  return { rows: new Map(), sequences: new Map(), revision: 0 };
}

keyStoreContract({
  name: 'the example of a store of one’s own',
  capabilities: { writable: true, persistent: true, watches: false },
  create: () => storeOver(emptyTable()),
  reopen: (store) => storeOver(tables.get(store) ?? emptyTable()),
});

describe('a store of one’s own', () => {
  let home: TemporaryHome;
  beforeAll(async () => {
    home = await temporaryHome();
  });
  afterAll(() => home.remove());

  it('keeps the keys of a server over restarts', async () => {
    const table = emptyTable();
    const options = { app: 'notes', env: home.env };
    const first = await createMcpAuth({ ...options, store: new TableKeyStore(table) });
    const { key } = await first.createKey({ name: 'k', role: 'monitor' });
    await first.close();
    const second = await createMcpAuth({ ...options, store: new TableKeyStore(table) });
    expect(await second.authenticate(key)).toMatchObject({ ok: true });
    await second.close();
  });
});
