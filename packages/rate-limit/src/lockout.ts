import type { LimitStore, Lock, LockoutPolicy, LockState } from '@gatehouse/core';
import { assertLockoutPolicy } from './check-limits.js';
import type { AttemptSource, FailureBuckets } from './failure-buckets.js';
import { failureBucketsOf, isFailureBucket } from './failure-buckets.js';
import { UNBLEMISHED } from './failure-state.js';

/** What a lockout is made of. */
export interface LockoutOptions {
  readonly store: LimitStore;
  /** For one claimed key id at one address, and for all credentials from there that name none. */
  readonly policy: LockoutPolicy;
  /**
   * For all that comes from one address; default four times the failures of `policy`, because
   * households and offices share an address.
   */
  readonly addressPolicy?: LockoutPolicy;
}

/** Who may try to log in, and when. */
export interface Lockout {
  /** Asked before a credential is looked at; whoever has to wait is refused. Counts nothing. */
  check(from: AttemptSource): Promise<LockState>;
  /** A credential that was looked at was wrong. @returns How its source stands now. */
  failed(from: AttemptSource): Promise<LockState>;
  /**
   * A credential was right: forgets the failures of this key id at this address, and no others.
   * Without a key id there is nothing that could have been right, and it forgets nothing.
   */
  succeeded(from: AttemptSource): Promise<void>;
  /** @returns What is locked now. */
  locks(): Promise<readonly Lock[]>;
  /** Lifts a lock of {@link Lockout.locks} by hand. @returns Whether there was one. */
  unlock(bucket: string): Promise<boolean>;
}

const NAT_FACTOR = 4;

/**
 * The delay before the next attempt belongs to whoever claims one key id; neighbours behind the same
 * address only wait when the address is locked.
 */
function combine(address: LockState, pair: LockState): LockState {
  return {
    locked: address.locked || pair.locked,
    failures: Math.max(address.failures, pair.failures),
    retryAfterMs: Math.max(address.locked ? address.retryAfterMs : 0, pair.retryAfterMs),
  };
}

/**
 * Counts failed logins per address, and per address and claimed key id; never per key id alone, or
 * anybody could lock out the owner of a key whose public id they know. Keys that exist and keys that
 * do not are counted alike. IPv6 addresses count by their /64, IPv4-mapped ones as IPv4; ids that
 * differ in case, blanks or Unicode form count as one.
 *
 * Credentials that name no id which can be read (a wrong form, a wrong checksum) count per address as
 * if they claimed one id that nobody has. So `policy` stops garbage too: with growing delays, then
 * with a lock. It stops garbage only: a key from the same address whose own id has not failed there is
 * refused when the address as a whole has reached `addressPolicy`, not before. Garbage that is
 * refused unseen is not counted any more, so it brings an address at most `policy.maxFailures` nearer
 * to its limit in the time of one lock. A success with a key forgets none of it, or whoever has one
 * key could send garbage for ever.
 *
 * An attempt whose address is unknown (stdio, a local socket, a proxy that does not tell) counts
 * nowhere and is never refused: one bucket for all of them would let anybody lock out everybody. The
 * 256 random bits of a key need no lockout; behind a proxy, name it as trusted to have addresses.
 *
 * @throws {@link RangeError} when a policy cannot be followed.
 */
export function createLockout(options: LockoutOptions): Lockout {
  const { store, policy } = options;
  assertLockoutPolicy('policy', policy);
  const addressPolicy = options.addressPolicy ?? {
    ...policy,
    maxFailures: policy.maxFailures * NAT_FACTOR,
  };
  assertLockoutPolicy('addressPolicy', addressPolicy);

  async function ask(
    method: 'fail' | 'lockState',
    { address, pair }: FailureBuckets,
  ): Promise<LockState> {
    const [ofAddress, ofPair] = await Promise.all([
      store[method](address, addressPolicy),
      store[method](pair, policy),
    ]);
    return combine(ofAddress, ofPair);
  }

  return {
    async check(from) {
      const buckets = failureBucketsOf(from);
      return buckets === undefined ? UNBLEMISHED : ask('lockState', buckets);
    },
    async failed(from) {
      const buckets = failureBucketsOf(from);
      return buckets === undefined ? UNBLEMISHED : ask('fail', buckets);
    },
    async succeeded(from) {
      const buckets = failureBucketsOf(from);
      if (buckets !== undefined && from.keyId !== undefined) {
        await store.clear(buckets.pair);
      }
    },
    async locks() {
      const locks = await store.locks();
      return locks.filter(({ bucket }) => isFailureBucket(bucket));
    },
    async unlock(bucket) {
      return isFailureBucket(bucket) && store.clear(bucket);
    },
  };
}
