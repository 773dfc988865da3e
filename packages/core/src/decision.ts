import type { Action } from './action.js';
import type { Principal } from './principal.js';

/** Why not. A closed union: callers switch on it. */
export type DenyReason =
  /** No role of this name exists. */
  | 'unknown-role'
  /** The role does not reach this risk class. */
  | 'role'
  /** A permission with `!` names it: deny wins. */
  | 'denied'
  /** The principal's permissions do not include it. */
  | 'not-granted'
  /** `access` needs an explicit grant, and there is none. */
  | 'needs-grant'
  /** A person has to confirm it, and nobody did. */
  | 'not-confirmed'
  /** The owner has to approve it, and has not, or there is nobody to ask. */
  | 'not-approved'
  /** A target lies outside the principal's devices and rooms. */
  | 'target'
  /** The principal has expired. */
  | 'expired'
  /** The audit trail cannot be written, and the security level then refuses it. */
  | 'audit-unavailable';

/**
 * How something allowed happens, from the least strict to the strictest: at once; once a person at
 * the client has confirmed this very act; once the owner has approved it elsewhere.
 */
export const CONSENTS = ['allow', 'confirm', 'approve'] as const;

/** One of {@link CONSENTS}. */
export type Consent = (typeof CONSENTS)[number];

/** A consent that somebody has to give. */
export type NeededConsent = Exclude<Consent, 'allow'>;

/** The answer to "may they?". A denial is a value, never thrown (rule 5). */
export type Decision =
  | {
      readonly allow: true;
      /**
       * Only once this very act was confirmed, or approved. Whoever cannot ask treats it as a denial
       * (`not-confirmed`, `not-approved`).
       */
      readonly consent?: NeededConsent;
    }
  | {
      readonly allow: false;
      readonly reason: DenyReason;
      /** What would have been needed, in words for the caller: a role, a permission, a grant. */
      readonly needs?: string;
      readonly retryAfterSeconds?: number;
    };

/** One function answers what is listed and what may be called (rule 1). */
export type Authorize = (principal: Principal, action: Action) => Decision;

/** The decision that allows. */
export const ALLOW: Decision = { allow: true };
