import type { Action, Decision, Principal } from '@gatehouse/core';
import type { Consents } from '../consent/consents.js';
import type { ConsentAnswer } from '../consent/question.js';
import { NOT_APPROVED } from '../decide.js';
import type { DecisionContext } from '../decision-context.js';
import { member } from './methods.js';

/** A decision that denies. */
type Denied = Extract<Decision, { allow: false }>;

/** A call that the owner has to approve. */
export interface ApprovalCall {
  readonly principal: Principal;
  readonly action: Action;
  /** Parameters of the call as the client sent them: hostile text. */
  readonly params: unknown;
  readonly context: DecisionContext;
  readonly signal: AbortSignal;
}

/**
 * Asks the owner about a call as a whole.
 *
 * @returns `undefined` when they have approved it; else the denial, which tells what to do.
 */
export async function approvalProblem(
  consents: Consents | undefined,
  { principal, action, params, context, signal }: ApprovalCall,
): Promise<Denied | undefined> {
  if (consents === undefined) return NOT_APPROVED;
  const { kind, name, risk } = action;
  const args = member(params, 'arguments');
  const shown = args === undefined ? '' : ` with ${JSON.stringify(args)}`;
  const answer = await consents.ask({
    principal,
    kind: 'approve',
    // A prompt of the name of a tool is another thing.
    tool: kind === 'tool' ? name : `${kind}:${name}`,
    args,
    effects: [`use the ${kind} ${JSON.stringify(name)}${shown}`],
    reason: 'policy',
    risk,
    context,
    signal,
  });
  return answer.given ? undefined : { ...NOT_APPROVED, needs: needOf(answer) };
}

function needOf({ code, approvalId }: Extract<ConsentAnswer, { given: false }>): string {
  switch (code) {
    case 'approval_pending':
      return `the approval of the owner, who finds it as request ${approvalId}; repeat the same call once they have approved it`;
    case 'approval_expired':
      return `the approval of the owner: the request before was not answered or not used in time, and is now request ${approvalId}; repeat the same call once they have approved it`;
    case 'approval_refused':
      return 'the approval of the owner, who has refused it; do not ask again';
    default:
      return 'the approval of the owner, who cannot be asked right now';
  }
}
