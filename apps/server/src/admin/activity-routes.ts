import { type ActivityQuery, activityQuery } from '@gatehouse/admin-ui/wire';
import type { Principal } from '@gatehouse/core';
import { defineRoute, type Route } from '../http/route.js';
import { RouteProblem } from '../http/route-problem.js';
import { activityOf } from './activity-series.js';
import { type AdminParts, callerOf } from './admin-parts.js';
import { looking, mayLook } from './may-administer.js';

const DAY_MS = 24 * 3_600_000;

/** @throws RouteProblem for a time that ends before it begins. */
function spanOf(
  { from, to }: ActivityQuery,
  now: number,
): { readonly from: number; readonly to: number } {
  const end = to ?? now;
  const begin = from ?? end - DAY_MS;
  if (begin >= end) {
    throw new RouteProblem(400, 'invalid-request', 'The time must begin before it ends.', {
      fields: [{ field: 'query.from', problem: 'must be before to' }],
    });
  }
  return { from: begin, to: end };
}

/** Names of keys are for those who may see keys. */
async function labelsFor(
  { auth }: AdminParts,
  by: ActivityQuery['by'],
  viewer: Principal,
): Promise<(name: string) => string | undefined> {
  if (by === 'tool') return (name) => /^tool:(.+)$/u.exec(name)?.[1];
  if (!mayLook(auth, viewer, 'keys')) return () => undefined;
  const names = new Map((await auth.keys.list()).map(({ id, name }) => [id, name]));
  return (name) => names.get(name);
}

/** What happened over time. */
export function activityRoutes(parts: AdminParts): readonly Route[] {
  const { activity, clock } = parts;
  return [
    defineRoute({
      method: 'GET',
      path: '/admin/api/activity',
      access: { to: 'owner', action: looking('activity') },
      summary: 'Requests, denials and latencies over time, by key or by tool.',
      query: activityQuery,
      answers: { 200: { description: 'At most 200 points for each key or tool.' } },
      async handle(call) {
        const { query } = call;
        const span = spanOf(query, clock.now());
        const counts =
          (await activity?.read({
            ...span,
            ...(query.key === undefined ? {} : { principalId: query.key }),
            ...(query.tool === undefined ? {} : { act: query.tool }),
          })) ?? [];
        const labelOf = await labelsFor(parts, query.by, callerOf(call));
        return { status: 200, body: activityOf(counts, { ...span, by: query.by, labelOf }) };
      },
    }),
  ];
}
