import type { AuditSink, LimitResult, Principal } from '@gatehouse/core';
import { actorOf, callerFields } from './audit-fields.js';
import type { Caller } from './authentication.js';

/** What counts requests. */
export interface RequestLimitParts {
  readonly limiter: {
    take(principal: Pick<Principal, 'id' | 'role'>, cost?: number): Promise<LimitResult>;
  };
  /** Takes the refusals, of which anybody can cause any number. */
  readonly refusals: Pick<AuditSink, 'note'>;
}

/**
 * Takes requests off the limit of a caller who is known. `authenticate` does so once for what it lets
 * in; whoever finds more in there, such as the messages of a JSON-RPC batch, takes the rest.
 *
 * @param count - How many; an integer ≥ 1.
 */
export type TakeRequests = (
  principal: Principal,
  from: Caller,
  count: number,
) => Promise<LimitResult>;

/** Makes {@link TakeRequests}; a refusal is in the trail. */
export function createTakeRequests({ limiter, refusals }: RequestLimitParts): TakeRequests {
  return async (principal, from, count) => {
    const limit = await limiter.take(bucketOf(principal, from), count);
    if (!limit.allowed) {
      refusals.note({
        type: 'auth.limited',
        actor: actorOf(principal),
        outcome: 'denied',
        reason: 'rate-limited',
        ...callerFields(from),
      });
    }
    return limit;
  };
}

/** Callers without a key share a principal, and must not use up each other's requests. */
function bucketOf(principal: Principal, from: Caller): Pick<Principal, 'id' | 'role'> {
  const { id, role, kind } = principal;
  return kind === 'key' ? { id, role } : { id: `${id}@${from.address ?? 'local'}`, role };
}
