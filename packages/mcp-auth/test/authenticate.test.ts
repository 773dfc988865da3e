import { type AuditEvent, type Clock, McpAuthError } from '@gatehouse/core';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import {
  createKeyManager,
  createMemoryKeyStore,
  createMemoryUsageStore,
  createUsageTracker,
  type KeyManager,
} from '@gatehouse/keys';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type AuthenticateParts, createAuthenticate } from '../src/authenticate.js';
import type { Authenticate, Authentication, Caller } from '../src/authentication.js';
import { localPrincipal } from '../src/local-principal.js';
import { createTakeRequests } from '../src/request-limit.js';
import { type SecurityLevel, securityPolicy } from '../src/security-level.js';
import { type Counters, counters } from './support/counters.js';
import { type FakeAudit, fakeAudit } from './support/fake-audit.js';

const actor = { id: 'test' };
const HOME: Caller = { address: '192.0.2.1', requestId: 'r1', transport: 'http' };
const ELSEWHERE: Caller = { address: '198.51.100.9' };
const INVALID: Authentication = { ok: false, status: 401, reason: 'invalid' };
const logger = createRecordingLogger();
let clock = createFakeClock();
let keys: KeyManager;
let audit: FakeAudit;
let refusals: AuditEvent[];

function newManager(at: Clock = clock): Promise<KeyManager> {
  return createKeyManager({
    store: createMemoryKeyStore(),
    ring: createKeyRing({ current: generateMasterKey() }),
    prefix: 'mcp',
    clock: at,
    usage: createUsageTracker({ store: createMemoryUsageStore(), clock: at }),
  });
}

function authentication({
  lockout,
  limiter,
  ...more
}: Partial<AuthenticateParts & Counters> = {}): Authenticate {
  const own = counters(clock);
  const noted = { note: (event: AuditEvent) => void refusals.push(event) };
  return createAuthenticate({
    keys,
    lockout: lockout ?? own.lockout,
    takeRequests: createTakeRequests({ limiter: limiter ?? own.limiter, refusals: noted }),
    audit,
    refusals: noted,
    policy: securityPolicy('staging'),
    enabled: true,
    withoutKey: () => undefined,
    logger,
    ...more,
  });
}

beforeEach(async () => {
  logger.clear();
  clock = createFakeClock();
  keys = await newManager();
  audit = fakeAudit();
  refusals = [];
});

async function makeKey(request: Partial<Parameters<KeyManager['create']>[0]> = {}) {
  const { record, key } = await keys.create({ name: 'k', role: 'monitor', ...request }, actor);
  return { id: record.id, key };
}

/** What a role does not come without. */
function grantOf(role: string): Partial<Parameters<KeyManager['create']>[0]> {
  if (role === 'device') return { devices: ['lamp'] };
  return role === 'custom' ? { permissions: ['risk:read'] } : {};
}

/** A perfectly formed key of an id, from another store. */
async function forged(): Promise<string> {
  const { key } = await (await newManager()).create({ name: 'k', role: 'monitor' }, actor);
  return key;
}

describe('a key', () => {
  it('becomes its principal, and the trail says from where', async () => {
    const { id, key } = await makeKey();
    expect(await authentication()(key, HOME)).toMatchObject({
      ok: true,
      principal: { id, kind: 'key', role: 'monitor' },
      limit: { allowed: true, remaining: 59 },
    });
    expect(audit.noted).toEqual([
      {
        type: 'auth.accepted',
        outcome: 'success',
        actor: { id, kind: 'key', role: 'monitor' },
        address: '192.0.2.1',
        requestId: 'r1',
        details: { transport: 'http' },
      },
    ]);
  });

  it('that is missing is told from a wrong one', async () => {
    const authenticate = authentication();
    expect(await authenticate(undefined)).toEqual({ ok: false, status: 401, reason: 'missing' });
    expect(await authenticate('')).toEqual(INVALID);
  });

  it('gets one answer for every reason, and the trail has the reason', async () => {
    await makeKey({ role: 'admin' });
    const good = await makeKey();
    const revoked = await makeKey();
    await keys.revoke(revoked.id, actor);
    const disabled = await makeKey();
    await keys.update(disabled.id, { active: false }, actor);
    const expired = await makeKey({ expiresAt: clock.now() + 1000 });
    const idle = await makeKey({ maxIdleDays: 1 });
    const early = await makeKey({ notBefore: clock.now() + 1_000_000_000 });
    const elsewhere = await makeKey({ ipWhitelist: ['192.0.2.0/24'] });
    const gone = await makeKey();
    await keys.delete(gone.id, actor);
    clock.advance(2 * 86_400_000);
    const attempts = [revoked, disabled, expired, idle, early, elsewhere, gone].map(
      ({ key }) => key,
    );
    attempts.push(await forged(), `${good.key}x`, 'hello');
    const authenticate = authentication();
    for (const key of attempts) expect(await authenticate(key, ELSEWHERE)).toEqual(INVALID);
    const reasons = [
      'revoked',
      'disabled',
      'expired',
      'idle',
      'not-yet-valid',
      'wrong-address',
      'unknown',
      'wrong-secret',
      'malformed',
      'malformed',
    ];
    expect(refusals.map(({ reason }) => reason)).toEqual(reasons);
    expect(
      refusals.every(({ type, actor: { id } }) => type === 'auth.refused' && id === 'anonymous'),
    ).toBe(true);
    expect(logger.entries.map(({ fields }) => fields.reason)).toEqual(reasons);
    for (const key of attempts.filter((text) => text.length > 50)) {
      expect(logger.text() + JSON.stringify(refusals)).not.toContain(key.slice(-49));
    }
  });
});

describe('lockout', () => {
  /** Tries until it is refused unseen, waiting as long as it is told to. */
  async function exhaust(authenticate: Authenticate, key: string, from: Caller): Promise<number> {
    for (let attempts = 1; attempts <= 50; attempts += 1) {
      await authenticate(key, from);
      const next = await authenticate(key, from);
      if (next.ok || next.status !== 429) continue;
      if (next.retryAfterSeconds > 60) return attempts;
      clock.advance(next.retryAfterSeconds * 1000);
    }
    return Number.POSITIVE_INFINITY;
  }

  it('comes after five failures, whether or not the key exists', async () => {
    const { id, key } = await makeKey();
    const wrong = await forged();
    expect(wrong.startsWith(id)).toBe(true);
    const unknown = wrong;
    const without = await newManager();
    for (const [present, text] of [
      [keys, wrong],
      [without, unknown],
    ] as const) {
      const authenticate = authentication({ keys: present });
      const answers: Authentication[] = [];
      for (let at = 0; at < 12; at += 1) {
        answers.push(await authenticate(text, HOME));
        clock.advance(60_000);
      }
      expect(answers.map((answer) => (answer.ok ? 200 : answer.status))).toEqual([
        401, 401, 401, 401, 401, 429, 429, 429, 429, 429, 429, 429,
      ]);
      expect(answers[5]).toEqual({
        ok: false,
        status: 429,
        reason: 'locked-out',
        retryAfterSeconds: 29 * 60,
      });
    }
    expect(refusals.map(({ type }) => type)).toContain('auth.locked-out');
    expect(await authentication()(key, HOME)).toMatchObject({ ok: true });
  });

  it('holds the right key off as well, and ends by itself', async () => {
    const { key } = await makeKey();
    const authenticate = authentication();
    await exhaust(authenticate, await forged(), HOME);
    expect(await authenticate(key, HOME)).toMatchObject({ status: 429, reason: 'locked-out' });
    clock.advance(31 * 60_000);
    expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
  });

  it('is in the trail: the failure that caused it, and each attempt while it lasts', async () => {
    const { id } = await makeKey();
    const wrong = await forged();
    const authenticate = authentication();
    for (let at = 0; at < 7; at += 1) {
      await authenticate(wrong, HOME);
      clock.advance(60_000);
    }
    const locked = refusals.filter(({ type }) => type === 'auth.locked-out');
    expect(locked.map(({ reason }) => reason)).toEqual(['too-many-failures', 'locked', 'locked']);
    for (const event of locked) {
      expect(event).toMatchObject({ target: id, address: HOME.address, requestId: 'r1' });
    }
    refusals.length = 0;
    await authenticate(wrong, ELSEWHERE);
    await authenticate(wrong, ELSEWHERE);
    await authenticate(wrong, ELSEWHERE);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      'wrong-secret',
      'wrong-secret',
      'delayed',
    ]);
  });

  it('looks at no key while it lasts: neither time nor counts tell whether it is right', async () => {
    const { id, key } = await makeKey();
    const wrong = await forged();
    const asked: string[] = [];
    const watched: AuthenticateParts['keys'] = {
      verify: (text, from) => {
        asked.push(text);
        return keys.verify(text, from);
      },
    };
    const authenticate = authentication({ keys: watched });
    await exhaust(authenticate, wrong, HOME);
    asked.length = 0;
    const before = await keys.usage(id);
    for (const text of [wrong, key]) {
      expect(await authenticate(text, HOME)).toMatchObject({ reason: 'locked-out' });
    }
    expect(asked).toEqual([]);
    expect(await keys.usage(id)).toEqual(before);
  });

  it('hits nobody at another address, so that nobody can lock out the owner of a key', async () => {
    const { key } = await makeKey();
    const authenticate = authentication();
    await exhaust(authenticate, await forged(), HOME);
    expect(await authenticate(key, ELSEWHERE)).toMatchObject({ ok: true });
  });

  it('comes after five credentials that are no keys, and holds off no key from there', async () => {
    const { key } = await makeKey();
    const parts = counters(clock);
    const authenticate = authentication(parts);
    const garbage = (at: number): string => (at % 2 === 0 ? `garbage ${at}` : `${key}${at}`);
    expect(await exhaust(authenticate, 'garbage', HOME)).toBeLessThanOrEqual(5);
    for (let at = 0; at < 100; at += 1) {
      expect(await authenticate(garbage(at), HOME)).toMatchObject({ status: 429 });
      if (at % 10 === 0) expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
    }
    expect((await parts.lockout.locks()).map(({ bucket }) => bucket)).toEqual([
      'lockout|192.0.2.1|(no readable id)',
    ]);
    expect(await authenticate('garbage', ELSEWHERE)).toEqual(INVALID);
  });

  it('holds every key of an address off only when the address has failed as a whole', async () => {
    const { key } = await makeKey();
    const authenticate = authentication();
    // Four ids, five failures each: what one household may have.
    const others = await Promise.all([newManager(), newManager(), newManager(), newManager()]);
    for (const [at, other] of others.entries()) {
      expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
      const role = ['admin', 'operator', 'device', 'custom'][at] ?? '';
      const { key: wrong } = await other.create({ name: 'k', role, ...grantOf(role) }, actor);
      expect(await exhaust(authenticate, wrong, HOME)).toBeLessThanOrEqual(5);
    }
    expect(await authenticate(key, HOME)).toMatchObject({ status: 429, reason: 'locked-out' });
    expect(await authenticate(key, ELSEWHERE)).toMatchObject({ ok: true });
  });

  it('gives attempts in parallel no more answers than one by one', async () => {
    const { key } = await makeKey();
    const wrong = await forged();
    const authenticate = authentication();
    const attempts = [...Array.from({ length: 100 }, () => wrong), key];
    const answers = await Promise.all(attempts.map((text) => authenticate(text, HOME)));
    const seen = answers.filter((answer) => answer.ok || answer.status === 401);
    expect(seen.length).toBeLessThanOrEqual(5);
    expect(answers.at(-1)).toMatchObject({ status: 429 });
  });

  it('forgets failures when the right key comes', async () => {
    const { key } = await makeKey();
    const wrong = await forged();
    const authenticate = authentication();
    for (let round = 0; round < 4; round += 1) {
      for (let at = 0; at < 4; at += 1) {
        expect(await authenticate(wrong, HOME)).toEqual(INVALID);
        clock.advance(10_000);
      }
      expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
    }
  });

  it('counts nothing where no address is known', async () => {
    const wrong = await forged();
    const authenticate = authentication();
    for (let at = 0; at < 50; at += 1) expect(await authenticate(wrong, {})).toEqual(INVALID);
  });

  it('does not count requests without a key', async () => {
    const { key } = await makeKey();
    const authenticate = authentication();
    for (let at = 0; at < 50; at += 1) await authenticate(undefined, HOME);
    expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
  });
});

describe('the request limit', () => {
  it('refuses who asks too often, and tells when to come back', async () => {
    const { id, key } = await makeKey();
    const authenticate = authentication(counters(clock, 3));
    for (const remaining of [2, 1]) {
      expect(await authenticate(key, HOME)).toMatchObject({ ok: true, limit: { remaining } });
    }
    expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
    expect(await authenticate(key, HOME)).toMatchObject({
      ok: false,
      status: 429,
      reason: 'rate-limited',
      retryAfterSeconds: expect.toSatisfy((seconds) => Number.isInteger(seconds) && seconds >= 1),
      limit: { allowed: false },
    });
    expect(refusals).toMatchObject([{ type: 'auth.limited', actor: { id } }]);
  });

  it('is no failed login: neither that key nor its address is locked out', async () => {
    const { key } = await makeKey();
    const other = await makeKey();
    const parts = counters(clock, 3);
    const authenticate = authentication(parts);
    for (let at = 0; at < 100; at += 1) await authenticate(key, HOME);
    expect(await parts.lockout.locks()).toEqual([]);
    expect(await authenticate(other.key, HOME)).toMatchObject({ ok: true });
    clock.advance(120_000);
    expect(await authenticate(key, HOME)).toMatchObject({ ok: true });
  });

  it('is each key’s own', async () => {
    const one = await makeKey();
    const other = await makeKey();
    const authenticate = authentication(counters(clock, 1));
    expect(await authenticate(one.key, HOME)).toMatchObject({ ok: true });
    expect(await authenticate(other.key, HOME)).toMatchObject({ ok: true });
    expect(await authenticate(one.key, ELSEWHERE)).toMatchObject({ reason: 'rate-limited' });
  });

  it('is each address’s own for callers without a key', async () => {
    const somebody = localPrincipal({ role: 'monitor', name: 'anonymous' });
    const authenticate = authentication({ ...counters(clock, 1), withoutKey: () => somebody });
    expect(await authenticate(undefined, HOME)).toMatchObject({ ok: true, principal: somebody });
    expect(await authenticate(undefined, HOME)).toMatchObject({ reason: 'rate-limited' });
    expect(await authenticate(undefined, ELSEWHERE)).toMatchObject({ ok: true });
  });
});

describe('callers without a key', () => {
  const somebody = localPrincipal({ role: 'monitor', name: 'anonymous' });

  it('are let in where the host says so; a wrong key is refused all the same', async () => {
    const authenticate = authentication({ withoutKey: () => somebody });
    expect(await authenticate(undefined, HOME)).toMatchObject({ ok: true, principal: somebody });
    expect(await authenticate(await forged(), HOME)).toEqual(INVALID);
  });

  it('and with any key are alike when authentication is off', async () => {
    const authenticate = authentication({ enabled: false, withoutKey: () => somebody });
    expect(await authenticate('whatever', HOME)).toMatchObject({ ok: true, principal: somebody });
    const nobody = authentication({ enabled: false });
    expect(await nobody((await makeKey()).key, HOME)).toMatchObject({ status: 401 });
  });

  it('that are refused are in the trail', async () => {
    await authentication()(undefined, HOME);
    expect(refusals).toMatchObject([
      { type: 'auth.refused', reason: 'missing', address: '192.0.2.1' },
    ]);
  });
});

describe('while the audit trail cannot be written', () => {
  it.each([
    ['development', 'everybody is let in as ever', true],
    ['staging', 'readers are let in', true],
    ['production', 'nobody is let in', false],
  ] as const)('%s: %s', async (level: SecurityLevel, _, ok) => {
    const { key } = await makeKey();
    audit.fail();
    const answer = await authentication({ policy: securityPolicy(level) })(key, HOME);
    expect(answer.ok).toBe(ok);
    if (!ok) expect(answer).toEqual({ ok: false, status: 503, reason: 'audit-unavailable' });
  });
});

describe('whatever comes', () => {
  it('is decided about', { timeout: 60_000 }, async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.anything());
    const from = fc.record(
      {
        address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: 'binary' })),
        requestId: fc.string({ unit: 'binary' }),
        userAgent: fc.string({ unit: 'binary' }),
      },
      { requiredKeys: [] },
    );
    const authenticate = authentication();
    await fc.assert(
      fc.asyncProperty(anything, from, async (credential, caller) => {
        const answer = await authenticate(credential as string, caller);
        expect(answer.ok).toBe(false);
        expect(JSON.stringify(refusals.at(-1))).not.toMatch(/[\p{Cc}\p{Zl}\u202e]/u);
      }),
    );
  });

  it('a store that fails is an error, never an answer', async () => {
    const { key } = await makeKey();
    const error = new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'gone', {
      location: 'memory',
      problem: 'gone',
    });
    const broken = { verify: () => Promise.reject(error) };
    await expect(authentication({ keys: broken })(key, HOME)).rejects.toBe(error);
    const { lockout } = counters(clock);
    const deaf = { ...lockout, check: () => Promise.reject(error) };
    await expect(authentication({ lockout: deaf })(key, HOME)).rejects.toBe(error);
  });
});
