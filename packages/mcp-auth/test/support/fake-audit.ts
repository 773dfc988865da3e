import { type AuditEvent, type AuditSink, McpAuthError } from '@gatehouse/core';

/** A trail in memory that fails when a test says so. */
export interface FakeAudit extends AuditSink {
  readonly noted: AuditEvent[];
  readonly recorded: AuditEvent[];
  /** From now on nothing can be written. */
  fail(): void;
  clear(): void;
  /** Runs before an event counts as recorded. */
  onRecord: () => Promise<void>;
}

export function fakeAudit(): FakeAudit {
  const noted: AuditEvent[] = [];
  const recorded: AuditEvent[] = [];
  let state: ReturnType<AuditSink['state']> = 'writing';
  return {
    noted,
    recorded,
    onRecord: () => Promise.resolve(),
    note: (event) => void noted.push(event),
    async record(event) {
      if (state === 'failing') {
        throw new McpAuthError('ERR_MCPAUTH_AUDIT_UNAVAILABLE', 'The disk is full.', {
          location: 'memory',
          problem: 'full',
        });
      }
      await this.onRecord();
      recorded.push(event);
    },
    state: () => state,
    fail() {
      state = 'failing';
    },
    clear() {
      noted.length = 0;
      recorded.length = 0;
    },
  };
}
