import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { createMemoryLimitStore, createRequestLimiter } from '@gatehouse/rate-limit';
import { describe, expect, it } from 'vitest';

const limits = {
  default: { max: 2, windowMs: 60_000 },
  roles: { monitor: { max: 1, windowMs: 60_000 } },
};

function limiter() {
  const clock = createFakeClock();
  const store = createMemoryLimitStore({ clock });
  return { clock, store, ...createRequestLimiter({ store, limits }) };
}

describe('createRequestLimiter', () => {
  it('counts each principal for itself, also those of one role', async () => {
    const { take } = limiter();
    for (const id of ['lmcp_operator_001', 'lmcp_operator_002']) {
      expect(await take({ id, role: 'operator' })).toMatchObject({ allowed: true, remaining: 1 });
      expect(await take({ id, role: 'operator' })).toMatchObject({ allowed: true, remaining: 0 });
      expect(await take({ id, role: 'operator' })).toMatchObject({ allowed: false });
    }
  });

  it.each([
    ['monitor', 1],
    ['operator', 2],
    ['constructor', 2],
    ['__proto__', 2],
  ])('gives the role %s %i', async (role, max) => {
    const { take } = limiter();
    expect((await take({ id: 'a', role })).limit).toEqual({ max, windowMs: 60_000 });
  });

  it('counts a request at its cost', async () => {
    const { take } = limiter();
    expect(await take({ id: 'a', role: 'operator' }, 2)).toMatchObject({ remaining: 0 });
    await expect(take({ id: 'a', role: 'operator' }, 0)).rejects.toBeInstanceOf(RangeError);
  });

  it('is no failed login when it refuses (auth-landscape §1.9 b)', async () => {
    const { take, store } = limiter();
    for (let at = 0; at < 50; at += 1) await take({ id: 'a', role: 'monitor' });
    const policy = { maxFailures: 1, lockoutMs: 1000 };
    expect(await store.lockState('a', policy)).toMatchObject({ locked: false, failures: 0 });
    expect(await store.locks()).toEqual([]);
  });

  it.each([
    [{ default: { max: 0, windowMs: 1 } }, 'limits.default.max'],
    [
      { default: { max: 1, windowMs: 1 }, roles: { admin: { max: 1, windowMs: -1 } } },
      'limits.roles.admin.windowMs',
    ],
  ])('is not made of %j', (bad, name) => {
    const store = createMemoryLimitStore();
    expect(() => createRequestLimiter({ store, limits: bad })).toThrow(RangeError);
    expect(() => createRequestLimiter({ store, limits: bad })).toThrow(name);
  });
});
