import type { SignInRequest } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import type { Caller, DecisionContext, McpAuth } from '@gatehouse/mcp-auth';
import { RouteProblem } from '../http/route-problem.js';
import { mayAdminister } from './may-administer.js';
import type { SessionOpening } from './owner-sessions.js';
import type { SignInLinks } from './sign-in-links.js';

/** Who acts after a one-time link: whoever commands this machine. */
const LOCAL_OWNER: Principal = {
  id: 'link:owner',
  kind: 'session',
  name: 'owner',
  role: 'admin',
  scopes: [],
  revision: 'link',
};

/** What signing in needs. */
export interface SignInParts {
  readonly auth: Pick<McpAuth, 'authenticate' | 'authorize' | 'audit' | 'level'>;
  readonly links: Pick<SignInLinks, 'take'>;
}

/** Who has signed in. */
export type SignedInAs = Pick<SessionOpening, 'principal' | 'keyId'>;

/**
 * Proves who somebody is. A key goes the way of all keys, so lockout, address, audit and request
 * limit apply.
 *
 * @throws RouteProblem One answer for every key and every code that is not good.
 */
export function signIn(
  parts: SignInParts,
  request: SignInRequest,
  context: DecisionContext,
): Promise<SignedInAs> {
  return 'key' in request
    ? byKey(parts, request.key, context)
    : byCode(parts, request.code, context);
}

async function byKey(
  { auth }: SignInParts,
  key: string,
  context: DecisionContext,
): Promise<SignedInAs> {
  const result = await auth.authenticate(key, callerOf(context));
  if (!result.ok) throw refusal(result);
  const { principal } = result;
  // Where keys are not looked at, what was typed has proved nothing.
  if (principal.kind !== 'key') throw NOT_ACCEPTED;
  if (!mayAdminister(auth, principal)) {
    throw new RouteProblem(
      403,
      'not-allowed',
      'This key may not administer anything here: sign in with an admin key.',
    );
  }
  return { principal, keyId: principal.id };
}

async function byCode(
  { auth, links }: SignInParts,
  code: string,
  context: DecisionContext,
): Promise<SignedInAs> {
  if (auth.audit.state() === 'failing' && auth.level.auditUnavailable === 'refuse-everything') {
    throw refusal({ status: 503, reason: 'audit-unavailable' });
  }
  if (await links.take(code)) return { principal: LOCAL_OWNER };
  // Whoever guesses codes is treated like whoever guesses keys: counted, slowed down, noted.
  const result = await auth.authenticate(code, callerOf(context));
  throw result.ok ? NOT_ACCEPTED : refusal(result);
}

function callerOf({ address, requestId, userAgent }: DecisionContext): Caller {
  return {
    transport: 'http',
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

const NOT_ACCEPTED = new RouteProblem(
  401,
  'credential-invalid',
  'That was not accepted: it is wrong, has ended, or is not good from here.',
);

type Refused = Pick<
  Extract<Awaited<ReturnType<McpAuth['authenticate']>>, { ok: false }>,
  'status' | 'reason'
> & { readonly retryAfterSeconds?: number };

function refusal({ reason, retryAfterSeconds }: Refused): RouteProblem {
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  switch (reason) {
    case 'locked-out':
      return new RouteProblem(
        429,
        'locked-out',
        'Too many keys from here were not accepted: wait, or sign in with a one-time link.',
        wait,
      );
    case 'rate-limited':
      return new RouteProblem(
        429,
        'rate-limited',
        'The requests of this key are used up for now: wait a little.',
        wait,
      );
    case 'audit-unavailable':
      return new RouteProblem(
        503,
        'audit-unavailable',
        'The audit trail cannot be written right now, so nobody is let in: try again later.',
      );
    default:
      return NOT_ACCEPTED;
  }
}
