import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { createMemoryLimitStore } from '@gatehouse/rate-limit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Authentication,
  createMcpAuth,
  type McpAuth,
  type McpAuthOptions,
} from '../../src/index.js';

const HOME = { address: '192.0.2.1' };
const ELSEWHERE = { address: '198.51.100.1' };
const MINUTE = 60_000;
let clock: ReturnType<typeof createFakeClock>;
let opened: McpAuth[];

beforeEach(() => {
  clock = createFakeClock();
  opened = [];
});
afterEach(async () => {
  for (const auth of opened) await auth.close();
});

async function open(options: Partial<McpAuthOptions> = {}): Promise<McpAuth> {
  const auth = await createMcpAuth({ app: 'notes', store: 'memory', clock, ...options });
  opened.push(auth);
  return auth;
}

async function keyFor(auth: McpAuth, role: string): Promise<string> {
  return (await auth.createKey({ name: role, role })).key;
}

/** How many requests of one key are admitted within the same moment. */
async function admitted(auth: McpAuth, key: string): Promise<number> {
  let count = 0;
  while ((await auth.authenticate(key, HOME)).ok) count += 1;
  return count;
}

/** Tries as soon as it may, until it is told to stay away for minutes. */
async function lockOut(
  auth: McpAuth,
  wrong: string,
): Promise<{ readonly failures: number; readonly seconds: number }> {
  for (let failures = 0; failures < 100; ) {
    const answer: Authentication = await auth.authenticate(wrong, HOME);
    if (answer.ok) return expect.fail('it was let in');
    if (answer.status === 401) failures += 1;
    else if (answer.status === 429) {
      if (answer.retryAfterSeconds > 30) return { failures, seconds: answer.retryAfterSeconds };
      clock.advance(answer.retryAfterSeconds * 1000);
    }
  }
  return expect.fail('it was never locked out');
}

describe('requests of one key', () => {
  it('are 60 a minute unless the options say otherwise', async () => {
    const auth = await open();
    const key = await keyFor(auth, 'monitor');
    expect(await admitted(auth, key)).toBe(60);
    clock.advance(MINUTE);
    expect((await auth.authenticate(key, HOME)).ok).toBe(true);
    const few = await open({ rateLimit: { maxRequestsPerMinute: 7 } });
    expect(await admitted(few, await keyFor(few, 'monitor'))).toBe(7);
  });

  it('are as many as its role has, where that is said', async () => {
    const auth = await open({
      rateLimit: { maxRequestsPerMinute: 5, roles: { admin: 9, monitor: 2 } },
    });
    expect(await admitted(auth, await keyFor(auth, 'admin'))).toBe(9);
    expect(await admitted(auth, await keyFor(auth, 'operator'))).toBe(5);
    expect(await admitted(auth, await keyFor(auth, 'monitor'))).toBe(2);
  });

  it('are counted over all servers that share a store', async () => {
    const limits = createMemoryLimitStore({ clock });
    const shared = { limits, rateLimit: { maxRequestsPerMinute: 5 } };
    const [one, two] = [await open(shared), await open(shared)];
    // Both have a key of the same id, as servers with one store of keys do.
    expect(await admitted(one, await keyFor(one, 'monitor'))).toBe(5);
    expect(await admitted(two, await keyFor(two, 'monitor'))).toBe(0);
    await limits.close();
  });
});

describe('failures', () => {
  it.each([
    ['by default', {}, 5, 30],
    ['as set', { maxFailedAttempts: 3, lockoutDurationMinutes: 7 }, 3, 7],
  ] as const)('lock out %s', async (_, rateLimit, failures, minutes) => {
    const auth = await open({ rateLimit });
    const key = await keyFor(auth, 'monitor');
    const wrong = await keyFor(await open(), 'monitor');
    expect(await lockOut(auth, wrong)).toEqual({ failures, seconds: minutes * 60 });
    clock.advance(minutes * MINUTE - 1);
    expect(await auth.authenticate(key, HOME)).toMatchObject({ reason: 'locked-out' });
    clock.advance(1);
    expect(await auth.authenticate(key, HOME)).toMatchObject({ ok: true });
  });

  it('of texts that are no keys lock out such texts, and no key', async () => {
    const auth = await open();
    const key = await keyFor(auth, 'monitor');
    expect(await lockOut(auth, 'garbage')).toEqual({ failures: 5, seconds: 1800 });
    expect(await auth.authenticate('other garbage', HOME)).toMatchObject({ status: 429 });
    expect(await auth.authenticate(key, HOME)).toMatchObject({ ok: true });
    expect(await auth.authenticate('garbage', ELSEWHERE)).toMatchObject({ status: 401 });
    const [lock] = await auth.lockouts.list();
    expect(await auth.lockouts.unlock(lock?.bucket ?? '')).toBe(true);
    expect(await auth.authenticate('garbage', HOME)).toMatchObject({ status: 401 });
  });

  it('are not forgotten by a success with another key, nor from another address', async () => {
    const auth = await open();
    const [mine, theirs] = [await keyFor(auth, 'admin'), await keyFor(auth, 'monitor')];
    const wrong = await keyFor(await open(), 'monitor');
    for (let at = 0; at < 4; at += 1) {
      expect(await auth.authenticate(wrong, HOME)).toMatchObject({ status: 401 });
      expect(await auth.authenticate(mine, HOME)).toMatchObject({ ok: true });
      expect(await auth.authenticate(theirs, ELSEWHERE)).toMatchObject({ ok: true });
      clock.advance(5000);
    }
    expect(await lockOut(auth, wrong)).toMatchObject({ failures: 1 });
  });

  it('without an address are counted for nobody', async () => {
    const auth = await open({ rateLimit: { maxFailedAttempts: 1 } });
    const key = await keyFor(auth, 'monitor');
    const wrong = await keyFor(await open(), 'monitor');
    for (const text of [wrong, 'garbage', wrong, 'garbage']) {
      expect(await auth.authenticate(text)).toMatchObject({ status: 401 });
      expect(await auth.authenticate(text, { address: 'unknown' })).toMatchObject({ status: 401 });
    }
    expect(await auth.authenticate(key)).toMatchObject({ ok: true });
    expect(await auth.lockouts.list()).toEqual([]);
  });
});
