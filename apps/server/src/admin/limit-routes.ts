import { type Limits, unlockRequest } from '@gatehouse/admin-ui/wire';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { type AdminParts, actorOf } from './admin-parts.js';
import { assertNoConsentNeeded } from './consent-needed.js';
import { changing, looking } from './may-administer.js';

/** As the framework has them where nothing is set. */
const DEFAULTS = { maxRequestsPerMinute: 60, maxFailedAttempts: 5, lockoutMinutes: 30 };

/** Limits, and who is locked out. */
export function limitRoutes({ auth, limits = {} }: AdminParts): readonly Route[] {
  const {
    maxRequestsPerMinute = DEFAULTS.maxRequestsPerMinute,
    maxFailedAttempts = DEFAULTS.maxFailedAttempts,
    lockoutMinutes = DEFAULTS.lockoutMinutes,
  } = limits;
  const inForce = {
    maxRequestsPerMinute: maxRequestsPerMinute * auth.level.requestLimitFactor,
    maxFailedAttempts,
    lockoutMinutes,
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/api/limits',
      access: { to: 'owner', action: looking('limits') },
      summary: 'The limits in force, and who is locked out.',
      answers: { 200: { description: 'Limits and locks.' } },
      async handle() {
        const locks = await auth.lockouts.list();
        const body: Limits = {
          ...inForce,
          locks: locks.map(({ bucket, failures, retryAfterMs }) => ({
            bucket,
            failures,
            retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1000)),
          })),
        };
        return { status: 200, body };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/admin/api/limits/unlock',
      access: { to: 'owner', action: changing('limits') },
      summary: 'Lift a lock before its time.',
      body: unlockRequest,
      answers: { 204: { description: 'It is lifted.' } },
      async handle(call) {
        assertNoConsentNeeded(auth, call, 'limits');
        if (await auth.lockouts.unlock(call.body.bucket, actorOf(call))) return { status: 204 };
        throw new RouteProblem(404, 'unknown-lock', 'Nobody is locked out there any more.');
      },
    }),
  ];
}
