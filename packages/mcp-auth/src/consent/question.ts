import type { EpochMs, NeededConsent, Principal, Risk } from '@gatehouse/core';
import type { DecisionContext } from '../decision-context.js';
import { redacted } from '../sdk/denial.js';

/** An act that somebody has to agree to before it happens. */
export interface ConsentQuestion {
  readonly principal: Principal;
  /** `confirm`: a person at the client · `approve`: the owner, who is not the one that asks. */
  readonly kind: NeededConsent;
  readonly tool: string;
  /** The exact arguments of the call, without {@link token}: what is agreed to is this and nothing else. */
  readonly args: unknown;
  /** What exactly would happen, one line each, for the person who is asked. */
  readonly effects: readonly string[];
  /** Why: the rules for this caller, or the number of things that it would touch. */
  readonly reason: 'policy' | 'bulk';
  readonly risk: Risk;
  readonly context: DecisionContext;
  /** What the call presents as the answer to an earlier `confirmation_required`. */
  readonly token?: string;
  /**
   * Asks the person at the client, where it can: `unavailable` = it cannot. A rejection is no answer,
   * and then nobody has agreed.
   */
  readonly elicit?: (message: string) => Promise<'accepted' | 'declined' | 'unavailable'>;
  readonly signal?: AbortSignal;
  /** How long the call may wait for the owner, in milliseconds; default 0. */
  readonly waitMs?: number;
}

/** Whether somebody agreed; else why not, and how they can. */
export type ConsentAnswer =
  | { readonly given: true }
  | {
      readonly given: false;
      readonly code: /** A person was asked and said no. */
        | 'declined'
        /** A person has to be asked by whoever calls, who then repeats the call with `token`. */
        | 'confirmation_required'
        /** The owner has to approve it; the same call then succeeds, once. */
        | 'approval_pending'
        | 'approval_refused'
        /** The owner did not answer, or the call came too late; `approvalId` is a new request. */
        | 'approval_expired'
        /** Nobody can be asked, or nobody answered. */
        | 'unavailable';
      /** Good for one call with the same arguments, until `expiresAt`. */
      readonly token?: string;
      readonly expiresAt?: EpochMs;
      /** Names the request to the owner. */
      readonly approvalId?: string;
    };

/** More lines than this say less, not more; the rest is counted. */
const MOST_EFFECTS = 200;
const LONGEST_EFFECT = 2_000;

/** Lines for a person: each on one line, cut, without keys and without marks that hide or turn text. */
export function shownEffects(effects: readonly string[]): readonly string[] {
  const shown = effects.slice(0, MOST_EFFECTS).map(shownLine);
  const more = effects.length - shown.length;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

function shownLine(text: string): string {
  const cut =
    text.length > LONGEST_EFFECT
      ? `${text.slice(0, LONGEST_EFFECT)}… (${text.length - LONGEST_EFFECT} more characters)`
      : text;
  return redacted(cut).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

/** What a person is asked. */
export function questionText({ principal, tool, effects }: ConsentQuestion): string {
  const who = shownLine(principal.name);
  const head = `${who} wants to use ${shownLine(tool)}:`;
  return [head, ...shownEffects(effects).map((line) => `- ${line}`), 'Let it happen?'].join('\n');
}
