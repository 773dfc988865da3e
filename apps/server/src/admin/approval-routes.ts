import { type ApprovalEntry, refuseRequest } from '@gatehouse/admin-ui/wire';
import type { ApprovalOutcome, ApprovalProblem, ApprovalView } from '@gatehouse/mcp-auth';
import { z } from 'zod';
import { defineRoute, type Route, type RouteAnswer } from '../http/route.js';
import { type ProblemStatus, RouteProblem } from '../http/route-problem.js';
import { type AdminParts, actorOf } from './admin-parts.js';
import { changing, looking } from './may-administer.js';

const PATH = '/admin/api/approvals';

const params: z.ZodType<{ readonly id: string }> = z.strictObject({
  id: z.string().min(1).max(64),
});

const STATUS: Readonly<Record<ApprovalProblem, ProblemStatus>> = {
  unknown: 404,
  decided: 409,
  expired: 409,
  'own-request': 403,
  'not-permitted': 403,
  'audit-unavailable': 503,
};

const CODE: Readonly<Record<ApprovalProblem, string>> = {
  unknown: 'unknown-approval',
  decided: 'already-decided',
  expired: 'expired',
  'own-request': 'own-request',
  'not-permitted': 'not-allowed',
  'audit-unavailable': 'audit-unavailable',
};

function entryOf(view: ApprovalView): ApprovalEntry {
  const { id, state, requester, tool, risk, effects, requestedAt, expiresAt, decided } = view;
  return {
    id,
    state,
    requester: { id: requester.id, name: requester.name, role: requester.role },
    tool,
    risk,
    effects,
    requestedAt,
    expiresAt,
    ...(decided === undefined ? {} : { decided }),
  };
}

function answerOf(outcome: ApprovalOutcome): RouteAnswer {
  if (outcome.ok) return { status: 200, body: entryOf(outcome.approval) };
  const { reason, problem } = outcome;
  throw new RouteProblem(STATUS[reason], CODE[reason], problem);
}

/** What waits for the owner's word. */
export function approvalRoutes({ auth }: AdminParts): readonly Route[] {
  const { approvals } = auth;
  return [
    defineRoute({
      method: 'GET',
      path: PATH,
      access: { to: 'owner', action: looking('approvals') },
      summary: 'Requests that wait, the oldest first; then those decided lately.',
      answers: { 200: { description: 'The requests.' } },
      handle: async () => ({ status: 200, body: (await approvals.list()).map(entryOf) }),
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/:id/approve`,
      access: { to: 'owner', action: changing('approvals') },
      summary: 'Let the requester do this very act, once.',
      params,
      answers: { 200: { description: 'The request as it now stands.' } },
      handle: async (call) => answerOf(await approvals.approve(call.params.id, actorOf(call))),
    }),
    defineRoute({
      method: 'POST',
      path: `${PATH}/:id/refuse`,
      access: { to: 'owner', action: changing('approvals') },
      summary: 'Refuse it.',
      params,
      body: refuseRequest,
      answers: { 200: { description: 'The request as it now stands.' } },
      handle: async (call) =>
        answerOf(await approvals.refuse(call.params.id, actorOf(call), call.body.why)),
    }),
  ];
}
