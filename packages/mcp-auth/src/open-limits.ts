import type { AuditSink } from '@gatehouse/core';
import {
  createLockout,
  createMemoryLimitStore,
  createRequestLimiter,
  type Lockout,
  type RequestLimiter,
} from '@gatehouse/rate-limit';
import type { Settings } from './check-options.js';
import type { Closing } from './closing.js';
import { LOCAL_ACTOR } from './key-acts.js';
import type { Lockouts } from './mcp-auth.js';

const MINUTE = 60_000;

/** The limits of one server. */
export interface OpenedLimits {
  readonly limiter: RequestLimiter;
  readonly lockout: Lockout;
}

/** Opens the counters of requests and failures. */
export function openLimits(settings: Settings, closing: Closing): OpenedLimits {
  const { rateLimit, clock, limits } = settings;
  const store = limits ?? createMemoryLimitStore({ clock });
  closing.add(() => store.close(), limits === undefined ? 'ours' : 'host');
  const perMinute = (max: number): { max: number; windowMs: number } => ({ max, windowMs: MINUTE });
  const roles = Object.entries(rateLimit.roles);
  return {
    limiter: createRequestLimiter({
      store,
      limits: {
        default: perMinute(rateLimit.maxRequestsPerMinute),
        roles: Object.fromEntries(roles.map(([role, max]) => [role, perMinute(max)])),
      },
    }),
    lockout: createLockout({
      store,
      policy: {
        maxFailures: rateLimit.maxFailedAttempts,
        lockoutMs: rateLimit.lockoutDurationMinutes * MINUTE,
      },
    }),
  };
}

/** Makes {@link Lockouts} whose acts are in the audit trail. */
export function createLockouts(lockout: Lockout, audit: AuditSink): Lockouts {
  return {
    list: () => lockout.locks(),
    async unlock(bucket, actor = LOCAL_ACTOR) {
      const unlocked = await lockout.unlock(bucket);
      if (unlocked) {
        await audit.record({
          type: 'auth.unlocked',
          actor: { id: actor.id },
          outcome: 'success',
          target: bucket,
          ...(actor.address === undefined ? {} : { address: actor.address }),
          ...(actor.requestId === undefined ? {} : { requestId: actor.requestId }),
        });
      }
      return unlocked;
    },
  };
}
