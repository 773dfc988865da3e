import type { EpochMs, KeyRecord, Logger } from '@gatehouse/core';
import { DAY_MS, LAST_MOMENT } from './time.js';

/** How long keys other than admin keys may live. */
export interface KeyPolicy {
  /** Counted from the moment in which `expiresAt` is set; an integer ≥ 1. Absent = no limit. */
  readonly maxLifetimeDays?: number;
  /** `refuse`: such a key is not made. `warn`: it is made, and the logger is told. */
  readonly onExceeded: 'refuse' | 'warn';
}

/** @throws {@link RangeError} */
function assertPolicy(policy: KeyPolicy): void {
  const { maxLifetimeDays, onExceeded } = policy;
  if (
    maxLifetimeDays !== undefined &&
    (!Number.isInteger(maxLifetimeDays) || maxLifetimeDays < 1)
  ) {
    throw new RangeError('policy.maxLifetimeDays must be an integer ≥ 1');
  }
  if (onExceeded !== 'refuse' && onExceeded !== 'warn') {
    throw new RangeError('policy.onExceeded must be "refuse" or "warn"');
  }
}

/** Whether a key would live longer than allowed. Admin keys are how one gets back in: they may. */
export function outlivesPolicy(
  { role, expiresAt }: Pick<KeyRecord, 'role' | 'expiresAt'>,
  { now, maxLifetimeDays }: { readonly now: EpochMs; readonly maxLifetimeDays?: number },
): boolean {
  if (role === 'admin' || maxLifetimeDays === undefined) {
    return false;
  }
  return expiresAt === undefined || expiresAt > now + maxLifetimeDays * DAY_MS;
}

/** The policy of one manager, ready to be asked. */
export interface LifetimePolicy {
  /** What the field checks must know: a limit only where exceeding it is refused. */
  readonly limits: { readonly maxLifetimeDays?: number };
  /** Tells the logger of a key that lives longer than it should. */
  warn(record: KeyRecord, now: EpochMs): void;
  /** @returns `expiresAt`, or the latest moment that the policy allows for the role. */
  cap(role: string, expiresAt: EpochMs | undefined, now: EpochMs): EpochMs | undefined;
}

/** @throws {@link RangeError} when the policy is none. */
export function createLifetimePolicy(
  policy: KeyPolicy | undefined,
  logger: Logger,
): LifetimePolicy {
  if (policy !== undefined) {
    assertPolicy(policy);
  }
  const days = policy?.maxLifetimeDays;
  const limit = days === undefined ? {} : { maxLifetimeDays: days };
  const limits = policy?.onExceeded === 'refuse' ? limit : {};
  return {
    limits,
    warn(record, now) {
      if (outlivesPolicy(record, { now, ...limit })) {
        const { id: keyId, role } = record;
        logger.warn('a key lives longer than it should', { keyId, role, maxLifetimeDays: days });
      }
    },
    cap(role, expiresAt, now) {
      return outlivesPolicy(
        { role, ...(expiresAt === undefined ? {} : { expiresAt }) },
        { now, ...limits },
      )
        ? Math.min(now + (days ?? 0) * DAY_MS, LAST_MOMENT)
        : expiresAt;
    },
  };
}
