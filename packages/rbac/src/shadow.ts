import type { Action, Authorize, Decision, Logger, Principal } from '@gatehouse/core';

/** An action that a candidate policy would have answered otherwise. */
export interface ShadowReport {
  readonly principal: Principal;
  readonly action: Action;
  /** What holds. */
  readonly enforced: Decision;
  /** What the candidate would have said. */
  readonly candidate: Decision;
}

/** Denials for different reasons come to the same for whoever asks. */
function differs(one: Decision, other: Decision): boolean {
  return one.allow && other.allow ? one.consent !== other.consent : one.allow !== other.allow;
}

/**
 * Decides by a candidate beside the policy in force, and reports where they differ. What is enforced
 * never depends on the candidate, nor on what becomes of the report.
 */
export function withShadow(
  enforced: Authorize,
  candidate: Authorize,
  onDifference: (report: ShadowReport) => unknown,
  logger: Logger,
): Authorize {
  function warn(): void {
    logger.warn('the report of a difference to the shadow policy failed');
  }

  function report(difference: ShadowReport): void {
    try {
      const reporting = onDifference(difference);
      if (reporting instanceof Promise) {
        reporting.catch(warn);
      }
    } catch {
      warn();
    }
  }

  return (principal, action) => {
    const decision = enforced(principal, action);
    const other = candidate(principal, action);
    if (differs(decision, other)) {
      report({ principal, action, enforced: decision, candidate: other });
    }
    return decision;
  };
}
