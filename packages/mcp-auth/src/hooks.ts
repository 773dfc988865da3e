import type { Action, AuditEvent, Decision, Logger, Principal } from '@gatehouse/core';
import type { DecisionContext } from './decision-context.js';

/** A decision and what it was about, for the host. */
export interface DecisionReport {
  readonly principal: Principal;
  readonly action: Action;
  readonly decision: Decision;
  readonly context: DecisionContext;
}

/** What a host may hear of. A hook that throws is logged and changes no answer. */
export interface Hooks {
  /** Called with each decision about a call, before it is answered; not for entries of lists. */
  readonly onDecision?: (report: DecisionReport) => void;
  /** Called with each event on its way to the audit trail, also where there is no trail. */
  readonly onEvent?: (event: AuditEvent) => void;
}

/** Calls a hook, if there is one. Whatever it does, the caller goes on. */
export function callHook<Value>(
  hook: ((value: Value) => unknown) | undefined,
  value: Value,
  name: keyof Hooks,
  logger: Logger,
): void {
  if (hook === undefined) return;
  const failed = (error: unknown): void =>
    logger.error('a hook failed', {
      hook: name,
      error: error instanceof Error ? error.name : typeof error,
    });
  try {
    // A hook may be asynchronous: its rejection would otherwise end the process.
    Promise.resolve(hook(value)).catch(failed);
  } catch (error) {
    failed(error);
  }
}
