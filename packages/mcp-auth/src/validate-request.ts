import type { Action, Decision, LimitResult, NeededConsent, Principal } from '@gatehouse/core';
import type { Authenticate, Authentication, Caller } from './authentication.js';
import type { Decide } from './decide.js';
import { readCredentialOf } from './http/credential.js';
import type { HeaderLine } from './http/request-facts.js';

/** A request as a host without an adapter sees it. */
export interface AuthRequest extends Caller {
  /** The key. Goes before `headers`. */
  readonly apiKey?: string | undefined;
  /** Where to look for `Authorization: Bearer` and `X-API-Key`: a `Headers`, or what Node gives. */
  readonly headers?:
    | Headers
    | Readonly<Record<string, string | readonly string[] | undefined>>
    | undefined;
  /** What the caller wants to do; absent = only who they are is asked. */
  readonly action?: Action | undefined;
}

/** Whether a request is valid: its caller, and what they want. */
export type Validation =
  | {
      readonly valid: true;
      readonly principal: Principal;
      readonly limit?: LimitResult;
      /** Only once it was confirmed, or approved; see {@link Decide}. */
      readonly consent?: NeededConsent;
    }
  /** Nobody is let in; see {@link Authentication}. 400: the request carries two different keys, or none readable. */
  | (Omit<Extract<Authentication, { ok: false }>, 'ok'> & { readonly valid: false })
  | {
      readonly valid: false;
      readonly status: 400;
      readonly reason: 'ambiguous';
      readonly problem: string;
    }
  /** They are known, and may not do this. */
  | {
      readonly valid: false;
      readonly status: 403;
      readonly reason: 'denied';
      readonly principal: Principal;
      readonly decision: Extract<Decision, { allow: false }>;
    };

/**
 * Authenticates a request and, where it names an action, decides about it: both steps in one call,
 * for hosts that no adapter fits. It checks neither host nor origin, and reads no body.
 *
 * @throws `McpAuthError` when a store cannot be read; never for what a caller sent.
 */
export type ValidateRequest = (request: AuthRequest) => Promise<Validation>;

/** Makes {@link ValidateRequest}. */
export function createValidateRequest(parts: {
  readonly authenticate: Authenticate;
  readonly decide: Decide;
}): ValidateRequest {
  return async (request) => {
    const { apiKey, headers, action, ...caller } = request;
    const reading =
      apiKey === undefined
        ? readCredentialOf({ method: '', target: '', headers: linesIn(headers) })
        : ({ ok: true, key: apiKey } as const);
    if (!reading.ok) {
      return { valid: false, status: 400, reason: 'ambiguous', problem: reading.problem };
    }
    const authentication = await parts.authenticate(reading.key, caller);
    if (!authentication.ok) {
      const { ok: _, ...refused } = authentication;
      return { valid: false, ...refused };
    }
    const { principal, limit } = authentication;
    const valid = { valid: true, principal, ...(limit === undefined ? {} : { limit }) } as const;
    if (action === undefined) return valid;
    const decision = await parts.decide(principal, action, caller);
    if (!decision.allow)
      return { valid: false, status: 403, reason: 'denied', principal, decision };
    return decision.consent === undefined ? valid : { ...valid, consent: decision.consent };
  };
}

function linesIn(headers: AuthRequest['headers'] = {}): readonly HeaderLine[] {
  if (headers instanceof Headers) return [...headers.entries()];
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const values = typeof value === 'string' ? [value] : value;
    return values.map((line): HeaderLine => [name, line]);
  });
}
