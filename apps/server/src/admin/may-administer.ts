import type { Action, Principal } from '@gatehouse/core';
import type { McpAuth } from '@gatehouse/mcp-auth';
import type { RouteAction } from '../http/route.js';

/** Everything that the administration is divided into; `admin:audit` of a custom role opens one. */
export const ADMIN_TOPICS = [
  'keys',
  'audit',
  'approvals',
  'connections',
  'limits',
  'health',
  'settings',
  'activity',
  'house',
] as const;

/** One of {@link ADMIN_TOPICS}. */
export type AdminTopic = (typeof ADMIN_TOPICS)[number];

/**
 * What looking at a topic takes. It counts as `admin` for every role, whatever its risk; but what
 * only looks need not wait for the audit trail, and is possible while that fails.
 */
export function looking(topic: AdminTopic): RouteAction {
  return { ...reading(topic), isRoutine: true };
}

/** What taking a topic away as a whole takes: as {@link looking}, and the trail tells of each time. */
export function reading(topic: AdminTopic): RouteAction {
  return { kind: 'admin', name: topic, risk: 'read' };
}

/** What changing something of a topic takes. */
export function changing(topic: AdminTopic): RouteAction {
  return { kind: 'admin', name: topic, risk: 'admin' };
}

/** Whether somebody may see anything of a topic. Asked for lists and streams: leaves no record. */
export function mayLook(
  { authorize }: Pick<McpAuth, 'authorize'>,
  principal: Principal,
  topic: AdminTopic,
): boolean {
  const action: Action = reading(topic);
  return authorize(principal, action).allow;
}

/** Whether somebody may do at least one thing of the administration: only they can sign in. */
export function mayAdminister(auth: Pick<McpAuth, 'authorize'>, principal: Principal): boolean {
  return ADMIN_TOPICS.some((topic) => mayLook(auth, principal, topic));
}
