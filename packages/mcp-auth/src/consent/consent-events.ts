import type { ApprovalRequest, AuditActor, AuditEvent, AuditEventType } from '@gatehouse/core';
import type { Actor } from '@gatehouse/keys';
import { actorOf, callerFields } from '../audit-fields.js';
import { type ConsentQuestion, shownEffects } from './question.js';

/** Lines of one event; the queue has all of them. */
const MOST_LINES = 16;

/** What the trail says of a question and its answer. */
export function questionEvent(
  type: Extract<AuditEventType, `consent.${string}` | 'approval.requested' | 'approval.used'>,
  question: ConsentQuestion,
  details: Readonly<Record<string, string>>,
): AuditEvent {
  const { principal, tool, risk, reason, effects, context } = question;
  return {
    type,
    actor: actorOf(principal),
    outcome: type === 'consent.declined' ? 'denied' : 'success',
    target: `tool:${tool}`,
    ...callerFields(context),
    details: {
      risk,
      because: reason,
      effects: shownEffects(effects).slice(0, MOST_LINES),
      ...details,
    },
  };
}

const OUTCOMES = {
  'approval.granted': 'success',
  'approval.refused': 'denied',
  'approval.expired': 'failed',
} as const;

/** What the trail says of a request that was decided, or that nobody decided. */
export function requestEvent(
  type: keyof typeof OUTCOMES,
  { id, requester, tool, risk }: ApprovalRequest,
  actor: AuditActor,
  more: Pick<AuditEvent, 'reason' | 'address' | 'requestId'> & { readonly why?: string },
): AuditEvent {
  const { why, ...fields } = more;
  return {
    type,
    actor,
    outcome: OUTCOMES[type],
    target: `tool:${tool}`,
    ...fields,
    details: { approval: id, requester: requester.id, risk, ...(why === undefined ? {} : { why }) },
  };
}

/** Whoever decides, as the trail names them. */
export function deciderOf({ id, principal }: Actor): AuditActor {
  return principal === undefined ? { id } : actorOf(principal);
}

/** Where whoever decides is. */
export function deciderFields({
  address,
  requestId,
}: Actor): Pick<AuditEvent, 'address' | 'requestId'> {
  return {
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** What happens by itself. */
export const SYSTEM: AuditActor = { id: 'system' };
