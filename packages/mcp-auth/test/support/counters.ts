import type { Clock } from '@gatehouse/core';
import {
  createLockout,
  createMemoryLimitStore,
  createRequestLimiter,
  type Lockout,
  type RequestLimiter,
} from '@gatehouse/rate-limit';

/** What requests and failures are counted by. */
export interface Counters {
  readonly lockout: Lockout;
  readonly limiter: RequestLimiter;
}

/** Limits as a server has them by default, over one store in memory. */
export function counters(clock: Clock, max = 60): Counters {
  const store = createMemoryLimitStore({ clock });
  return {
    lockout: createLockout({ store, policy: { maxFailures: 5, lockoutMs: 30 * 60_000 } }),
    limiter: createRequestLimiter({ store, limits: { default: { max, windowMs: 60_000 } } }),
  };
}
