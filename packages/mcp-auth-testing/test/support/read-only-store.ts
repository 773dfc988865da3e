import type { KeyStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { testHeader, testRecord } from '../../src/index.js';
import { createBacking, createReferenceStore } from './reference-store.js';

/** A store of one record that refuses writes, or pretends to. */
export function createReadOnlyStore(
  { refuses }: { refuses: boolean } = { refuses: true },
): KeyStore {
  const backing = createBacking();
  const record = { ...testRecord('admin', 1), revision: '1' };
  backing.records.set(record.id, record);
  const store = createReferenceStore(backing);
  async function refuse(): Promise<never> {
    await store.list();
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_READ_ONLY',
      'This store cannot be written. Change it where it comes from.',
      { location: 'reference', reason: 'it is a test' },
    );
  }
  const capabilities = { writable: false, persistent: true, watches: false };
  if (!refuses) {
    const ensureHeader = async () => testHeader('made anyway');
    return { ...store, capabilities, ensureHeader };
  }
  return {
    ...store,
    capabilities,
    insert: refuse,
    update: refuse,
    delete: refuse,
    ensureHeader: refuse,
  };
}
