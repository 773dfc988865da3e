import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import type { AttemptSource } from '@gatehouse/rate-limit';
import { createLockout, createMemoryLimitStore } from '@gatehouse/rate-limit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const FREE = { locked: false, failures: 0, retryAfterMs: 0 };
const KEY = 'lmcp_admin_001';

function lockout() {
  const clock = createFakeClock();
  const store = createMemoryLimitStore({ clock });
  const policy = { maxFailures: 5, lockoutMs: 1_800_000 };
  return { clock, store, ...createLockout({ store, policy }) };
}

async function failTimes(
  { failed }: { failed(from: AttemptSource): Promise<unknown> },
  times: number,
  from: AttemptSource,
): Promise<void> {
  for (let count = 0; count < times; count += 1) await failed(from);
}

describe('a lockout', () => {
  it('locks a key id at an address after five failures, for half an hour', async () => {
    const gate = lockout();
    const from = { address: '203.0.113.7', keyId: KEY };
    await failTimes(gate, 4, from);
    expect(await gate.check(from)).toEqual({ locked: false, failures: 4, retryAfterMs: 2000 });
    expect(await gate.failed(from)).toEqual({ locked: true, failures: 5, retryAfterMs: 1_800_000 });
    gate.clock.advance(1_799_999);
    expect((await gate.check(from)).locked).toBe(true);
    gate.clock.advance(1);
    expect(await gate.check(from)).toEqual(FREE);
  });

  it('never locks a key id elsewhere: nobody locks out its owner', async () => {
    const gate = lockout();
    for (let host = 0; host < 100; host += 1) {
      await failTimes(gate, 30, { address: `203.0.113.${host}`, keyId: KEY });
    }
    expect(await gate.check({ address: '198.51.100.1', keyId: KEY })).toEqual(FREE);
    expect(await gate.check({ keyId: KEY })).toEqual(FREE);
  });

  it('lets neighbours behind the same address in, until it fails four times as often', async () => {
    const gate = lockout();
    const address = '203.0.113.7';
    await failTimes(gate, 5, { address, keyId: KEY });
    const neighbour = { address, keyId: 'lmcp_operator_002' };
    expect(await gate.check(neighbour)).toEqual({ locked: false, failures: 5, retryAfterMs: 0 });
    for (let at = 0; at < 14; at += 1) await gate.failed({ address, keyId: `guess_${at}` });
    expect((await gate.check(neighbour)).locked).toBe(false);
    expect(await gate.failed({ address })).toMatchObject({ locked: true, failures: 20 });
    expect(await gate.check(neighbour)).toMatchObject({ locked: true, retryAfterMs: 1_800_000 });
    expect(await gate.check({ address: '203.0.113.8', keyId: KEY })).toEqual(FREE);
  });

  it('has a limit of its own for addresses', async () => {
    const policy = { maxFailures: 5, lockoutMs: 1000 };
    const store = createMemoryLimitStore({ clock: createFakeClock() });
    const addressPolicy = { maxFailures: 2, lockoutMs: 9000 };
    const gate = createLockout({ store, policy, addressPolicy });
    await gate.failed({ address: '10.0.0.1' });
    expect(await gate.failed({ address: '10.0.0.1' })).toMatchObject({
      locked: true,
      retryAfterMs: 9000,
    });
  });

  it('counts nothing by being asked', async () => {
    const gate = lockout();
    for (let at = 0; at < 50; at += 1) await gate.check({ address: '10.0.0.1', keyId: KEY });
    expect(await gate.check({ address: '10.0.0.1', keyId: KEY })).toEqual(FREE);
  });

  it('forgets at a success what this key id failed at this address, and nothing else', async () => {
    const gate = lockout();
    const address = '203.0.113.7';
    await failTimes(gate, 3, { address, keyId: KEY });
    await failTimes(gate, 2, { address, keyId: 'other' });
    await failTimes(gate, 3, { address: '203.0.113.8', keyId: KEY });
    await gate.succeeded({ address, keyId: KEY });
    await gate.succeeded({ address });
    await gate.succeeded({});
    // The address has failed five times, and still has.
    expect(await gate.check({ address, keyId: KEY })).toMatchObject({
      failures: 5,
      retryAfterMs: 0,
    });
    expect(await gate.check({ address, keyId: 'other' })).toMatchObject({ retryAfterMs: 500 });
    expect(await gate.check({ address: '203.0.113.8', keyId: KEY })).toMatchObject({ failures: 3 });
  });

  it('lets nobody guess on by logging in with a key of their own in between', async () => {
    const gate = lockout();
    const address = '203.0.113.7';
    for (let round = 0; round < 20; round += 1) {
      await gate.failed({ address, keyId: KEY });
      await gate.succeeded({ address, keyId: 'lmcp_monitor_009' });
    }
    expect((await gate.check({ address, keyId: 'lmcp_monitor_009' })).locked).toBe(true);
  });

  it.each([
    undefined,
    '',
    'unknown',
    '10.1',
    '012.0.0.1',
    '/run/socket',
    '10.0.0.1:80',
    '1.2.3.4, 5.6.7.8',
  ])(
    'has no bucket that all of unknown address share: %j (auth-landscape §1.9 a)',
    async (address) => {
      const gate = lockout();
      const from = { keyId: KEY, ...(address === undefined ? {} : { address }) };
      await failTimes(gate, 100, from);
      expect(await gate.failed(from)).toEqual(FREE);
      expect(await gate.check(from)).toEqual(FREE);
      expect(await gate.locks()).toEqual([]);
    },
  );

  it.each([
    ['203.0.113.7', '::ffff:203.0.113.7', true],
    ['203.0.113.7', '::ffff:cb00:7107', true],
    ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['2001:db8:1:2::1', '2001:db9:1:2::1', false],
    ['fe80::1%eth0', 'fe80::1', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.7', '::cb00:7107', false],
  ])('counts %s and %s together: %s', async (one, other, together) => {
    const gate = lockout();
    await failTimes(gate, 5, { address: one });
    expect((await gate.check({ address: other })).locked).toBe(together);
    for (let at = 0; at < 15; at += 1) await gate.failed({ address: one, keyId: `guess_${at}` });
    expect((await gate.check({ address: other, keyId: KEY })).locked).toBe(together);
  });

  it.each([
    [KEY, KEY.toUpperCase(), true],
    [KEY, ` ${KEY}\t`, true],
    [KEY, 'lmcp _admin_ 001', true],
    [KEY, 'ｌｍｃｐ＿ａｄｍｉｎ＿００１', true],
    [KEY, 'lmcp_\u200badmin_001\u0000', true],
    ['straße', 'STRASSE', true],
    ['x'.repeat(87), 'y'.repeat(16_000), true],
    [KEY, 'lmcp_admin_002', false],
    [KEY, '', false],
    [KEY, 'lmcp-admin-001', false],
  ])('counts the ids %j and %j together: %s', async (one, other, together) => {
    const gate = lockout();
    await failTimes(gate, 5, { address: '10.0.0.1', keyId: one });
    expect((await gate.check({ address: '10.0.0.1', keyId: other })).locked).toBe(together);
  });

  it('lists locks, and lifts the one that is named', async () => {
    const gate = lockout();
    await failTimes(gate, 5, { address: '203.0.113.7', keyId: KEY });
    for (let at = 0; at < 20; at += 1) {
      await gate.failed({ address: '2001:db8:0:a::1', keyId: `guess_${at}` });
    }
    for (let at = 0; at < 5; at += 1) {
      await gate.store.fail('of another use', { maxFailures: 5, lockoutMs: 1000 });
    }
    const buckets = (await gate.locks()).map(({ bucket }) => bucket).sort();
    expect(buckets).toEqual(['lockout|2001:db8:0:a::/64', `lockout|203.0.113.7|${KEY}`]);
    expect(await gate.unlock('lockout|2001:db8:0:a::/64')).toBe(true);
    expect(await gate.unlock('lockout|2001:db8:0:a::/64')).toBe(false);
    expect(await gate.unlock('of another use')).toBe(false);
    expect(await gate.store.locks()).toHaveLength(2);
    expect((await gate.check({ address: '2001:db8:0:a::2' })).locked).toBe(false);
    expect((await gate.check({ address: '203.0.113.7', keyId: KEY })).locked).toBe(true);
  });

  it('takes whatever is claimed', { timeout: 60_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\ud800', '|', '__proto__'),
    );
    await fc.assert(
      fc.asyncProperty(text, fc.oneof(text, fc.ipV4(), fc.ipV6()), async (keyId, address) => {
        const gate = lockout();
        const state = await gate.failed({ address, keyId });
        expect(await gate.check({ address, keyId })).toEqual(state);
        await gate.succeeded({ address, keyId });
        const left = await gate.check({ address, keyId });
        expect(left).toMatchObject({ locked: false, failures: state.failures });
      }),
    );
  });

  describe('of credentials that name no key id', () => {
    const address = '203.0.113.7';
    const MALFORMED = { address };
    const MINE = { address, keyId: KEY };

    it('locks them after as many failures as one id has, with the same growing delay', async () => {
      const gate = lockout();
      const delays: number[] = [];
      for (let at = 0; at < 4; at += 1) {
        const { locked, retryAfterMs } = await gate.failed(MALFORMED);
        expect(locked).toBe(false);
        delays.push(retryAfterMs);
        gate.clock.advance(retryAfterMs);
        expect((await gate.check(MALFORMED)).retryAfterMs).toBe(0);
      }
      expect(delays).toEqual([0, 500, 1000, 2000]);
      expect(await gate.failed(MALFORMED)).toEqual({
        locked: true,
        failures: 5,
        retryAfterMs: 1_800_000,
      });
      gate.clock.advance(1_799_999);
      expect((await gate.check(MALFORMED)).locked).toBe(true);
      gate.clock.advance(1);
      expect(await gate.check(MALFORMED)).toEqual(FREE);
    });

    it('holds no key off that is used at the same address, neither by lock nor by delay', async () => {
      const gate = lockout();
      for (let failures = 1; failures <= 19; failures += 1) {
        await gate.failed(MALFORMED);
        expect(await gate.check(MINE)).toEqual({ locked: false, failures, retryAfterMs: 0 });
      }
      expect((await gate.check(MALFORMED)).locked).toBe(true);
      // Whoever counts what was not looked at, too, reaches the limit of the address in the end.
      await gate.failed(MALFORMED);
      expect(await gate.check(MINE)).toMatchObject({ locked: true, retryAfterMs: 1_800_000 });
    });

    it('alone never lock an address where refused attempts are not counted', async () => {
      const gate = lockout();
      for (let at = 0; at < 1000; at += 1) {
        const { retryAfterMs } = await gate.check(MALFORMED);
        if (retryAfterMs === 0) await gate.failed(MALFORMED);
        gate.clock.advance(1000);
      }
      expect(await gate.check(MINE)).toEqual({ locked: false, failures: 5, retryAfterMs: 0 });
      expect((await gate.locks()).map(({ bucket }) => bucket)).toEqual([
        `lockout|${address}|(no readable id)`,
      ]);
    });

    it('is not what a locked id causes, nor the failures of many ids', async () => {
      const gate = lockout();
      await failTimes(gate, 5, MINE);
      for (let at = 0; at < 5; at += 1) await gate.failed({ address, keyId: `guess_${at}` });
      expect(await gate.check(MALFORMED)).toMatchObject({ locked: false, retryAfterMs: 0 });
    });

    it('outlasts a success with a key, and one that names no key', async () => {
      const gate = lockout();
      await failTimes(gate, 4, MALFORMED);
      await gate.succeeded(MINE);
      await gate.succeeded(MALFORMED);
      expect(await gate.check(MALFORMED)).toMatchObject({ failures: 4, retryAfterMs: 2000 });
      await gate.failed(MALFORMED);
      await gate.succeeded(MINE);
      await gate.succeeded(MALFORMED);
      expect((await gate.check(MALFORMED)).locked).toBe(true);
    });

    it('is each address’s own, and no address has one', async () => {
      const gate = lockout();
      await failTimes(gate, 5, MALFORMED);
      expect(await gate.check({ address: '203.0.113.8' })).toEqual(FREE);
      await failTimes(gate, 50, {});
      expect(await gate.check({})).toEqual(FREE);
    });

    it('can be lifted by hand', async () => {
      const gate = lockout();
      await failTimes(gate, 5, MALFORMED);
      const [lock] = await gate.locks();
      expect(await gate.unlock(lock?.bucket ?? '')).toBe(true);
      expect((await gate.check(MALFORMED)).locked).toBe(false);
    });

    it.each([
      '(no readable id)',
      '( no readable id )',
      '(noreadableid)',
      '(longer than any id)',
      '',
    ])('cannot be caused by claiming the id %j', async (keyId) => {
      const gate = lockout();
      await failTimes(gate, 5, { address, keyId });
      expect(await gate.check(MALFORMED)).toMatchObject({ locked: false, retryAfterMs: 0 });
      expect((await gate.check({ address, keyId: 'x'.repeat(87) })).locked).toBe(false);
    });
  });

  it.each([
    [{ policy: { maxFailures: 0, lockoutMs: 1 } }, 'policy.maxFailures'],
    [
      { policy: { maxFailures: 1, lockoutMs: 1 }, addressPolicy: { maxFailures: 1, lockoutMs: 0 } },
      'addressPolicy.lockoutMs',
    ],
  ])('is not made of %j', (options, name) => {
    const store = createMemoryLimitStore();
    expect(() => createLockout({ store, ...options })).toThrow(RangeError);
    expect(() => createLockout({ store, ...options })).toThrow(name);
  });
});
