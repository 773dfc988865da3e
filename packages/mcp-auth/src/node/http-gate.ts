import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  isMcpAuthError,
  type Logger,
  McpAuthError,
  type Principal,
  silentLogger,
} from '@gatehouse/core';
import type { Authenticate } from '../authentication.js';
import { type ClientAddress, socketAddress } from './address.js';
import { type AuthenticatedRequest, authInfoOf } from './auth-info.js';
import { CREDENTIAL_HEADERS, readCredential } from './credential.js';
import { type HostCheck, hostCheck } from './hosts.js';
import { type OriginCheck, originCheck } from './origins.js';
import {
  CREDENTIAL_INVALID,
  CREDENTIAL_MISSING,
  credentialMalformed,
  HOST_NOT_ALLOWED,
  ORIGIN_NOT_ALLOWED,
  type Problem,
  requestAmbiguous,
  sendProblem,
  UNAVAILABLE,
} from './problem.js';
import { headerLines, removeHeaders } from './raw-headers.js';

/** How a gate decides. */
export interface HttpGateOptions {
  /**
   * Host names beside `localhost`, `127.0.0.1` and `[::1]` that clients reach this server by:
   * `home.example` (any port) or `home.example:8443`.
   */
  readonly allowedHosts?: readonly string[];
  /** Origins of pages that may call, beside this machine's and the server's own. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Who acts when a request carries no key at all; a wrong key is still refused. For development on
   * one machine: everybody who reaches the server gets in. Default: nobody.
   */
  readonly anonymous?: Principal;
  /** Shown in the challenge; printable ASCII without `"` and `\`. Default: `mcp`. */
  readonly realm?: string;
  /** Default: {@link socketAddress}. */
  readonly clientAddress?: ClientAddress;
  readonly logger?: Logger;
}

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
 * name (DNS rebinding), the origin (pages in browsers) and the key; it reads no body.
 *
 * A request that it lets in has `req.auth` set where the MCP SDK looks for it, and has lost its
 * credential headers, so that no handler and no log of one sees the key.
 *
 * @param auth - Checks keys; a `McpAuth` is one.
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function createHttpGate(
  auth: { readonly authenticate: Authenticate },
  options: HttpGateOptions = {},
): HttpGate {
  const policy = checkedPolicy(options);
  const admitted = new WeakMap<IncomingMessage, Principal>();
  return async (req, res) => {
    const earlier = admitted.get(req);
    if (earlier !== undefined) return earlier;
    const outcome = await decide(req, auth.authenticate, policy);
    if ('problem' in outcome) {
      sendProblem(res, outcome.problem, policy.realm);
      return undefined;
    }
    admitted.set(req, outcome.principal);
    removeHeaders(req, CREDENTIAL_HEADERS);
    (req as AuthenticatedRequest).auth = authInfoOf(outcome.principal);
    return outcome.principal;
  };
}

interface GatePolicy {
  readonly hostAllowed: HostCheck;
  readonly originAllowed: OriginCheck;
  readonly realm: string;
  readonly anonymous: Principal | undefined;
  readonly clientAddress: ClientAddress;
  readonly logger: Logger;
}

type Outcome = { readonly principal: Principal } | { readonly problem: Problem };

function checkedPolicy(options: HttpGateOptions): GatePolicy {
  const problems: string[] = [];
  const policy: GatePolicy = {
    hostAllowed: hostCheck(options.allowedHosts ?? [], problems),
    originAllowed: originCheck(options.allowedOrigins ?? [], problems),
    realm: options.realm ?? 'mcp',
    anonymous: options.anonymous,
    clientAddress: options.clientAddress ?? socketAddress,
    logger: options.logger ?? silentLogger,
  };
  if (!/^[ !#-[\]-~]+$/.test(policy.realm)) {
    problems.push('realm: must be printable ASCII without " and \\');
  }
  if (problems.length > 0) {
    throw new McpAuthError(
      'ERR_MCPAUTH_CONFIG_INVALID',
      `The HTTP gate cannot work with these options: ${problems.join('; ')}.`,
      { problems },
    );
  }
  return policy;
}

/** Fails closed: whatever breaks while deciding, nobody gets in and the host's log says why. */
async function decide(
  req: IncomingMessage,
  authenticate: Authenticate,
  policy: GatePolicy,
): Promise<Outcome> {
  try {
    const address = policy.clientAddress(req);
    const outcome = await judge(req, address, authenticate, policy);
    if ('problem' in outcome) {
      const { kind, status } = outcome.problem;
      policy.logger.info('refused an HTTP request', { kind, status, address });
    }
    return outcome;
  } catch (error) {
    policy.logger.error('an HTTP request could not be judged', {
      error: error instanceof Error ? error.name : typeof error,
      code: isMcpAuthError(error) ? error.code : undefined,
    });
    return { problem: UNAVAILABLE };
  }
}

async function judge(
  req: IncomingMessage,
  address: string | undefined,
  authenticate: Authenticate,
  policy: GatePolicy,
): Promise<Outcome> {
  const misdirected = judgeTarget(req, policy);
  if (misdirected !== undefined) return { problem: misdirected };
  const credential = readCredential(req);
  if (!credential.ok) return { problem: credentialMalformed(credential.problem) };
  if (credential.key === undefined) {
    const { anonymous } = policy;
    return anonymous === undefined ? { problem: CREDENTIAL_MISSING } : { principal: anonymous };
  }
  const result = await authenticate(credential.key, address === undefined ? {} : { address });
  return result.ok ? { principal: result.principal } : { problem: CREDENTIAL_INVALID };
}

/** Host and origin: whether this is a request for us, from somebody who may ask. */
function judgeTarget(req: IncomingMessage, policy: GatePolicy): Problem | undefined {
  // An absolute target outranks `Host` for some readers and not for others (RFC 9112 §3.2.2).
  if (!req.url?.startsWith('/')) return requestAmbiguous('The target must be a path.');
  const [host, ...moreHosts] = headerLines(req, 'host');
  if (host === undefined || moreHosts.length > 0) {
    return requestAmbiguous('Exactly one Host header is needed.');
  }
  if (!policy.hostAllowed(host)) return HOST_NOT_ALLOWED;
  const [origin, ...moreOrigins] = headerLines(req, 'origin');
  if (origin === undefined) return undefined;
  if (moreOrigins.length > 0 || !policy.originAllowed(origin, host)) return ORIGIN_NOT_ALLOWED;
  return undefined;
}
