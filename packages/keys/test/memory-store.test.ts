import type { KeyStoreEvent } from '@gatehouse/core';
import { createMemoryKeyStore } from '@gatehouse/keys';
import { createRecordingLogger, keyStoreContract, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';

keyStoreContract({
  name: 'memory',
  capabilities: { writable: true, persistent: false, watches: false },
  create: () => createMemoryKeyStore(),
});

describe('createMemoryKeyStore', () => {
  it('gives each caller a store of its own', async () => {
    const [one, other] = [createMemoryKeyStore(), createMemoryKeyStore()];
    await one.insert('admin', (sequence) => testRecord('admin', sequence));
    expect(await other.list()).toEqual([]);
  });

  it('does not let its records be changed from outside', async () => {
    const store = createMemoryKeyStore();
    const devices = ['lamp'];
    const { id } = await store.insert('device', (n) => testRecord('device', n, { devices }));
    devices.push('door');
    const record = await store.get(id);
    expect(record?.devices).toEqual(['lamp']);
    expect(Object.isFrozen(record) && Object.isFrozen(record?.devices)).toBe(true);
  });

  it('finishes a change although a listener throws, tells the others, and logs it', async () => {
    const logger = createRecordingLogger();
    const store = createMemoryKeyStore({ logger });
    const events: KeyStoreEvent[] = [];
    store.subscribe(() => {
      throw new TypeError('secret detail');
    });
    store.subscribe((event) => events.push(event));
    const record = await store.insert('admin', (sequence) => testRecord('admin', sequence));
    expect(await store.get(record.id)).toEqual(record);
    expect(events).toEqual([{ type: 'inserted', id: record.id, origin: 'self' }]);
    expect(logger.messages('error')).toEqual(['a listener of the key store failed']);
    expect(logger.text()).not.toContain('secret detail');
  });
});
