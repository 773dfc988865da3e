import type { IncomingMessage } from 'node:http';
import type { Principal } from '@gatehouse/core';
import { retryAfterSeconds } from '@gatehouse/rate-limit';
import type { Caller } from '../authentication.js';
import { type Answer, problemAnswer, rateLimited } from '../http/problem.js';
import type { AuthenticatedRequest } from '../node/admission.js';
import type { TakeRequests } from '../request-limit.js';

/** The one version of MCP that has batches; its clients send no `MCP-Protocol-Version` yet. */
const WITH_BATCHES = '2025-03-26';
/** More than any client has to say at once, and few enough to answer together. */
const MAX_MESSAGES = 100;

/**
 * Judges a JSON-RPC batch (MCP 2025-03-26, Transports): each of its messages is a request of its
 * caller and is counted as one. The gate has counted the first.
 *
 * @returns What to answer instead; `undefined` when the batch may be handed on.
 */
export async function refusalOfBatch(
  req: IncomingMessage,
  batch: readonly unknown[],
  principal: Principal,
  take: TakeRequests | undefined,
): Promise<Answer | undefined> {
  const version = req.headers['mcp-protocol-version'] ?? WITH_BATCHES;
  if (take === undefined || version !== WITH_BATCHES) {
    return invalid('Send one message at a time: MCP has had no batches since 2025-06-18');
  }
  if (req.headers['mcp-session-id'] === undefined) {
    return invalid('Initialize a session first, with a message of its own');
  }
  if (batch.length === 0 || batch.length > MAX_MESSAGES) {
    return invalid(`Send from 1 to ${MAX_MESSAGES} messages in a batch`);
  }
  if (batch.length === 1) return undefined;
  const limit = await take(principal, callerOf(req), batch.length - 1);
  if (limit.allowed) return undefined;
  return problemAnswer(rateLimited(retryAfterSeconds(limit.retryAfterMs)), '');
}

function callerOf(req: AuthenticatedRequest): Caller {
  const { address, requestId } = req.auth?.extra ?? {};
  return {
    transport: 'http',
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** JSON-RPC 2.0 §5.1, Invalid Request. */
function invalid(message: string): Answer {
  return {
    status: 400,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify({ jsonrpc: '2.0', error: { code: -32600, message }, id: null }),
  };
}
