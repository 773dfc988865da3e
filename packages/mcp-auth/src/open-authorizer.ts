import type { AuditEvent, AuditSink } from '@gatehouse/core';
import { type Authorizer, createAuthorizer, type ShadowReport } from '@gatehouse/rbac';
import { actorOf } from './audit-fields.js';
import type { Settings } from './check-options.js';

/**
 * Makes the authorizer as the security level and the options want it.
 *
 * @param differences - Hears where a policy that is tried out would answer differently; summed up,
 *   because lists ask about every entry, over and over.
 */
export function openAuthorizer(
  settings: Settings,
  differences: Pick<AuditSink, 'note'>,
): Authorizer {
  const { authorizer, policy, consent, shadow, logger } = settings;
  const defaults = { ...policy.consent, ...consent };
  const onDifference = (report: ShadowReport): void => differences.note(differenceEvent(report));
  return createAuthorizer({
    ...authorizer,
    consent: defaults,
    explicitAccess: policy.explicitAccess,
    ...(shadow === undefined
      ? {}
      : { shadow: { ...shadow, consent: { ...defaults, ...shadow.consent }, onDifference } }),
    logger,
  });
}

function differenceEvent({ principal, action, candidate }: ShadowReport): AuditEvent {
  const would = candidate.allow ? (candidate.consent ?? 'allow') : 'deny';
  return {
    type: 'decision.shadow',
    actor: actorOf(principal),
    outcome: candidate.allow ? 'success' : 'denied',
    target: `${action.kind}:${action.name}`,
    reason: `would-${would}`,
    details: { risk: action.risk, ...(candidate.allow ? {} : { because: candidate.reason }) },
  };
}
