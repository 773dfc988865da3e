import type { McpAuthError } from '@gatehouse/core';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { createMemoryLimitStore } from '@gatehouse/rate-limit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const POLICY = { maxFailures: 3, lockoutMs: 10_000 };
const LIMIT = { max: 2, windowMs: 1000 };

describe('createMemoryLimitStore', () => {
  it('measures with a clock of its own when none is given', async () => {
    const store = createMemoryLimitStore();
    expect(await store.take('b', { max: 1, windowMs: 3_600_000 })).toMatchObject({ allowed: true });
    expect(await store.take('b', { max: 1, windowMs: 3_600_000 })).toMatchObject({
      allowed: false,
    });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 24 + 1])('cannot hold %d buckets', (maxBuckets) => {
    expect(() => createMemoryLimitStore({ maxBuckets })).toThrow(RangeError);
    expect(() => createMemoryLimitStore({ maxBuckets })).toThrow(/^maxBuckets must be/);
  });

  it.each([
    [{ max: 2 ** 32, windowMs: 1 }, 'limit.max'],
    [{ max: 1, windowMs: 0 }, 'limit.windowMs'],
    [{ max: 1, windowMs: 2 ** 31 }, 'limit.windowMs'],
    [{ max: 1, windowMs: 0.5 }, 'limit.windowMs'],
  ])('cannot count by the limit %j', async (limit, name) => {
    const store = createMemoryLimitStore();
    await expect(store.take('b', limit)).rejects.toThrow(name);
    await expect(store.take('b', limit)).rejects.toBeInstanceOf(RangeError);
  });

  it.each([
    [{ maxFailures: 10_001, lockoutMs: 1 }, 'policy.maxFailures'],
    [{ maxFailures: 1, lockoutMs: 0 }, 'policy.lockoutMs'],
    [{ maxFailures: 1, lockoutMs: Number.POSITIVE_INFINITY }, 'policy.lockoutMs'],
  ])('cannot follow the policy %j', async (policy, name) => {
    const store = createMemoryLimitStore();
    await expect(store.fail('b', policy)).rejects.toThrow(name);
    await expect(store.lockState('b', policy)).rejects.toBeInstanceOf(RangeError);
  });

  it('answers nothing once it is closed', async () => {
    const store = createMemoryLimitStore();
    await store.close();
    const calls = [
      () => store.take('b', LIMIT),
      () => store.fail('b', POLICY),
      () => store.lockState('b', POLICY),
      () => store.clear('b'),
      () => store.locks(),
    ];
    for (const call of calls) {
      const error: McpAuthError = await call().then(
        () => expect.fail('it answered'),
        (thrown) => thrown,
      );
      expect(error.code).toBe('ERR_MCPAUTH_STORE_CLOSED');
    }
  });

  it('says of a bucket whose failures are over that there was nothing to clear', async () => {
    const clock = createFakeClock();
    const store = createMemoryLimitStore({ clock });
    await store.fail('b', POLICY);
    for (const _ of [1, 2, 3]) await store.fail('locked', POLICY);
    clock.advance(9_999);
    expect(await store.clear('b')).toBe(true);
    expect(await store.clear('locked')).toBe(true);
    await store.fail('b', POLICY);
    for (const _ of [1, 2, 3]) await store.fail('locked', POLICY);
    clock.advance(10_000);
    expect(await store.clear('b')).toBe(false);
    expect(await store.clear('locked')).toBe(false);
  });

  it('keeps a lock through many failures elsewhere, and what has failed most', {
    timeout: 60_000,
  }, async () => {
    const store = createMemoryLimitStore({ clock: createFakeClock(), maxBuckets: 1000 });
    for (const _ of [1, 2, 3]) await store.fail('attacker', POLICY);
    await store.fail('nearly', POLICY);
    await store.fail('nearly', POLICY);
    for (let at = 0; at < 100_000; at += 1) {
      await store.fail(`address ${at}`, POLICY);
    }
    expect(await store.lockState('attacker', POLICY)).toMatchObject({ locked: true });
    expect(await store.lockState('nearly', POLICY)).toMatchObject({ failures: 2 });
    expect(await store.locks()).toHaveLength(1);
  });

  it('gives up the lock that ends first when even the locks are full', async () => {
    const clock = createFakeClock();
    const store = createMemoryLimitStore({ clock, maxBuckets: 10 });
    const atOnce = { maxFailures: 1, lockoutMs: 10_000 };
    for (let at = 0; at < 10; at += 1) {
      await store.fail(`b${at}`, { ...atOnce, lockoutMs: at === 6 ? 5_000 : 10_000 });
    }
    await store.fail('one more', atOnce);
    const locked = (await store.locks()).map(({ bucket }) => bucket);
    expect(locked).toHaveLength(10);
    expect(locked).not.toContain('b6');
    expect(locked).toContain('one more');
  });

  it('forgets failures that are over before any that count', async () => {
    const clock = createFakeClock();
    const store = createMemoryLimitStore({ clock, maxBuckets: 16 });
    const short = { maxFailures: 9, lockoutMs: 1_000 };
    for (let at = 0; at < 8; at += 1) {
      for (const _ of [1, 2, 3, 4]) await store.fail(`over${at}`, short);
    }
    clock.advance(1_000);
    for (let at = 0; at < 16; at += 1) await store.fail(`new${at}`, short);
    for (let at = 0; at < 16; at += 1) {
      expect(await store.lockState(`new${at}`, short)).toMatchObject({ failures: 1 });
    }
  });

  it('neither unlocks early nor freezes for longer than the policy, however a clock walks', {
    timeout: 60_000,
  }, async () => {
    const jump = fc.oneof(
      fc.nat({ max: 3_000 }),
      fc.constantFrom(-1, -1_000, -3_600_000, 3_600_000, -315_360_000_000, 315_360_000_000),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(jump, { minLength: 1, maxLength: 25 }), async (walk) => {
        const clock = createFakeClock();
        const store = createMemoryLimitStore({ clock });
        for (const _ of [1, 2, 3]) await store.fail('b', POLICY);
        await store.take('r', LIMIT, 2);
        let waited = 0;
        for (const step of walk) {
          clock.advance(step);
          waited += Math.max(0, step);
          const { locked, retryAfterMs } = await store.lockState('b', POLICY);
          expect(locked).toBe(waited < 10_000);
          expect(retryAfterMs).toBe(Math.max(0, 10_000 - waited));
          const taken = await store.take('r', LIMIT, 2);
          expect(taken.allowed).toBe(waited >= 1000);
          if (taken.allowed) return;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
