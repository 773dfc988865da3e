import type { ToolResult } from '@gatehouse/loxone-tools';
import type { RouteAnswer } from '../http/route.js';
import type { Heard } from './house-calls.js';
import { toolErrorOf, toolProblem } from './tool-problem.js';

/**
 * What the house then did, as an answer. Where the Miniserver took a command and nothing changed,
 * the request succeeded and the act did not: 200 with `ok: false`.
 *
 * @throws RouteProblem where nothing was sent, or the house said no.
 */
export function actAnswer({ text, structured }: ToolResult, heard: Heard): RouteAnswer {
  const error = toolErrorOf(structured);
  const { results = [], notice } = structured;
  if (error === undefined || error.code === 'no_effect') {
    const body = {
      ok: error === undefined,
      text,
      results,
      ...(notice !== undefined && { notice }),
    };
    return { status: 200, body };
  }
  const { consent, needs } = heard;
  if (error.code === 'approval_pending') {
    const approval = consent?.approvalId;
    return {
      status: 202,
      body: {
        status: 'approval-pending',
        ...(approval !== undefined && { approval_id: approval }),
        detail: `${error.message} ${PENDING}`,
        results,
      },
    };
  }
  throw toolProblem(error, 'body', {
    ...(needs !== undefined && error.code === 'not_allowed' && { needs }),
    ...(error.code === 'confirmation_required' && tokenOf(consent)),
    ...(Array.isArray(results) && results.length > 0 && { results }),
  });
}

const PENDING = 'Send the same request again once that is done.';

function tokenOf(consent: Heard['consent']): Record<string, unknown> {
  return {
    ...(consent?.token !== undefined && { confirmation_token: consent.token }),
    ...(consent?.expiresAt !== undefined && {
      expires_at: new Date(consent.expiresAt).toISOString(),
    }),
  };
}
