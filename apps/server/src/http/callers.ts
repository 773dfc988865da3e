import type { IncomingMessage } from 'node:http';
import type { Principal } from '@gatehouse/core';
import type { DecisionContext } from '@gatehouse/mcp-auth';
import { type AuthenticatedRequest, principalOf } from '@gatehouse/mcp-auth/fastify';
import { socketAddress } from '@gatehouse/mcp-auth/node';
import type { RanTool } from './route.js';

/** Who calls, once that is known. */
export interface KnownCaller {
  /** Absent where nobody needs to say who they are. */
  readonly principal: Principal | undefined;
  readonly context: DecisionContext;
}

const CALLERS: WeakMap<IncomingMessage, KnownCaller> = new WeakMap();

/** Keeps who was let in, for the route and for the log. */
export function rememberCaller(request: IncomingMessage, caller: KnownCaller): void {
  CALLERS.set(request, caller);
}

/** @returns Who was let in; nobody, as long as nobody was. */
export function callerOf(request: IncomingMessage): KnownCaller {
  return CALLERS.get(request) ?? { principal: undefined, context: {} };
}

/** @returns Who makes the request as far as anything has recognised them, for logs and counts. */
export function seenPrincipal(request: IncomingMessage): Principal | undefined {
  const known = CALLERS.get(request);
  return known === undefined ? principalOf(request) : known.principal;
}

const RAN: WeakMap<IncomingMessage, RanTool> = new WeakMap();

/** Keeps which tool a request was carried out by, for counts. */
export function rememberTool(request: IncomingMessage, tool: RanTool): void {
  RAN.set(request, tool);
}

/** @returns The tool that a request was carried out by; `undefined` where its route did it itself. */
export function ranTool(request: IncomingMessage): RanTool | undefined {
  return RAN.get(request);
}

/** Circumstances of a request: what the gate has found out where it has looked, else the socket. */
export function contextOf(request: IncomingMessage, requestId: string): DecisionContext {
  const extra = (request as AuthenticatedRequest).auth?.extra;
  const address = extra === undefined ? socketAddress(request) : extra.address;
  const userAgent = request.headers['user-agent'];
  return {
    requestId,
    ...(address === undefined ? {} : { address }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}
