import type { KeyStore } from '@gatehouse/core';
import type { KeyRequest, KeyUpdate } from '@gatehouse/keys';
import { createKeyManager, createMemoryKeyStore, parseKey } from '@gatehouse/keys';
import { createRecordingLogger, testPrincipal, testRecord } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { checksumOf } from '../src/key-format.js';
import { ACTOR, createBench, DAY, gate, ringOf } from './support.js';

/** What other key systems got wrong, each made impossible here. */

const REDACTED = '***redacted***';

describe('a literal credential', () => {
  it('auth-landscape finding 4: the literal ***redacted*** never logs in, whatever a record says', async () => {
    const bench = await createBench();
    const { record, key } = await bench.create();
    let { revision } = record;
    for (const hash of [REDACTED, '', key, `hmac-sha256:${REDACTED}:${REDACTED}`]) {
      revision = (await bench.store.update(record.id, revision, { hash })).revision;
      const secrets = [REDACTED, `${record.id}_${REDACTED}`, hash, `${record.id}_${hash}`, key, ''];
      for (const text of secrets) {
        expect(await bench.manager.verify(text)).toMatchObject({ ok: false });
      }
    }
  });

  it('auth-landscape finding 4: a record without hash never logs in, and gets none by use', async () => {
    const bench = await createBench();
    const { record, key } = await bench.create();
    const written = await bench.store.insert('operator', (n) =>
      testRecord('operator', n, { hash: '' }),
    );
    const forged = key.replace(record.id, written.id).slice(0, -6);
    expect(parseKey(forged + checksumOf(forged))).toMatchObject({ ok: true, id: written.id });
    expect(await bench.manager.verify(forged + checksumOf(forged))).toEqual({
      ok: false,
      reason: 'wrong-secret',
      keyId: written.id,
    });
    expect(await bench.store.get(written.id)).toEqual(written);
    // And the real key of another record goes on working.
    expect(await bench.manager.verify(key)).toMatchObject({ ok: true });
  });
});

describe('resurrection', () => {
  it('auth-landscape finding 5: a key revoked while it is verified is not resurrected', async () => {
    const { store, manager, usage, create } = await createBench();
    const { record, key } = await create();
    const [read, wall] = [gate(), gate()];
    const get = store.get.bind(store);
    vi.spyOn(store, 'get').mockImplementationOnce(async (id) => {
      const found = await get(id);
      read.open();
      await wall.opened;
      return found;
    });
    const verifying = manager.verify(key);
    await read.opened;
    const revoked = await manager.revoke(record.id, ACTOR, 'stolen');
    wall.open();
    // The answer was true when the record was read …
    expect(await verifying).toMatchObject({ ok: true });
    await usage.flush();
    // … and nothing that follows from it brings the key back.
    expect(await manager.get(record.id)).toEqual(revoked);
    expect(await manager.verify(key)).toMatchObject({ ok: false, reason: 'revoked' });
  });

  it('auth-landscape finding 5: no act brings a revoked key back', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    await manager.revoke(record.id, ACTOR);
    for (const attempt of [
      () => manager.enable(record.id, ACTOR),
      () => manager.update(record.id, { active: true }, ACTOR),
      () => manager.update(record.id, { revoked: null } as KeyUpdate, ACTOR),
      () => manager.rotate(record.id, { overlapMs: DAY }, ACTOR),
    ]) {
      await expect(attempt()).rejects.toThrow();
      expect(await manager.verify(key)).toMatchObject({ ok: false, reason: 'revoked' });
    }
  });
});

describe('id and secret', () => {
  it('auth-landscape finding 8: the id is not the secret', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    const checked = record.id + checksumOf(record.id);
    for (const text of [record.id, `${record.id}_`, checked, `${record.id}_${checked}`]) {
      expect(await manager.verify(text)).toEqual({ ok: false, reason: 'malformed' });
    }
    const zeros = `${record.id}_${'0'.repeat(43)}`;
    expect(await manager.verify(zeros + checksumOf(zeros))).toMatchObject({
      ok: false,
      reason: 'wrong-secret',
    });
    // Whoever reads the store, whole, cannot log in with anything that is in it.
    const stored = JSON.stringify([await manager.list()]);
    expect(stored).not.toContain(key.slice(record.id.length + 1));
    expect(await manager.verify(`${record.id}_${record.hash}`)).toMatchObject({ ok: false });
  });

  it('auth-landscape finding 8: the secret is 256 random bits, and not in the id', async () => {
    const asked: number[] = [];
    const { create } = await createBench({
      random: (length) => {
        asked.push(length);
        return crypto.getRandomValues(new Uint8Array(length));
      },
    });
    const before = asked.length;
    const made = [await create(), await create()];
    expect(asked.slice(before)).toEqual([32, 32]);
    expect(made.map(({ record }) => record.id)).toEqual(['lmcp_operator_001', 'lmcp_operator_002']);
  });
});

describe('verification as a write path', () => {
  it('key-systems finding 3: verify writes nothing, to no store', async () => {
    const { store, usageStore, manager, clock, create, audit } = await createBench();
    const made = [
      await create(),
      await create({ maxIdleDays: 30, ipWhitelist: ['192.0.2.1'] }),
      await create({ expiresAt: clock.now() + DAY }),
      await create(),
    ];
    await manager.revoke(made[3]?.record.id ?? '', ACTOR);
    clock.advance(29 * DAY);
    audit.written.length = 0;
    const writes = [
      vi.spyOn(store, 'insert'),
      vi.spyOn(store, 'update'),
      vi.spyOn(store, 'delete'),
      vi.spyOn(store, 'ensureHeader'),
      vi.spyOn(usageStore, 'add'),
      vi.spyOn(usageStore, 'forget'),
    ];
    const before = await store.list();
    for (const { key } of made) {
      for (let time = 0; time < 20; time += 1) {
        await manager.verify(key, { address: '192.0.2.1' });
        await manager.verify(`${key.slice(0, -1)}_`);
      }
    }
    for (const write of writes) expect(write).not.toHaveBeenCalled();
    expect(await store.list()).toEqual(before);
    expect(audit.written).toEqual([]);
    expect(await manager.usage(made[0]?.record.id ?? '')).toMatchObject({ uses: 20 });
  });
});

describe('the cost of verification', () => {
  /** A store that counts what it is asked for. */
  function counting(inner: KeyStore): { store: KeyStore; calls: string[] } {
    const calls: string[] = [];
    const store: KeyStore = Object.create(inner);
    for (const method of [
      'get',
      'list',
      'header',
      'ensureHeader',
      'insert',
      'update',
      'delete',
      'subscribe',
    ] as const) {
      const original = inner[method].bind(inner) as (...args: unknown[]) => unknown;
      Object.assign(store, {
        [method]: (...args: unknown[]) => {
          calls.push(method === 'get' ? `get ${String(args[0])}` : method);
          return original(...args);
        },
      });
    }
    return { store, calls };
  }

  it.each([1, 100, 10_000])(
    'key-systems finding 5: one look-up per verify among %i keys',
    async (count) => {
      const inner = createMemoryKeyStore();
      const { store, calls } = counting(inner);
      const { manager, create } = await createBench({ store, maxCachedKeys: 2 });
      const { record, key } = await create();
      for (let n = 1; n < count; n += 1)
        await inner.insert('monitor', (at) => testRecord('monitor', at));
      const unknown = key.replace(record.id, 'lmcp_operator_404').slice(0, -6);
      const forged = key.slice(0, -7) + (key.at(-7) === 'A' ? 'B' : 'A');
      calls.length = 0;
      expect(await manager.verify(key)).toMatchObject({ ok: true });
      expect(await manager.verify(forged + checksumOf(forged))).toMatchObject({
        reason: 'wrong-secret',
      });
      expect(await manager.verify(unknown + checksumOf(unknown))).toMatchObject({
        reason: 'unknown',
      });
      expect(await manager.verify('nonsense')).toMatchObject({ reason: 'malformed' });
      expect(calls).toEqual([`get ${record.id}`, `get ${record.id}`, 'get lmcp_operator_404']);
    },
  );

  it('key-systems finding 5: a generated pepper is never in the log', async () => {
    const logger = createRecordingLogger();
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(0x90 + length);
    const store = createMemoryKeyStore();
    await createKeyManager({ store, ring: ringOf(1), logger, random });
    const pepper = Buffer.from(random(32));
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      expect(logger.text()).not.toContain(pepper.toString(encoding).slice(0, 20));
      expect(JSON.stringify(await store.header())).not.toContain(
        pepper.toString(encoding).slice(0, 20),
      );
    }
  });
});

describe('prototypes', () => {
  const POLLUTING = '{"__proto__":{"role":"admin","active":true,"polluted":true}';

  it('key-systems finding 9: __proto__ in a request pollutes and grants nothing', async () => {
    const { manager } = await createBench({ checkGrant: () => undefined });
    const request = JSON.parse(`${POLLUTING},"name":"x","role":"monitor"}`) as KeyRequest;
    for (const attempt of [
      () => manager.create(request, ACTOR),
      () => manager.createMany([request], ACTOR),
    ]) {
      await expect(attempt()).rejects.toThrow('__proto__ is not a field that can be set');
    }
    const inherited = Object.create({ role: 'admin', permissions: ['risk:*'], test: true });
    const made = await manager.create(
      Object.assign(inherited, { name: 'x', role: 'monitor' }),
      ACTOR,
    );
    expect(made.record).toMatchObject({ id: 'lmcp_monitor_001', role: 'monitor' });
    expect(made.record).not.toHaveProperty('permissions');
    expect({}).not.toHaveProperty('polluted');
    expect(await manager.list()).toHaveLength(1);
  });

  it('key-systems finding 9: __proto__ in an update pollutes and grants nothing', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create({ role: 'monitor' });
    for (const text of [`${POLLUTING}}`, '{"constructor":{"prototype":{"polluted":true}}}']) {
      const change = JSON.parse(text) as KeyUpdate;
      await expect(manager.update(record.id, change, ACTOR)).rejects.toThrow(/is not a field/);
    }
    expect(await manager.get(record.id)).toEqual(record);
    expect(await manager.verify(key)).toMatchObject({ ok: true, principal: { role: 'monitor' } });
    expect({}).not.toHaveProperty('polluted');
  });

  it('key-systems finding 9: ids such as __proto__ name no key', async () => {
    const { manager } = await createBench();
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(await manager.get(id)).toBeUndefined();
      expect(await manager.principal(id)).toBeUndefined();
      expect(await manager.usage(id)).toBeUndefined();
      const actor = { id: 'x', principal: testPrincipal('admin') };
      await expect(manager.revoke(id, actor)).rejects.toMatchObject({
        code: 'ERR_MCPAUTH_KEY_NOT_FOUND',
      });
    }
  });
});
