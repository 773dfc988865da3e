import type { Risk } from '@gatehouse/core';

/** Commands that somebody has to agree to before they are sent. */
export interface ConsentRequest {
  /** `confirm`: the person at the client · `approve`: the owner, who is not the one that asks. */
  readonly kind: 'confirm' | 'approve';
  /** Why: the rules for this key, or the number of devices. */
  readonly reason: 'policy' | 'bulk';
  readonly tool: string;
  /** The highest risk among the commands. */
  readonly risk: Risk;
  /** The exact arguments of the call, without the token: what is agreed to is this and nothing else. */
  readonly args: unknown;
  /** Ids of the devices that would be moved. */
  readonly devices: readonly string[];
  /** What would happen, one line for each device. */
  readonly effects: readonly string[];
  /** What the call presents as the answer to an earlier {@link ConsentAnswer}. */
  readonly token?: string;
}

/** Whether it was agreed to; else why not, and how it can be. */
export type ConsentAnswer =
  | { readonly given: true }
  | {
      readonly given: false;
      readonly code:
        | 'declined'
        | 'confirmation_required'
        | 'approval_pending'
        | 'approval_refused'
        | 'approval_expired'
        | 'unavailable';
      /** To be passed with the same arguments, once. */
      readonly token?: string;
      /** Epoch milliseconds. */
      readonly expiresAt?: number;
      /** Names the request to the owner. */
      readonly approvalId?: string;
    };

/** Asks for an agreement. */
export type AskConsent = (request: ConsentRequest) => Promise<ConsentAnswer>;
