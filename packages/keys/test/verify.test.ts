import type { KeyRecord, KeyRecordChange, KeyStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { createMemoryKeyStore, parseKey } from '@gatehouse/keys';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { CompiledKeys } from '../src/compiled-keys.js';
import { checksumOf } from '../src/key-format.js';
import type { Peppers } from '../src/peppers.js';
import { createVerifier } from '../src/verifier.js';
import type { Bench } from './support.js';
import { ACTOR, createBench, HOUR } from './support.js';

/** The same id with another secret, well formed. */
function otherSecret(key: string): string {
  const body = key.slice(0, -6);
  const changed = `${body.slice(0, -1)}${body.endsWith('A') ? 'B' : 'A'}`;
  return changed + checksumOf(changed);
}

/** The same secret under another id, well formed. */
function otherId(key: string, id: string): string {
  const body = `${id}${key.slice(key.lastIndexOf('_'), -6)}`;
  return body + checksumOf(body);
}

async function change(bench: Bench, id: string, changes: KeyRecordChange): Promise<KeyRecord> {
  const record = await bench.store.get(id);
  return bench.store.update(id, record?.revision ?? '', changes);
}

describe('verify', () => {
  it('tells who a key belongs to', async () => {
    const { manager, clock, create } = await createBench();
    const expiresAt = clock.now() + HOUR;
    const { record, key } = await create({
      name: 'Bedroom Controller',
      role: 'device',
      devices: ['bedroom-light'],
      rooms: ['Bath'],
      permissions: ['!risk:access'],
      expiresAt,
    });
    expect(await manager.verify(key)).toEqual({
      ok: true,
      principal: {
        id: 'lmcp_device_001',
        kind: 'key',
        name: 'Bedroom Controller',
        role: 'device',
        scopes: [],
        devices: ['bedroom-light'],
        rooms: ['Bath'],
        permissions: ['!risk:access'],
        expiresAt,
        revision: record.revision,
      },
    });
  });

  it('takes what was parsed already, and lets nobody in by what another text says', async () => {
    const { manager, create } = await createBench();
    const [mine, theirs] = [
      await create({ name: 'a', role: 'admin' }),
      await create({ name: 'b', role: 'admin' }),
    ];
    const parsed = parseKey(mine.key);
    expect(await manager.verify(mine.key, { parsed })).toEqual(await manager.verify(mine.key));
    const texts = [theirs.key, otherSecret(mine.key), mine.key.slice(0, -1), '', 'nonsense'];
    for (const text of texts) {
      expect(await manager.verify(text, { parsed })).toMatchObject({ ok: false });
    }
    const refused = parseKey('nonsense');
    expect(await manager.verify(mine.key, { parsed: refused })).toMatchObject({
      ok: false,
      reason: 'malformed',
    });
  });

  it('leaves limits out that the key has not', async () => {
    const { manager, create } = await createBench();
    const { key } = await create({ role: 'admin' });
    const verification = await manager.verify(key);
    expect(Object.keys(verification.ok ? verification.principal : {}).sort()).toEqual([
      'id',
      'kind',
      'name',
      'revision',
      'role',
      'scopes',
    ]);
  });

  it('gives the same principal object until the record changes', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    const first = await manager.verify(key);
    expect(await manager.verify(key)).toEqual(first);
    const principal = first.ok ? first.principal : undefined;
    expect(await manager.principal(record.id)).toBe(principal);
    await manager.update(record.id, { name: 'Renamed' }, ACTOR);
    const later = await manager.principal(record.id);
    expect(later?.name).toBe('Renamed');
    expect(later?.revision).not.toBe(principal?.revision);
  });

  it('answers text that no key can have without asking the store', async () => {
    const bench = await createBench();
    const { key } = await bench.create();
    const get = vi.spyOn(bench.store, 'get');
    const texts: unknown[] = [
      '',
      'x',
      'lmcp_admin_001',
      `${key}x`,
      key.slice(0, -1),
      key.toUpperCase(),
      `Bearer ${key}`,
      '***redacted***',
      '\u0000',
      'a'.repeat(1_000_000),
      undefined,
      null,
      42,
      {},
      [key],
    ];
    for (const text of texts) {
      expect(await bench.manager.verify(text as string)).toEqual({
        ok: false,
        reason: 'malformed',
      });
    }
    expect(get).not.toHaveBeenCalled();
    await bench.manager.verify(key);
    expect(get).toHaveBeenCalledOnce();
  });

  it('refuses every change of one character of a key', async () => {
    const { manager, create } = await createBench();
    const { key } = await create();
    for (let at = 0; at < key.length; at += 1) {
      for (const replacement of ['0', 'a', 'Z', '_', '1']) {
        const changed = key.slice(0, at) + replacement + key.slice(at + 1);
        if (changed === key) continue;
        expect(await manager.verify(changed)).toMatchObject({ ok: false });
      }
    }
    expect(await manager.verify(key)).toMatchObject({ ok: true });
  });

  it('knows no other id and no other secret', async () => {
    const { manager, create } = await createBench();
    const { record, key } = await create();
    expect(await manager.verify(otherId(key, 'lmcp_operator_002'))).toEqual({
      ok: false,
      reason: 'unknown',
      keyId: 'lmcp_operator_002',
    });
    expect(await manager.verify(otherSecret(key))).toEqual({
      ok: false,
      reason: 'wrong-secret',
      keyId: record.id,
    });
  });

  it('takes the role from the record, not from the text', async () => {
    const bench = await createBench();
    const admin = await bench.create({ role: 'admin' });
    await bench.create({ role: 'admin' });
    const operator = await bench.create({ role: 'operator' });
    const forged = otherId(operator.key, admin.record.id);
    expect(parseKey(forged)).toMatchObject({ ok: true, role: 'admin' });
    expect(await bench.manager.verify(forged)).toMatchObject({ reason: 'wrong-secret' });

    await bench.manager.update(admin.record.id, { role: 'monitor' }, ACTOR);
    expect(await bench.manager.verify(admin.key)).toMatchObject({
      ok: true,
      principal: { id: 'lmcp_admin_001', role: 'monitor' },
    });
  });

  describe('once the secret matched', () => {
    const CASES: readonly (readonly [string, (now: number) => KeyRecordChange])[] = [
      ['revoked', (now) => ({ revoked: { at: now, by: 'x' }, active: false })],
      ['revoked', (now) => ({ revoked: { at: now, by: 'x' } })],
      ['disabled', () => ({ active: false })],
      ['expired', (now) => ({ expiresAt: now })],
      ['not-yet-valid', (now) => ({ notBefore: now + 1 })],
      ['wrong-address', () => ({ ipWhitelist: ['192.0.2.1'] })],
    ];

    it.each(CASES)('says %s, and before that only that the secret is wrong', async (reason, of) => {
      const bench = await createBench();
      const { record, key } = await bench.create();
      await change(bench, record.id, of(bench.clock.now()));
      expect(await bench.manager.verify(key)).toEqual({ ok: false, reason, keyId: record.id });
      expect(await bench.manager.verify(otherSecret(key))).toEqual({
        ok: false,
        reason: 'wrong-secret',
        keyId: record.id,
      });
    });

    it('says that of status before that of address', async () => {
      const bench = await createBench();
      const { record, key } = await bench.create({ ipWhitelist: ['192.0.2.1'] });
      await change(bench, record.id, { active: false });
      expect(await bench.manager.verify(key)).toMatchObject({ reason: 'disabled' });
    });

    it('follows the clock', async () => {
      const { manager, clock, create } = await createBench();
      const now = clock.now();
      const { key } = await create({ notBefore: now + 10, expiresAt: now + 20 });
      const outcomes: string[] = [];
      for (const moment of [now, now + 9, now + 10, now + 19, now + 20, now + 15]) {
        clock.set(moment);
        const verification = await manager.verify(key);
        outcomes.push(verification.ok ? 'ok' : verification.reason);
      }
      expect(outcomes).toEqual(['not-yet-valid', 'not-yet-valid', 'ok', 'ok', 'expired', 'ok']);
    });
  });

  describe('with an allow-list', () => {
    it('admits listed addresses only, and no unknown one', async () => {
      const { manager, create } = await createBench();
      const { key } = await create({ ipWhitelist: ['192.168.1.0/24', '2001:db8::1'] });
      const from = async (address?: string) =>
        (await manager.verify(key, address === undefined ? {} : { address })).ok;
      expect(await from('192.168.1.77')).toBe(true);
      expect(await from('::ffff:192.168.1.77')).toBe(true);
      expect(await from('2001:db8:0:0::1')).toBe(true);
      expect(await from('192.168.2.77')).toBe(false);
      expect(await from('not an address')).toBe(false);
      expect(await from()).toBe(false);
      expect((await manager.verify(key)).ok).toBe(false);
    });

    it('follows the record', async () => {
      const { manager, create } = await createBench();
      const { record, key } = await create({ ipWhitelist: ['192.0.2.1'] });
      const from = async (address: string) => (await manager.verify(key, { address })).ok;
      expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([true, false]);
      await manager.update(record.id, { ipWhitelist: ['192.0.2.2'] }, ACTOR);
      expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([false, true]);
      await manager.update(record.id, { ipWhitelist: [] }, ACTOR);
      expect(await from('192.0.2.1')).toBe(true);
    });

    it('that was edited into nonsense admits nobody, and says so in the log', async () => {
      const bench = await createBench();
      const { record, key } = await bench.create();
      await change(bench, record.id, { ipWhitelist: ['10.0.0.1/8', 'home'] });
      const verification = await bench.manager.verify(key, { address: '10.0.0.1' });
      expect(verification).toMatchObject({ reason: 'wrong-address' });
      expect(bench.logger.entries).toContainEqual({
        level: 'warn',
        message: 'entries of an allow-list cannot be read and match no address',
        fields: { keyId: record.id, unreadable: 2 },
      });
    });
  });

  it('admits nobody by a hash that cannot be read, whatever it says', async () => {
    const bench = await createBench();
    const { record, key } = await bench.create();
    for (const hash of ['', '***redacted***', key, record.hash.slice(0, -1), 'hmac-sha256:x:y']) {
      await change(bench, record.id, { hash });
      expect(await bench.manager.verify(key)).toMatchObject({ reason: 'wrong-secret' });
      expect(await bench.manager.verify(otherSecret(key))).toMatchObject({
        reason: 'wrong-secret',
      });
    }
    expect(bench.logger.messages('error').length).toBeGreaterThan(0);
  });

  it('hands on what the store throws, and does not take it for a denial', async () => {
    const bench = await createBench();
    const { key } = await bench.create();
    const details = { location: 'memory', problem: 'gone' };
    const failure = new McpAuthError(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      'The store is gone.',
      details,
    );
    vi.spyOn(bench.store, 'get').mockRejectedValue(failure);
    await expect(bench.manager.verify(key)).rejects.toBe(failure);
  });
});

describe('the work of verification', () => {
  /** Peppers that count how often they are asked, and for which. */
  function countingPeppers(): { peppers: Peppers; asked: string[] } {
    const asked: string[] = [];
    const mac = `${'A'.repeat(43)}`;
    return {
      asked,
      peppers: {
        dummyHash: `hmac-sha256:p1:${mac}`,
        hash: () => `hmac-sha256:p1:${mac}`,
        mac: (pepperId) => {
          asked.push(pepperId);
          return new Uint8Array(32).fill(1);
        },
      },
    };
  }

  async function workFor(store: KeyStore, text: string): Promise<readonly string[]> {
    const { peppers, asked } = countingPeppers();
    const logger = createRecordingLogger();
    const verify = createVerifier({
      store,
      peppers: { current: () => peppers, reload: async () => peppers },
      compiled: new CompiledKeys(logger, 10),
      statusOf: async () => 'active',
      usage: undefined,
      clock: createFakeClock(),
      logger,
    });
    expect(await verify(text)).toMatchObject({ ok: false });
    return asked;
  }

  it('is one HMAC for a wrong secret, and the same for an unknown id', async () => {
    const store = createMemoryKeyStore();
    const { key } = await (await createBench({ store })).create();
    const record = await store.get('lmcp_operator_001');
    const pepperId = record?.hash.split(':')[1];
    expect(await workFor(store, otherSecret(key))).toEqual([pepperId]);
    expect(await workFor(store, otherId(key, 'lmcp_operator_404'))).toEqual(['p1']);
  });

  it('is none for text that no key can have', async () => {
    expect(await workFor(createMemoryKeyStore(), 'lmcp_operator_404')).toEqual([]);
  });

  it('never lets in an unknown id, even if the dummy hash matched', async () => {
    const { key } = await (await createBench()).create();
    const zeros: Peppers = {
      dummyHash: `hmac-sha256:p1:${'A'.repeat(43)}`,
      hash: () => '',
      mac: () => new Uint8Array(32),
    };
    const logger = createRecordingLogger();
    const verify = createVerifier({
      store: createMemoryKeyStore(),
      peppers: { current: () => zeros, reload: async () => zeros },
      compiled: new CompiledKeys(logger, 10),
      statusOf: async () => 'active',
      usage: undefined,
      clock: createFakeClock(),
      logger,
    });
    expect(await verify(key)).toMatchObject({ ok: false, reason: 'unknown' });
  });
});
