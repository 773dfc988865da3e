import type { ApprovalView } from './approval-state.js';

/** Why a request was not decided. */
export type ApprovalProblem =
  | 'unknown'
  /** Somebody was first, or it was too late. */
  | 'decided'
  | 'expired'
  /** Nobody approves what they ask for themselves, by whichever of their keys. */
  | 'own-request'
  | 'not-permitted'
  | 'audit-unavailable';

/** What became of an attempt to decide. */
export type ApprovalOutcome =
  | { readonly ok: true; readonly approval: ApprovalView }
  | {
      readonly ok: false;
      readonly reason: ApprovalProblem;
      /** A sentence for whoever tried. */
      readonly problem: string;
      readonly approval?: ApprovalView;
    };
