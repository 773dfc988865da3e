import type { DenyReason } from '@gatehouse/core';
import { errorText, type ToolError, type ToolErrorCode } from '../tool-error.js';

/** What became of one target (rule 8). */
export const ITEM_OUTCOMES = [
  /** The house reported a change of state. */
  'changed',
  /** Nothing changed because it was already as wanted. */
  'already',
  /** Accepted by the Miniserver; the caller did not want to wait for a state. */
  'accepted',
  /** Checked and allowed, not sent: a dry run. */
  'planned',
  /** Accepted by the Miniserver; no state changed within the wait. */
  'unchanged',
  /** The Miniserver said no. */
  'refused',
  /** Not sent: no live connection. */
  'offline',
  /** Sent; nobody knows what became of it. */
  'unknown',
  /** Not sent: the caller may not. */
  'denied',
  /** Not sent: this control of a selected group cannot do it. */
  'skipped',
  /** Not sent: the call was ended before. */
  'cancelled',
] as const;

/** One of {@link ITEM_OUTCOMES}. */
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number];

/** One target of a command, and what became of it. */
export interface Item {
  readonly id: string;
  /** `Name [Room]`. */
  readonly label: string;
  readonly outcome: ItemOutcome;
  /** One clause: `now 45 %`. */
  readonly detail: string;
  /** How the house reports it after the command. */
  readonly state?: string;
}

const SUCCESSES: ReadonlySet<ItemOutcome> = new Set(['changed', 'already', 'accepted', 'planned']);

/** Whether what was asked for was done, or is known to have been so already. */
export function isSuccess({ outcome }: Item): boolean {
  return SUCCESSES.has(outcome);
}

/** Makes an item. */
export function item(
  of: { readonly id: string; readonly label: string },
  outcome: ItemOutcome,
  detail: string,
  state?: string,
): Item {
  return {
    id: of.id,
    label: of.label,
    outcome,
    detail,
    ...(state !== undefined && { state }),
  };
}

/** A control of a group that cannot do what the others can. */
export function skipped(
  of: { readonly id: string; readonly label: string },
  error: ToolError,
): Item {
  return item(of, 'skipped', `skipped: ${errorText(error)}`);
}

const DENIALS: Readonly<Record<DenyReason, string>> = {
  'unknown-role': 'the role of this key is not known',
  role: 'the role of this key does not reach it',
  denied: 'a permission of this key forbids it',
  'not-granted': 'this key has no permission for it',
  'needs-grant': 'it has to be granted expressly',
  'not-confirmed': 'a person has to confirm it',
  'not-approved': 'the owner has to approve it',
  target: 'it is not among the devices of this key',
  expired: 'this key has expired',
  'audit-unavailable': 'the audit trail cannot be written right now',
};

/** Why somebody may not, and what it would take. */
export function denialText(reason: DenyReason, needs: string | undefined): string {
  return needs === undefined
    ? `not allowed: ${DENIALS[reason]}`
    : `not allowed: ${DENIALS[reason]}; needs ${needs}`;
}

/** The code of an error about an item that did not succeed. */
export const CODE_OF_OUTCOME: Readonly<Record<ItemOutcome, ToolErrorCode>> = {
  changed: 'no_effect',
  already: 'no_effect',
  accepted: 'no_effect',
  planned: 'no_effect',
  unchanged: 'no_effect',
  refused: 'refused',
  offline: 'house_offline',
  unknown: 'outcome_unknown',
  denied: 'not_allowed',
  skipped: 'not_supported',
  cancelled: 'cancelled',
};
