import { type AuditSink, isMcpAuthError, type Logger } from '@gatehouse/core';
import { callHook, type Hooks } from './hooks.js';
import type { SecurityPolicy } from './security-level.js';

/** Where there is no trail: everything counts as written. */
export const NO_AUDIT: AuditSink = {
  note: () => undefined,
  record: () => Promise.resolve(),
  state: () => 'writing',
};

/** A sink that tells a hook of every event that passes. */
export function hookedSink(sink: AuditSink, onEvent: Hooks['onEvent'], logger: Logger): AuditSink {
  if (onEvent === undefined) return sink;
  return {
    note(event) {
      callHook(onEvent, event, 'onEvent', logger);
      sink.note(event);
    },
    record(event) {
      callHook(onEvent, event, 'onEvent', logger);
      return sink.record(event);
    },
    state: () => sink.state(),
  };
}

/**
 * A sink that does as the security level says while the trail cannot be written: at a level that
 * goes on, `record` warns instead of failing, and whoever waits for it goes on as well.
 */
export function leveledSink(
  sink: AuditSink,
  policy: Pick<SecurityPolicy, 'auditUnavailable'>,
  logger: Logger,
): AuditSink {
  if (policy.auditUnavailable !== 'warn') return sink;
  return {
    note: (event) => sink.note(event),
    async record(event) {
      try {
        await sink.record(event);
      } catch (error) {
        if (!isMcpAuthError(error)) throw error;
        logger.warn('an event is not in the audit trail', { type: event.type, code: error.code });
      }
    },
    // Whoever looks before an act, as the life of keys does, is not to wait either.
    state: () => 'writing',
  };
}
