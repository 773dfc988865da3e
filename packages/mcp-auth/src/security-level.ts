import { compileAddressList } from '@gatehouse/core';
import type { ConsentDefaults } from '@gatehouse/rbac';

/** How careful the framework is, from least to most (DESIGN §4). */
export const SECURITY_LEVELS = ['development', 'staging', 'production'] as const;

/** One of {@link SECURITY_LEVELS}. */
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

/** What one security level means: one column of the table in DESIGN §4. */
export interface SecurityPolicy {
  readonly level: SecurityLevel;
  /** `false`: a caller from this machine who presents no key acts as a named development admin. */
  readonly credentialNeeded: boolean;
  /** Plain HTTP on an address that other machines reach. See {@link bindingProblem}. */
  readonly plainHttp: 'refuse' | 'warn' | 'needs-trusted-proxy';
  /** Expiry of keys that are not admin keys; absent: they need none. */
  readonly keyLifetime?: {
    readonly maxLifetimeDays: number;
    readonly onExceeded: 'warn' | 'refuse';
  };
  /** What request limits are multiplied by. */
  readonly requestLimitFactor: number;
  /** What is confirmed or approved each time, where neither the host nor a key's permissions say otherwise. */
  readonly consent: ConsentDefaults;
  /** Whether `access` needs a grant of its own for every role, admin included. */
  readonly explicitAccess: boolean;
  /** What goes on while the audit trail cannot be written. */
  readonly auditUnavailable: 'warn' | 'refuse-writes' | 'refuse-everything';
  /** What clients learn of an error. */
  readonly errorDetail: 'full' | 'code-and-message';
}

const POLICIES: Readonly<Record<SecurityLevel, SecurityPolicy>> = {
  development: {
    level: 'development',
    credentialNeeded: false,
    plainHttp: 'refuse',
    requestLimitFactor: 10,
    consent: { access: 'confirm' },
    explicitAccess: false,
    auditUnavailable: 'warn',
    errorDetail: 'full',
  },
  staging: {
    level: 'staging',
    credentialNeeded: true,
    plainHttp: 'warn',
    keyLifetime: { maxLifetimeDays: 365, onExceeded: 'warn' },
    requestLimitFactor: 1,
    consent: { access: 'confirm' },
    explicitAccess: false,
    auditUnavailable: 'refuse-writes',
    errorDetail: 'code-and-message',
  },
  production: {
    level: 'production',
    credentialNeeded: true,
    plainHttp: 'needs-trusted-proxy',
    keyLifetime: { maxLifetimeDays: 365, onExceeded: 'refuse' },
    requestLimitFactor: 1,
    consent: { access: 'confirm' },
    explicitAccess: true,
    auditUnavailable: 'refuse-everything',
    errorDetail: 'code-and-message',
  },
};

/** Whether a value names a security level. Names are exact: `Production` is none. */
export function isSecurityLevel(value: unknown): value is SecurityLevel {
  return SECURITY_LEVELS.some((level) => level === value);
}

/** @returns What a level means. The object is shared and must not be changed. */
export function securityPolicy(level: SecurityLevel): SecurityPolicy {
  return POLICIES[level];
}

/**
 * The level of a server that names none: `staging` where only this machine reaches it, `production`
 * elsewhere. `development` is never a default.
 *
 * @param host - Where the server listens; `undefined` = it does not (stdio).
 */
export function defaultSecurityLevel(host: string | undefined): SecurityLevel {
  return host === undefined || isLoopbackHost(host) ? 'staging' : 'production';
}

/** Where a server listens, and what stands in front. */
export interface Binding {
  /** Address or name as it is given to `listen`: `127.0.0.1`, `::1`, `localhost`, `0.0.0.0`. */
  readonly host: string;
  /** Whether the server itself speaks TLS. */
  readonly tls: boolean;
  /** Whether a proxy that speaks TLS stands in front, and the gate is told its address. */
  readonly trustedProxy: boolean;
}

/** A sentence for people, and whether to start all the same. */
export type BindingProblem = { readonly refuse: string } | { readonly warn: string };

/**
 * Judges where a server is about to listen. Call it before `listen`.
 *
 * @returns `refuse`: do not listen; `warn`: tell the operator; `undefined`: fine.
 */
export function bindingProblem(level: SecurityLevel, binding: Binding): BindingProblem | undefined {
  const { host, tls, trustedProxy } = binding;
  if (isLoopbackHost(host)) return undefined;
  if (level === 'development') {
    return {
      refuse: `Security level development asks nobody for a key, so it listens on this machine only, not on ${host}.`,
    };
  }
  if (tls || trustedProxy) return undefined;
  if (POLICIES[level].plainHttp === 'warn') {
    return { warn: `Keys travel unencrypted to ${host}: put TLS in front.` };
  }
  return {
    refuse: `Security level ${level} does not send keys unencrypted to ${host}: use TLS, or name the trusted proxy that does.`,
  };
}

const LOOPBACK = compileAddressList(['127.0.0.0/8', '::1']);

/** `localhost` and the loopback addresses (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3); no other name. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === 'localhost' || LOOPBACK.allows(host.replace(/^\[(.*)\]$/s, '$1'));
}
