import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { createKeyManager, createMemoryKeyStore, type KeyManager } from '@gatehouse/keys';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../src/authenticate.js';
import type { Authenticate } from '../src/authentication.js';

const actor = { id: 'test' };
const clock = createFakeClock();
const logger = createRecordingLogger();
let keys: KeyManager;
let authenticate: Authenticate;

function newManager(): Promise<KeyManager> {
  return createKeyManager({
    store: createMemoryKeyStore(),
    ring: createKeyRing({ current: generateMasterKey() }),
    prefix: 'mcp',
    clock,
  });
}

beforeEach(async () => {
  logger.clear();
  keys = await newManager();
  authenticate = createAuthenticate(keys, logger);
});

async function makeKey(request: Partial<Parameters<KeyManager['create']>[0]> = {}) {
  const { record, key } = await keys.create({ name: 'k', role: 'monitor', ...request }, actor);
  return { id: record.id, key };
}

describe('authenticate', () => {
  it('turns a key into its principal', async () => {
    const { id, key } = await makeKey();
    expect(await authenticate(key, { address: '127.0.0.1' })).toMatchObject({
      ok: true,
      principal: { id, kind: 'key', role: 'monitor' },
    });
  });

  it('tells a missing key from a wrong one', async () => {
    expect(await authenticate(undefined)).toEqual({ ok: false, status: 401, reason: 'missing' });
    expect(await authenticate('')).toEqual({ ok: false, status: 401, reason: 'invalid' });
  });

  it('answers alike for every reason, and logs which one it was', async () => {
    await makeKey({ role: 'admin' });
    const good = await makeKey();
    const revoked = await makeKey();
    await keys.revoke(revoked.id, actor);
    const disabled = await makeKey();
    await keys.update(disabled.id, { active: false }, actor);
    const expired = await makeKey({ expiresAt: clock.now() + 1000 });
    const early = await makeKey({ notBefore: clock.now() + 1_000_000 });
    const elsewhere = await makeKey({ ipWhitelist: ['192.0.2.0/24'] });
    const gone = await makeKey();
    await keys.delete(gone.id, actor);
    clock.advance(2000);
    // A perfectly formed key of the same id, from another store.
    const other = await (await newManager()).create({ name: 'k', role: 'monitor' }, actor);
    const attempts = [revoked.key, disabled.key, expired.key, early.key, elsewhere.key, gone.key];
    for (const key of [...attempts, other.key, `${good.key}x`, 'hello']) {
      expect(await authenticate(key, { address: '198.51.100.1' })).toEqual({
        ok: false,
        status: 401,
        reason: 'invalid',
      });
    }
    expect(logger.entries.map((entry) => entry.fields.reason)).toEqual([
      'revoked',
      'disabled',
      'expired',
      'not-yet-valid',
      'wrong-address',
      'unknown',
      'wrong-secret',
      'malformed',
      'malformed',
    ]);
    for (const key of attempts) expect(logger.text()).not.toContain(key.slice(-49));
  });

  it('decides about any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await authenticate(text)).toMatchObject({ ok: false, status: 401 });
      }),
    );
  });
});
