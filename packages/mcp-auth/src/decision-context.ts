/** Circumstances of an act, for the audit trail and for consent. */
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
  /**
   * What the owner said, by another way than this call, to this very act; absent = nothing yet. Who
   * approves has also confirmed, not the other way round.
   */
  readonly approved?: boolean;
  /**
   * It is asked again and again on somebody's behalf while they look, and the trail has another line
   * for that: their sign-in. Then an allowed `read` leaves none. Denials and everything riskier do.
   */
  readonly isRoutine?: boolean;
}
