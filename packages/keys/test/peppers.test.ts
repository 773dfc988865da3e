import { createHmac } from 'node:crypto';
import type { KeyStore, McpAuthErrorCode, StoreHeader } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import { createKeyRing, open, seal, sealedKeyId } from '@gatehouse/crypto';
import { createKeyManager, createMemoryKeyStore, pepperPlace } from '@gatehouse/keys';
import { testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { createBench, ringOf } from './support.js';

async function storeWith(header: StoreHeader): Promise<KeyStore> {
  const store = createMemoryKeyStore();
  await store.ensureHeader(() => header);
  return store;
}

function pepper(id: string, ring: KeyRing, length = 32): StoreHeader['peppers'][number] {
  return { id, sealed: seal(ring, new Uint8Array(length).fill(9), pepperPlace(id)) };
}

async function codeOf(store: KeyStore, ring: KeyRing): Promise<McpAuthErrorCode | 'opened'> {
  try {
    await createKeyManager({ store, ring });
    return 'opened';
  } catch (error) {
    if (isMcpAuthError(error)) return error.code;
    throw error;
  }
}

describe('the peppers of a store', () => {
  it('begin with 32 random bytes, sealed under the current master key for their place', async () => {
    const { store, ring } = await createBench();
    const header = await store.header();
    expect(header?.peppers).toHaveLength(1);
    const [{ id, sealed } = { id: '', sealed: '' }] = header?.peppers ?? [];
    expect(id).toMatch(/^p-[0-9a-f]{8}$/);
    expect(sealedKeyId(sealed)).toBe(ring.currentId);
    expect(open(ring, sealed, pepperPlace(id))).toHaveLength(32);
    expect(() => open(ring, sealed, pepperPlace('p-other'))).toThrow();
  });

  it('make the hash: HMAC-SHA-256 of the whole key under the first one', async () => {
    const { store, ring, create } = await createBench();
    const { record, key } = await create();
    const [{ id, sealed } = { id: '', sealed: '' }] = (await store.header())?.peppers ?? [];
    const bytes = open(ring, sealed, pepperPlace(id));
    const mac = createHmac('sha256', bytes).update(key).digest('base64url');
    expect(record.hash).toBe(`hmac-sha256:${id}:${mac}`);
  });

  it('are kept by the next manager: its keys go on working', async () => {
    const first = await createBench();
    const { key } = await first.create();
    const second = await createBench({ store: first.store, seed: 77 });
    expect(await second.manager.verify(key)).toMatchObject({ ok: true });
    expect((await first.store.header())?.peppers).toHaveLength(1);
  });

  it('open under a previous master key', async () => {
    const first = await createBench();
    const { key } = await first.create();
    const ring = createKeyRing({ current: ringOf(5).current, previous: [first.ring.current] });
    const second = await createBench({ store: first.store, ring });
    expect(await second.manager.verify(key)).toMatchObject({ ok: true });
  });

  it('are one for two managers that start at once', async () => {
    const store = createMemoryKeyStore();
    const ring = ringOf(1);
    const [one, other] = await Promise.all([
      createBench({ store, ring, seed: 10 }),
      createBench({ store, ring, seed: 20 }),
    ]);
    const { key } = await one.create();
    expect(await other.manager.verify(key)).toMatchObject({ ok: true });
  });

  it('verify older keys when a newer pepper stands first', async () => {
    const ring = ringOf(1);
    const old = pepper('old', ring);
    const before = await createBench({ store: await storeWith({ peppers: [old] }), ring });
    const { record, key } = await before.create();

    const store = await storeWith({ peppers: [pepper('new', ring), old] });
    await store.insert('operator', () => record);
    const after = await createBench({ store, ring });
    expect(await after.manager.verify(key)).toMatchObject({ ok: true });
    expect((await after.create()).record.hash).toMatch(/^hmac-sha256:new:/);
  });

  it('are looked for again when a key names one that came later', async () => {
    const ring = ringOf(1);
    const [first, later] = [pepper('first', ring), pepper('later', ring)];
    const importer = await createBench({ store: await storeWith({ peppers: [later] }), ring });
    const { record, key } = await importer.create();

    const inner = await storeWith({ peppers: [first] });
    let header: StoreHeader = { peppers: [first] };
    const store: KeyStore = Object.assign(Object.create(inner), {
      header: async () => header,
      get: (id: string) => inner.get(id),
      subscribe: (listener: () => void) => inner.subscribe(listener),
    });
    const { manager, logger } = await createBench({ store, ring });
    await inner.insert('operator', () => record);
    expect(await manager.verify(key)).toMatchObject({ reason: 'wrong-secret' });
    expect(logger.messages('error')).toEqual(['the pepper of a key is missing']);
    header = { peppers: [first, later] };
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });
});

describe('a store that cannot be opened', () => {
  it('is sealed under a master key that is not at hand', async () => {
    const { store } = await createBench();
    const before = await store.header();
    await expect(createKeyManager({ store, ring: ringOf(99) })).rejects.toMatchObject({
      code: 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN',
      details: { keyId: ringOf(1).currentId },
    });
    expect(await store.header()).toEqual(before);
  });

  it('has a damaged, moved or malformed pepper', async () => {
    const ring = ringOf(1);
    const { id, sealed } = pepper('p1', ring);
    const last = sealed.endsWith('A') ? 'Q' : 'A';
    const damaged = `${sealed.slice(0, -1)}${last}`;
    expect(await codeOf(await storeWith({ peppers: [{ id, sealed: damaged }] }), ring)).toMatch(
      /^ERR_MCPAUTH_SEAL_(?:DAMAGED|MALFORMED)$/,
    );
    expect(await codeOf(await storeWith({ peppers: [{ id: 'p2', sealed }] }), ring)).toBe(
      'ERR_MCPAUTH_SEAL_DAMAGED',
    );
    expect(await codeOf(await storeWith({ peppers: [{ id, sealed: 'plain' }] }), ring)).toBe(
      'ERR_MCPAUTH_SEAL_MALFORMED',
    );
  });

  it('has a second pepper that does not open, although the first one does', async () => {
    const ring = ringOf(1);
    const peppers = [pepper('p1', ring), pepper('p2', ringOf(2))];
    expect(await codeOf(await storeWith({ peppers }), ring)).toBe('ERR_MCPAUTH_SEAL_KEY_UNKNOWN');
  });

  it('has no pepper, one twice, or one of another length', async () => {
    const ring = ringOf(1);
    for (const peppers of [
      [],
      [pepper('p1', ring), pepper('p1', ring)],
      [pepper('p1', ring, 16)],
    ]) {
      expect(await codeOf(await storeWith({ peppers }), ring)).toBe('ERR_MCPAUTH_STORE_DAMAGED');
    }
  });

  it('holds keys and has lost its header: no new pepper is made over them', async () => {
    const store = createMemoryKeyStore();
    await store.insert('admin', (sequence) => testRecord('admin', sequence));
    expect(await codeOf(store, ringOf(1))).toBe('ERR_MCPAUTH_STORE_DAMAGED');
    expect(await store.header()).toBeUndefined();
  });
});
