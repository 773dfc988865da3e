import type { AuditActor, AuditEvent } from '@gatehouse/core';

/** The log itself, in events about the trail. */
const SELF: AuditActor = { id: 'audit-log', kind: 'system' };

/** The first event of each process that writes. */
export const OPENED: AuditEvent = { type: 'audit.opened', actor: SELF, outcome: 'success' };

/** The last one of a process that closes its log. */
export const CLOSED: AuditEvent = { type: 'audit.closed', actor: SELF, outcome: 'success' };

/** After a crash: lines that the head did not know, and whether half a line was cut off. */
export function repaired(unconfirmed: number, torn: boolean): AuditEvent {
  return {
    type: 'audit.repaired',
    actor: SELF,
    outcome: 'success',
    details: { unconfirmed, torn },
  };
}

/** Events that are not in the trail: notes that were dropped, records whose callers were told. */
export interface Lost {
  readonly dropped: number;
  readonly rejected: number;
}

export function lostEvent({ dropped, rejected }: Lost): AuditEvent {
  return {
    type: 'audit.dropped',
    actor: SELF,
    outcome: 'failed',
    reason: 'audit-unavailable',
    details: { dropped, rejected },
  };
}

export function prunedEvent(removed: number): AuditEvent {
  return { type: 'audit.pruned', actor: SELF, outcome: 'success', details: { removed } };
}

export function rekeyedEvent(keyId: string): AuditEvent {
  return { type: 'audit.rekeyed', actor: SELF, outcome: 'success', details: { keyId } };
}
