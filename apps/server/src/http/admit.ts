import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Decision, Principal } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { principalOf } from '@gatehouse/mcp-auth/fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contextOf, type KnownCaller, rememberCaller } from './callers.js';
import type { OwnerSession, OwnerSessions } from './owner-sessions.js';
import type { RouteAccess, RouteAction } from './route.js';
import { RouteProblem } from './route-problem.js';

/**
 * Whoever comes to the administration without a key: of a role that exists nowhere, so that nothing
 * is allowed to them whatever is asked.
 */
export const VISITOR: Principal = {
  id: 'visitor',
  kind: 'session',
  name: 'Visitor',
  role: 'visitor',
  scopes: [],
  revision: '0',
};

/** What deciding about callers needs. */
export interface AdmitParts {
  readonly auth: Pick<McpAuth, 'decide'>;
  readonly owners: OwnerSessions;
  /** Whether somebody may do at least one thing of the administration. */
  readonly mayAdminister: (principal: Principal) => boolean;
}

/** Lets a caller in, and remembers who it is; or throws a {@link RouteProblem}. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Makes the check of one route. It runs behind the gate, and before anything of the body is read. */
export function createAdmit(access: RouteAccess, parts: AdmitParts): Admit {
  return async ({ raw }, reply) => {
    const context = contextOf(raw, String(reply.getHeader('X-Request-Id')));
    if (access.to === 'open') {
      rememberCaller(raw, { principal: undefined, context });
      return;
    }
    const caller =
      access.to === 'key'
        ? { principal: keyHolder(raw), context }
        : await ownerOf(raw, { principal: undefined, context }, parts.owners);
    // Before the decision, so that a refusal is logged under the caller's name.
    rememberCaller(raw, caller);
    if ('action' in access) await mustBeAllowed(raw, caller, access.action, parts.auth);
    else if (!parts.mayAdminister(caller.principal)) throw notAllowed({ reason: 'role' });
  };
}

function keyHolder(request: IncomingMessage): Principal {
  const principal = principalOf(request);
  if (principal === undefined) throw signInNeeded('Send a key: Authorization: Bearer <key>.');
  return principal;
}

/** A key counts before a cookie: whoever sends one has chosen who to be. */
async function ownerOf(
  request: IncomingMessage,
  { context }: KnownCaller,
  owners: OwnerSessions,
): Promise<KnownCaller & { readonly principal: Principal }> {
  const principal = principalOf(request);
  if (principal !== undefined && principal !== VISITOR) return { principal, context };
  const { cookie } = request.headers;
  const from = context.address === undefined ? {} : { address: context.address };
  const session = isOfAnotherSite(request) ? undefined : await owners.find(cookie, from);
  if (session === undefined) throw signInNeeded('Sign in, or send a key.');
  if (!isRead(request) && !hasToken(request, session)) {
    throw new RouteProblem(
      403,
      'csrf-token-missing',
      'What changes something needs the token of the session in X-CSRF-Token.',
    );
  }
  return { principal: session.principal, context: { ...context, sessionId: session.sessionId } };
}

function signInNeeded(detail: string): RouteProblem {
  return new RouteProblem(401, 'credential-missing', detail);
}

/** What a page of another site, or of another port of this host, had a browser ask (Fetch Metadata). */
function isOfAnotherSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === 'cross-site' || site === 'same-site';
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function hasToken({ headers }: IncomingMessage, { csrfToken }: OwnerSession): boolean {
  const sent = headers['x-csrf-token'];
  if (typeof sent !== 'string') return false;
  const [given, needed] = [Buffer.from(sent), Buffer.from(csrfToken)];
  return given.length === needed.length && timingSafeEqual(given, needed);
}

/** An answer that asks for consent lets the route run: what it then does asks for it, act by act. */
async function mustBeAllowed(
  request: IncomingMessage,
  { principal, context }: KnownCaller,
  { isRoutine, ...action }: RouteAction,
  auth: AdmitParts['auth'],
): Promise<void> {
  const isLook = isRoutine === true && isRead(request) && context.sessionId !== undefined;
  const decision = await auth.decide(
    principal ?? VISITOR,
    action,
    isLook ? { ...context, isRoutine: true } : context,
  );
  if (!decision.allow) throw denialOf(decision);
}

/** @returns What whoever may not do something is told, whichever way they came in. */
export function denialOf({ reason, needs }: Decision & { readonly allow: false }): RouteProblem {
  if (reason === 'audit-unavailable') {
    return new RouteProblem(
      503,
      'audit-unavailable',
      'The audit trail cannot be written right now, so this is not done: try again later.',
    );
  }
  return notAllowed({ reason, ...(needs === undefined ? {} : { needs }) });
}

function notAllowed(more: Readonly<Record<string, string>>): RouteProblem {
  const error = 'Insufficient permissions';
  return new RouteProblem(403, 'not-allowed', 'This key may not do that.', {
    more: { error, ...more },
  });
}
