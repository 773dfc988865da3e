import type { Principal } from '@gatehouse/core';
import { type AuthInfo, authInfoOf } from '../http/auth-info.js';
import { CREDENTIAL_HEADERS } from '../http/credential.js';
import { type Admitted, createGate } from '../http/gate.js';
import type { GateAuth, GateOptions } from '../http/gate-options.js';
import {
  factsOfRequest,
  readBody,
  rebuiltRequest,
  responseOf,
  withHeaders,
} from './web-request.js';

/** What a server knows of a request beside the `Request`. */
export interface WebCaller {
  /** Address of the peer of the connection. Without it, keys with an address list are refused. */
  readonly address?: string;
  /** Whether the connection is encrypted. Default: whether the URL begins with `https:`. */
  readonly encrypted?: boolean;
}

/** A request that was let in. */
export interface WebAdmission {
  readonly principal: Principal;
  /** For `transport.handleRequest(request, { authInfo })` of the MCP SDK. */
  readonly authInfo: AuthInfo;
  /** The request for the handler: without the key, its body read and found small enough. */
  readonly request: Request;
  /** Adds to the handler's answer what belongs to it: RateLimit fields, the request's id, CORS. */
  readonly respond: (response: Response) => Response;
}

/**
 * Lets a request in, or makes the answer to it. Never rejects, whatever the request holds.
 *
 * @param caller - What the server knows of the connection.
 */
export type WebGate = (request: Request, caller?: WebCaller) => Promise<WebAdmission | Response>;

/**
 * Makes the gate for servers that speak the web's `Request` and `Response`: Bun, Deno, edge runtimes.
 *
 * `Headers` join repeated lines with a comma, so here a comma in a header that may be sent once is
 * refused. On Node the other gates see more: each line, and absolute targets of this very host.
 *
 * ```ts
 * const admission = await gate(request, { address });
 * if (admission instanceof Response) return admission;
 * return admission.respond(await handle(admission.request, admission.principal));
 * ```
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function createWebGate(auth: GateAuth, options: GateOptions = {}): WebGate {
  const gate = createGate(auth, options);
  return async (request, caller) => {
    const admission = await gate(() => factsOfRequest(request, caller));
    return admission.ok ? admitted(request, admission) : responseOf(admission);
  };
}

async function admitted(request: Request, admission: Admitted): Promise<WebAdmission | Response> {
  const body = await readBody(request, admission.maxRequestBytes);
  if (!body.ok) return responseOf(body.tooLarge ? admission.tooLarge() : admission.incomplete());
  return {
    principal: admission.principal,
    authInfo: authInfoOf(admission),
    request: rebuiltRequest(request, CREDENTIAL_HEADERS, body.bytes),
    respond: (response) => withHeaders(response, admission.headers),
  };
}
