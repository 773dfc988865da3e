import type { AuditEvent, AuditEventType, AuditSink } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';

/** An audit sink in memory that keeps what it is told, and fails when it is told to. */
export interface RecordingAuditSink extends AuditSink {
  /** What was written so far, in order. */
  readonly events: readonly AuditEvent[];
  /** @returns The events of one type, in order. */
  ofType(type: AuditEventType): AuditEvent[];
  /** Everything as one text, to search it for secrets that must not be there. */
  text(): string;
  /** From now on writes fail: `record` rejects, and what is noted waits. */
  fail(): void;
  /** Writes succeed again, and what waits is written. */
  mend(): void;
  clear(): void;
}

const LOCATION = 'memory';

/** @returns A sink with no events yet. */
export function createRecordingAuditSink(): RecordingAuditSink {
  const events: AuditEvent[] = [];
  let waiting: AuditEvent[] = [];
  let broken = false;
  let state: 'writing' | 'failing' = 'writing';

  function write(event: AuditEvent): boolean {
    if (broken) {
      state = 'failing';
    } else {
      events.push(event);
    }
    return !broken;
  }
  return {
    events,
    note(event) {
      if (!write(event)) {
        waiting.push(event);
      }
    },
    async record(event) {
      if (!write(event)) {
        throw new McpAuthError(
          'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
          'The audit trail cannot be written: the test told it to fail.',
          { location: LOCATION, problem: 'told to fail' },
        );
      }
    },
    state: () => state,
    ofType: (type) => events.filter((event) => event.type === type),
    text: () => JSON.stringify(events),
    fail() {
      broken = true;
    },
    mend() {
      broken = false;
      events.push(...waiting);
      waiting = [];
      state = 'writing';
    },
    clear() {
      events.length = 0;
      waiting = [];
    },
  };
}
