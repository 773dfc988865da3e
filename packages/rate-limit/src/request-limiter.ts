import type { LimitResult, LimitStore, Principal, RequestLimit, RoleName } from '@gatehouse/core';
import { assertRequestLimit } from './check-limits.js';

/** Limits of requests per principal. */
export interface RequestLimits {
  readonly default: RequestLimit;
  /** Other limits for some roles. */
  readonly roles?: Readonly<Record<RoleName, RequestLimit>>;
}

/** What a request limiter is made of. */
export interface RequestLimiterOptions {
  readonly store: LimitStore;
  readonly limits: RequestLimits;
}

/** Counts the requests of principals. */
export interface RequestLimiter {
  /**
   * Admits or refuses a request. A refusal is no failed login: it counts nowhere.
   *
   * @param cost - How many requests it stands for, an integer from 1 up; default 1.
   */
  take(principal: Pick<Principal, 'id' | 'role'>, cost?: number): Promise<LimitResult>;
}

/**
 * Limits requests per principal: two keys of one role, or behind one address, do not share.
 *
 * @throws {@link RangeError} when a limit cannot be counted.
 */
export function createRequestLimiter({ store, limits }: RequestLimiterOptions): RequestLimiter {
  assertRequestLimit('limits.default', limits.default);
  // A map, so that a role called `constructor` has no limit by accident.
  const byRole = new Map(Object.entries(limits.roles ?? {}));
  for (const [role, limit] of byRole) {
    assertRequestLimit(`limits.roles.${role}`, limit);
  }
  return {
    take: ({ id, role }, cost) => store.take(id, byRole.get(role) ?? limits.default, cost),
  };
}
