import type { McpAuth } from '@gatehouse/mcp-auth';
import type { RouteCall } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { callerOf } from './admin-parts.js';
import { type AdminTopic, changing } from './may-administer.js';

/**
 * Refuses an administrative act that somebody has to agree to first. The route was let through,
 * since tools ask by themselves; here is no tool. A person who clicks at the page has confirmed; a
 * program with a key has not, and an approval cannot be given by whoever asks.
 *
 * @throws RouteProblem
 */
export function assertNoConsentNeeded(
  { authorize }: Pick<McpAuth, 'authorize'>,
  call: Pick<RouteCall<unknown, unknown, unknown>, 'principal' | 'context'>,
  topic: AdminTopic,
): void {
  const principal = callerOf(call);
  const decision = authorize(principal, changing(topic));
  if (!decision.allow) {
    throw new RouteProblem(403, 'not-allowed', 'This key may not do that.', {
      more: { reason: decision.reason },
    });
  }
  if (decision.consent === 'approve') {
    throw new RouteProblem(
      403,
      'not-approved',
      'The rules for this key ask for the approval of the owner before it administers anything: use a key without that rule.',
    );
  }
  if (decision.consent === 'confirm' && principal.kind !== 'session') {
    throw new RouteProblem(
      403,
      'not-confirmed',
      'The rules for this key ask a person to confirm what it administers: sign in at the page and do it there.',
    );
  }
}
