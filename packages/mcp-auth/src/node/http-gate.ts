import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Principal } from '@gatehouse/core';
import type { GateAuth } from '../http/gate-options.js';
import { createNodeGate, type NodeGateOptions, openBody, sendAnswer } from './admission.js';

/** How a gate for Node's `http` decides. */
export type HttpGateOptions = NodeGateOptions;

/**
 * Lets a request in or answers it. Never rejects, whatever the request holds.
 *
 * @returns The caller, or `undefined` when the request has been answered.
 */
export type HttpGate = (
  req: IncomingMessage,
  res: ServerResponse,
) => Promise<Principal | undefined>;

/**
 * Makes the gate for Node's `http` and everything built on it. It checks, in this order, the host
 * name (DNS rebinding), the origin (pages in browsers), the key and the length of the body, which it
 * goes on counting while the handler reads it.
 *
 * A request that it lets in has `req.auth` set where the MCP SDK looks for it, and has lost its
 * credential headers, so that no handler and no log of one sees the key.
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function createHttpGate(auth: GateAuth, options: HttpGateOptions = {}): HttpGate {
  const judge = createNodeGate(auth, options);
  const admitted = new WeakMap<IncomingMessage, Principal>();
  return async (req, res) => {
    const earlier = admitted.get(req);
    if (earlier !== undefined) return earlier;
    const admission = await judge(req);
    if (!admission.ok) {
      sendAnswer(req, res, admission);
      return undefined;
    }
    if (!openBody(req, res, admission)) return undefined;
    admitted.set(req, admission.principal);
    return admission.principal;
  };
}
