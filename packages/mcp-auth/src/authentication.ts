import type { LimitResult, Principal } from '@gatehouse/core';

/** The text of a key as a caller presented it, or `undefined` when there was none. */
export type Credential = string | undefined;

/** Where a credential came from. All of it is for limits, allow-lists and the audit trail. */
export interface Caller {
  /** IP address of the caller, IPv4-mapped ones as IPv4; absent when there is none (stdio). */
  readonly address?: string;
  /** Names the request in the audit trail; what a client sent is cut and cleaned on the way in. */
  readonly requestId?: string;
  readonly userAgent?: string;
  readonly transport?: 'http' | 'ws' | 'stdio';
}

/**
 * Who is asking, or why nobody is let in.
 *
 * An unknown, disabled, expired, idle, revoked or malformed key and one used from a wrong address
 * all answer alike: whoever tries keys learns nothing about those that exist (ASVS 6.3.8). The real
 * reason goes to the audit trail. A lockout depends on the address and on the id that was claimed,
 * never on whether a key of that id exists.
 */
export type Authentication =
  | {
      readonly ok: true;
      readonly principal: Principal;
      /** How the request limit stands after this request, for RateLimit headers. */
      readonly limit?: LimitResult;
    }
  | { readonly ok: false; readonly status: 401; readonly reason: 'missing' | 'invalid' }
  | {
      readonly ok: false;
      readonly status: 429;
      readonly reason: 'rate-limited' | 'locked-out';
      /** Seconds until another attempt is looked at; an integer ≥ 1, for `Retry-After`. */
      readonly retryAfterSeconds: number;
      readonly limit?: LimitResult;
    }
  /** The audit trail cannot be written and the security level then lets nobody in. */
  | { readonly ok: false; readonly status: 503; readonly reason: 'audit-unavailable' };

/**
 * Turns a credential into a principal (rule 1).
 *
 * @throws `McpAuthError` when a store cannot be read; never for what a caller sent.
 */
export type Authenticate = (credential: Credential, from?: Caller) => Promise<Authentication>;
