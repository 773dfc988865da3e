import type {
  Action,
  AuditEvent,
  AuditSink,
  Authorize,
  Decision,
  Logger,
  NeededConsent,
  Principal,
} from '@gatehouse/core';
import { ALLOW, isMcpAuthError } from '@gatehouse/core';
import { actorOf, callerFields } from './audit-fields.js';
import type { DecisionContext } from './decision-context.js';
import { callHook, type Hooks } from './hooks.js';
import type { SecurityPolicy } from './security-level.js';

/**
 * Answers "may they do this now?" for one act that is about to happen: roles and permissions, the
 * audit policy of the security level, and a line in the trail. What is riskier than `read` is in
 * the trail, durably, before the answer is yes.
 *
 * An answer with `consent` is no permission yet: ask (`McpAuth.consents`), then ask again with
 * `confirmed` or `approved`.
 *
 * @returns A decision; it never throws for what the caller is or asks.
 */
export type Decide = (
  principal: Principal,
  action: Action,
  context?: DecisionContext,
) => Promise<Decision>;

/** What deciding is made of. */
export interface DecideParts {
  readonly authorize: Authorize;
  /** Its `record` fails only where the security level refuses what cannot be recorded. */
  readonly audit: AuditSink;
  /** Takes denials of which one call can make any number. */
  readonly refusals: Pick<AuditSink, 'note'>;
  readonly policy: Pick<SecurityPolicy, 'auditUnavailable'>;
  readonly onDecision?: Hooks['onDecision'];
  readonly logger: Logger;
}

const AUDIT_UNAVAILABLE: Decision = {
  allow: false,
  reason: 'audit-unavailable',
  needs: 'an audit trail that can be written',
};

type Denied = Extract<Decision, { allow: false }>;

/** The answer where nobody said yes, or nobody could be asked. */
export const NOT_CONFIRMED: Denied = {
  allow: false,
  reason: 'not-confirmed',
  needs: 'the confirmation of a person, through a client that can ask for it',
};

/** The answer where the owner said no, or could not be asked. */
export const NOT_APPROVED: Denied = {
  allow: false,
  reason: 'not-approved',
  needs: 'the approval of the owner',
};

/** The answer of whoever cannot ask for a consent. */
export const WITHOUT: Readonly<Record<NeededConsent, Decision>> = {
  confirm: NOT_CONFIRMED,
  approve: NOT_APPROVED,
};

/** Makes {@link Decide}. */
export function createDecide(parts: DecideParts): Decide {
  const { audit, logger } = parts;

  async function recorded(event: AuditEvent, decision: Decision): Promise<Decision> {
    try {
      await audit.record(event);
      return decision;
    } catch (error) {
      if (!isMcpAuthError(error)) throw error;
      logger.warn('an act was refused: it could not be recorded', { code: error.code });
      return AUDIT_UNAVAILABLE;
    }
  }

  return async (principal, action, context = {}) => {
    let decision = judge(parts, principal, action, context);
    const event = eventOf(principal, action, decision, context);
    // What could not be written needs no second attempt to be noted.
    if (decision.allow && action.risk !== 'read') decision = await recorded(event, decision);
    else if (!decision.allow || context.isRoutine !== true) audit.note(event);
    callHook(parts.onDecision, { principal, action, decision, context }, 'onDecision', logger);
    return decision;
  };
}

/** Denied targets of one act that get a line each; more are summed up. */
const MOST_LINES = 16;

/**
 * Makes an {@link Authorize} for one act that judges its targets one by one: it answers at once and
 * notes each denial. The act itself was decided, and recorded, by {@link Decide}.
 */
export function createRecording(parts: DecideParts, context: DecisionContext): Authorize {
  let denied = 0;
  return (principal, action) => {
    const decision = judge(parts, principal, action, context);
    if (!decision.allow) {
      denied += 1;
      const log = denied > MOST_LINES ? parts.refusals : parts.audit;
      log.note(eventOf(principal, action, decision, context));
    }
    callHook(
      parts.onDecision,
      { principal, action, decision, context },
      'onDecision',
      parts.logger,
    );
    return decision;
  };
}

/** Roles and permissions, then the audit policy, then what a person said. */
function judge(
  parts: DecideParts,
  principal: Principal,
  action: Action,
  context: DecisionContext,
): Decision {
  const decision = parts.authorize(principal, action);
  if (!decision.allow) return decision;
  if (mustWait(parts, action)) return AUDIT_UNAVAILABLE;
  return decision.consent === undefined
    ? decision
    : (withConsent(decision.consent, context) ?? decision);
}

/** The answer where somebody has said something; a confirmation is no approval. */
function withConsent(
  consent: NeededConsent,
  { confirmed, approved }: DecisionContext,
): Decision | undefined {
  if (approved !== undefined) return approved ? ALLOW : NOT_APPROVED;
  if (confirmed === undefined) return undefined;
  if (!confirmed) return WITHOUT[consent];
  return consent === 'confirm' ? ALLOW : undefined;
}

/** Whether the security level refuses an act while the trail cannot be written. */
function mustWait({ audit, policy }: DecideParts, { risk }: Action): boolean {
  if (audit.state() === 'writing' || policy.auditUnavailable === 'warn') return false;
  return policy.auditUnavailable === 'refuse-everything' || risk !== 'read';
}

function eventOf(
  principal: Principal,
  action: Action,
  decision: Decision,
  context: DecisionContext,
): AuditEvent {
  const { kind, name, risk, targets = [] } = action;
  const about = {
    actor: actorOf(principal),
    target: `${kind}:${name}`,
    ...callerFields(context),
  };
  const details = {
    risk,
    ...(targets.length === 0 ? {} : { targets: targets.map(({ id }) => id) }),
  };
  if (!decision.allow) {
    return {
      type: 'decision.denied',
      outcome: 'denied',
      ...about,
      reason: decision.reason,
      details,
    };
  }
  const confirmation = confirmationOf(decision.consent, context);
  return {
    type: 'decision.allowed',
    outcome: 'success',
    ...about,
    details: { ...details, ...(confirmation === undefined ? {} : { confirmation }) },
  };
}

/** How the trail says what became of consent. */
function confirmationOf(
  consent: NeededConsent | undefined,
  { confirmed, approved }: DecisionContext,
): string | undefined {
  if (consent !== undefined) return consent === 'confirm' ? 'needed' : 'approval-needed';
  if (approved === true) return 'approved';
  return confirmed === true ? 'given' : undefined;
}
