import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { createLockout, createMemoryLimitStore, createRequestLimiter } from '@gatehouse/rate-limit';
import { describe, expect, it } from 'vitest';

/** A campaign sets more: `npm run campaign -- --only limits` asks from a million. */
const ADDRESSES = Number(process.env.GATEHOUSE_ADDRESSES ?? 200_000);
const MAX_BUCKETS = 10_000;
const MEBIBYTE = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function ipv4(at: number): string {
  return `${10 + (at >>> 24)}.${(at >>> 16) & 0xff}.${(at >>> 8) & 0xff}.${at & 0xff}`;
}

function ipv6(at: number): string {
  return `2001:db8:${(at >>> 16).toString(16)}:${(at & 0xffff).toString(16)}::1`;
}

describe(`under ${ADDRESSES} addresses`, { timeout: 60_000 + ADDRESSES }, () => {
  it.each([
    ['IPv4', ipv4],
    ['IPv6', ipv6],
  ])('the memory of failures stays bounded, and no lock is lost (%s)', async (_, address) => {
    const store = createMemoryLimitStore({ clock: createFakeClock(), maxBuckets: MAX_BUCKETS });
    const lockout = createLockout({ store, policy: { maxFailures: 5, lockoutMs: 1_800_000 } });
    const attacker = { address: '198.51.100.1', keyId: 'lmcp_admin_001' };
    for (let at = 0; at < 5; at += 1) await lockout.failed(attacker);
    // Both kinds: with an id, and without one that can be read.
    const fail = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += 1) {
        const keyId = at % 2 === 0 ? `lmcp_admin_${at}` : undefined;
        await lockout.failed({ address: address(at), ...(keyId === undefined ? {} : { keyId }) });
      }
    };
    await fail(0, 2 * MAX_BUCKETS);
    const full = heldBytes();
    await fail(2 * MAX_BUCKETS, ADDRESSES);
    const grown = heldBytes() - full;
    expect(grown).toBeLessThan(4 * MEBIBYTE);
    expect((await lockout.check(attacker)).locked).toBe(true);
    expect(await lockout.locks()).toHaveLength(1);
    process.stdout.write(`${ADDRESSES} addresses: memory grew by ${grown} bytes once full\n`);
  });

  it('the memory of requests stays bounded', async () => {
    const store = createMemoryLimitStore({ clock: createFakeClock(), maxBuckets: MAX_BUCKETS });
    const limiter = createRequestLimiter({
      store,
      limits: { default: { max: 1, windowMs: 60_000 } },
    });
    const take = async (from: number, to: number): Promise<void> => {
      for (let at = from; at < to; at += 1) {
        await limiter.take({ id: `anonymous@${ipv4(at)}`, role: 'monitor' });
      }
    };
    await take(0, 2 * MAX_BUCKETS);
    const full = heldBytes();
    await take(2 * MAX_BUCKETS, ADDRESSES);
    expect(heldBytes() - full).toBeLessThan(4 * MEBIBYTE);
    // Who has asked last is still known.
    const last = { id: `anonymous@${ipv4(ADDRESSES - 1)}`, role: 'monitor' };
    expect((await limiter.take(last)).allowed).toBe(false);
  });
});
