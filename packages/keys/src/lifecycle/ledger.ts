import type {
  AuditActor,
  AuditEvent,
  AuditEventType,
  AuditSink,
  AuditValue,
  KeyId,
  KeyRecord,
  KeyStoreEvent,
  Logger,
} from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import type { Actor } from '../types.js';

/** What can happen to a key through the manager. */
export type KeyEventType = Exclude<
  Extract<AuditEventType, `key.${string}`>,
  'key.changed-outside' | 'key.notice'
>;

const MESSAGES: Readonly<Record<KeyEventType, string>> = {
  'key.created': 'a key was made',
  'key.updated': 'a key was changed',
  'key.enabled': 'a key was enabled',
  'key.disabled': 'a key was disabled',
  'key.rotated': 'a key was replaced',
  'key.revoked': 'a key was revoked',
  'key.deleted': 'a key was deleted',
};

/** An act before it is done. */
export interface Act {
  readonly type: KeyEventType;
  readonly actor: Actor;
  /** Absent where the act makes the key, or is about several. */
  readonly target?: KeyId;
}

/** What else an event tells: names of fields, ids, numbers; never what could be a secret. */
export type Details = Readonly<Record<string, AuditValue>>;

/** Writes to log and audit trail what happens to keys. */
export interface Ledger {
  /**
   * Runs an act. One that is refused or fails is noted; one that is done calls {@link Ledger.done}.
   *
   * @throws `ERR_MCPAUTH_AUDIT_UNAVAILABLE` before anything is changed, while the trail cannot be
   *   written; what `run` throws.
   */
  perform<T>(act: Act, run: () => Promise<T>): Promise<T>;
  /**
   * Records what was done, and waits until that is durable. Never throws: what is done is done. An
   * event that could not be written is queued, and the logger is told.
   */
  done(type: KeyEventType, record: KeyRecord, actor: Actor, details?: Details): Promise<void>;
  /** Notes a key that was made, whose secret nobody got, and that could not be removed again. */
  leftOver(record: KeyRecord, actor: Actor): void;
  /** Notes what another process, or a person with an editor, changed. */
  changedOutside(event: KeyStoreEvent): void;
  /** @throws `ERR_MCPAUTH_AUDIT_UNAVAILABLE` while the trail cannot be written. */
  assertWritable(): void;
}

function auditActor({ id, principal }: Actor): AuditActor {
  return principal === undefined
    ? { id, kind: 'local' }
    : { id, kind: principal.kind, role: principal.role };
}

function eventBy(actor: Actor, event: Omit<AuditEvent, 'actor'>): AuditEvent {
  const { address, requestId } = actor;
  return {
    ...event,
    actor: auditActor(actor),
    ...(address === undefined ? {} : { address }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** How a thrown error stands in the trail; `undefined` = not at all: a caller's mistake is no act. */
function outcomeOf(error: unknown): Pick<AuditEvent, 'outcome' | 'reason'> | undefined {
  if (!isMcpAuthError(error)) {
    return undefined;
  }
  switch (error.code) {
    case 'ERR_MCPAUTH_KEY_REFUSED':
      return { outcome: 'denied', reason: error.details.rule };
    case 'ERR_MCPAUTH_KEY_NOT_FOUND':
      return undefined;
    default:
      return { outcome: 'failed', reason: error.code };
  }
}

/** @param audit - Absent = there is no trail, and nothing waits for one. */
export function createLedger(audit: AuditSink | undefined, logger: Logger): Ledger {
  function assertWritable(): void {
    if (audit?.state() === 'failing') {
      throw new McpAuthError(
        'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
        'The audit trail cannot be written, so no key is changed. Mend it and try again.',
        { location: 'audit', problem: 'it is failing' },
      );
    }
  }

  function noteFailure({ type, actor, target }: Act, error: unknown): void {
    const outcome = outcomeOf(error);
    if (outcome !== undefined) {
      const { reason } = outcome;
      logger.warn('an act on a key was not done', { type, keyId: target, by: actor.id, reason });
      audit?.note(
        eventBy(actor, { type, ...outcome, ...(target === undefined ? {} : { target }) }),
      );
    }
  }

  async function record(event: AuditEvent): Promise<void> {
    try {
      await audit?.record(event);
    } catch (error) {
      const problem = isMcpAuthError(error) ? error.code : 'unknown';
      const { type, target } = event;
      logger.error('what was done to a key is not in the audit trail yet', {
        type,
        keyId: target,
        problem,
      });
      audit?.note(event);
    }
  }

  return {
    assertWritable,
    async perform(act, run) {
      assertWritable();
      try {
        return await run();
      } catch (error) {
        noteFailure(act, error);
        throw error;
      }
    },
    async done(type, { id, name, role }, actor, details = {}) {
      logger.info(MESSAGES[type], { keyId: id, role, by: actor.id });
      await record(
        eventBy(actor, {
          type,
          outcome: 'success',
          target: id,
          details: { name, role, ...details },
        }),
      );
    },
    leftOver({ id, role }, actor) {
      logger.error('a key that nobody holds is left over: delete it', { keyId: id, role });
      const event = { type: 'key.created', outcome: 'failed', reason: 'left-over' } as const;
      audit?.note(eventBy(actor, { ...event, target: id }));
    },
    changedOutside({ type, id }) {
      audit?.note({
        type: 'key.changed-outside',
        actor: { id: 'unknown', kind: 'outside' },
        outcome: 'success',
        target: id,
        details: { change: type },
      });
    },
  };
}
