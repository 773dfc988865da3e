import type { Action, ApprovalRequest, Authorize } from '@gatehouse/core';
import type { Actor, KeyManager } from '@gatehouse/keys';
import type { Decide } from '../decide.js';
import type { ApprovalOutcome } from './approval-outcome.js';
import { type Ancestor, sharedAncestors } from './kinship.js';

type Problem = Extract<ApprovalOutcome, { ok: false }>;

/** Whom the rules ask. */
export interface DecidingParts {
  readonly keys: Pick<KeyManager, 'list' | 'principal'>;
  readonly authorize: Authorize;
  readonly decide: Decide;
}

/** The right to decide requests. */
const DECIDING: Action = { kind: 'admin', name: 'approvals', risk: 'admin' };

const OWN: Problem = {
  ok: false,
  reason: 'own-request',
  problem: 'Nobody approves their own request, by whichever of their keys: somebody else has to.',
};

/**
 * Whether somebody may decide a request. Refusing takes the right only; approving, in addition, that
 * the approver is nobody but somebody else.
 *
 * @returns `undefined` when they may.
 */
export async function approverProblem(
  parts: DecidingParts,
  request: ApprovalRequest,
  actor: Actor,
  verdict: 'approved' | 'refused',
): Promise<Problem | undefined> {
  const { principal } = actor;
  if (verdict === 'approved') {
    const ids = new Set([actor.id, principal?.id]);
    if (ids.has(request.requester.id)) return OWN;
  }
  if (principal === undefined) return undefined;
  const denied = await permissionProblem(parts, actor, principal);
  if (denied !== undefined || verdict === 'refused') return denied;
  const records = await parts.keys.list();
  for (const ancestor of sharedAncestors(request.requester.id, principal.id, records)) {
    if (!(await couldAnyway(parts, ancestor, request))) return OWN;
  }
  return undefined;
}

async function permissionProblem(
  { decide }: DecidingParts,
  { address, requestId }: Actor,
  principal: NonNullable<Actor['principal']>,
): Promise<Problem | undefined> {
  const decision = await decide(principal, DECIDING, {
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  });
  // Whoever must ask before administering cannot be the one who is asked.
  if (decision.allow && decision.consent === undefined) return undefined;
  return {
    ok: false,
    reason:
      decision.allow || decision.reason !== 'audit-unavailable' ? 'not-permitted' : decision.reason,
    problem: `${principal.id} may not decide requests: that needs the permission admin:approvals.`,
  };
}

/**
 * Both keys are in the hands of a third, who could ask by one and approve by the other. That gains
 * them nothing where they may do the act without asking; else it is their own request.
 */
async function couldAnyway(
  { keys, authorize }: DecidingParts,
  { id, known }: Ancestor,
  { requester, tool, risk }: ApprovalRequest,
): Promise<boolean> {
  if (!known || id === requester.id) return false;
  const principal = await keys.principal(id);
  if (principal === undefined) return false;
  const decision = authorize(principal, { kind: 'tool', name: tool, risk });
  return decision.allow && decision.consent !== 'approve';
}
