import {
  type Logger,
  McpAuthError,
  type Principal,
  type RandomBytes,
  silentLogger,
  systemRandomBytes,
} from '@gatehouse/core';
import type { Authenticate } from '../authentication.js';
import type { SecurityPolicy } from '../security-level.js';
import { type HostCheck, hostCheck } from './hosts.js';
import { type OriginCheck, originCheck } from './origins.js';
import { type ProxyCheck, proxyCheck } from './trusted-proxies.js';

/** What a gate needs of the framework; a `McpAuth` is one. */
export interface GateAuth {
  readonly authenticate: Authenticate;
  /** Decides about plain HTTP from other machines. Absent: nothing is said about it. */
  readonly level?: Pick<SecurityPolicy, 'plainHttp'>;
  /** What {@link GateOptions.maxRequestBytes} is by default. */
  readonly maxRequestBytes?: number;
}

/** How a gate decides. */
export interface GateOptions {
  /**
   * Host names beside `localhost`, `127.0.0.1` and `[::1]` that clients reach this server by:
   * `home.example` (any port) or `home.example:8443`.
   */
  readonly allowedHosts?: readonly string[];
  /** Origins of pages that may call, beside this machine's and the server's own. */
  readonly allowedOrigins?: readonly string[];
  /**
   * Whether the gate answers CORS preflights of allowed origins, which carry no key, and lets their
   * scripts read its answers. Default: `false`, for hosts that have no browser clients or do it
   * themselves, in front of the gate.
   */
  readonly cors?: boolean;
  /**
   * Addresses and CIDR networks of the reverse proxies in front. Only from them `X-Forwarded-For`,
   * `Forwarded` and `X-Request-Id` are believed; name only proxies that set them. Default: none.
   */
  readonly trustedProxies?: readonly string[];
  /**
   * Further headers that are believed of trusted proxies: `host` is `X-Forwarded-Host`, `proto` is
   * `X-Forwarded-Proto`. Default: none, since many proxies pass on what a client made up.
   */
  readonly trustForwarded?: readonly ('host' | 'proto')[];
  /**
   * Bytes that the body of a request may have; an integer ≥ 0. Default: `maxRequestBytes` of
   * `createMcpAuth`, else 1 MiB.
   */
  readonly maxRequestBytes?: number;
  /**
   * Who acts when a request carries no key at all; a wrong key is still refused. For development on
   * one machine: everybody who reaches the server gets in. Default: what `authenticate` says.
   */
  readonly anonymous?: Principal;
  /** Shown in the challenge; printable ASCII without `"` and `\`. Default: `mcp`. */
  readonly realm?: string;
  /** For request ids. */
  readonly random?: RandomBytes;
  readonly logger?: Logger;
}

/** Options with their defaults, checked and compiled. */
export interface GatePolicy {
  readonly hostAllowed: HostCheck;
  readonly originAllowed: OriginCheck;
  readonly isProxy: ProxyCheck;
  readonly trustsHost: boolean;
  readonly trustsProto: boolean;
  readonly cors: boolean;
  /** What happens to a request that came over a network without TLS. */
  readonly plainHttp: 'allow' | 'refuse';
  /** Tells the operator once that one was let in. */
  readonly warnOfPlainHttp: () => void;
  readonly maxRequestBytes: number;
  readonly realm: string;
  readonly anonymous: Principal | undefined;
  readonly random: RandomBytes;
  readonly logger: Logger;
}

const DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

/**
 * Checks the options of a gate.
 *
 * @throws `McpAuthError` with `ERR_MCPAUTH_CONFIG_INVALID` that lists all unusable options.
 */
export function gatePolicy(auth: GateAuth, options: GateOptions): GatePolicy {
  const problems: string[] = [];
  const logger = options.logger ?? silentLogger;
  const trusted = options.trustForwarded ?? [];
  const policy: GatePolicy = {
    hostAllowed: hostCheck(options.allowedHosts ?? [], problems),
    originAllowed: originCheck(options.allowedOrigins ?? [], problems),
    isProxy: proxyCheck(options.trustedProxies ?? [], problems),
    trustsHost: trusted.includes('host'),
    trustsProto: trusted.includes('proto'),
    cors: options.cors ?? false,
    plainHttp: ['refuse', 'needs-trusted-proxy'].includes(auth.level?.plainHttp ?? 'warn')
      ? 'refuse'
      : 'allow',
    warnOfPlainHttp: once(() =>
      logger.warn('keys reach this server over a network without TLS: put TLS in front'),
    ),
    maxRequestBytes: options.maxRequestBytes ?? auth.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES,
    realm: options.realm ?? 'mcp',
    anonymous: options.anonymous,
    random: options.random ?? systemRandomBytes,
    logger,
  };
  if (trusted.some((header) => header !== 'host' && header !== 'proto')) {
    problems.push("trustForwarded: must name 'host', 'proto' or both");
  }
  if (trusted.length > 0 && (options.trustedProxies ?? []).length === 0) {
    problems.push('trustForwarded: has a meaning only with trustedProxies');
  }
  if (!Number.isSafeInteger(policy.maxRequestBytes) || policy.maxRequestBytes < 0) {
    problems.push('maxRequestBytes: must be an integer ≥ 0');
  }
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

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
