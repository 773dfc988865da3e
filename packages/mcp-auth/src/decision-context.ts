/** Circumstances of an act, for the audit trail and for confirmation. */
export interface DecisionContext {
  readonly address?: string;
  readonly requestId?: string;
  readonly sessionId?: string;
  readonly userAgent?: string;
  /**
   * What a person answered after an earlier decision had asked for confirmation of this very act;
   * absent = nobody was asked.
   */
  readonly confirmed?: boolean;
}
