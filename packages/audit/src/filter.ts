import type { AuditRecord } from '@gatehouse/core';
import type { AuditFilter } from './types.js';

/** All texts of a record, for searching. */
function textsOf(record: AuditRecord): readonly string[] {
  const { type, actor, outcome, target, address, requestId, sessionId, userAgent, reason } = record;
  const details = Object.entries(record.details ?? {}).flatMap(([name, value]) => [
    name,
    ...(typeof value === 'object' ? value : [String(value)]),
  ]);
  const fixed = [actor.id, actor.kind, actor.role, target, address, requestId, sessionId];
  return [type, outcome, ...fixed, userAgent, reason, ...details].filter(
    (text) => text !== undefined,
  );
}

/** @returns A test for what the conditions of a filter mean together. */
export function compileFilter(filter: AuditFilter): (record: AuditRecord) => boolean {
  const { actor, target, address, requestId, outcome, from = -Infinity, to = Infinity } = filter;
  const types = filter.types === undefined ? undefined : new Set<string>(filter.types);
  const text = filter.text?.toLowerCase();
  return (record) =>
    (types === undefined || types.has(record.type)) &&
    (actor === undefined || record.actor.id === actor) &&
    (target === undefined || record.target === target) &&
    (address === undefined || record.address === address) &&
    (requestId === undefined || record.requestId === requestId) &&
    (outcome === undefined || record.outcome === outcome) &&
    record.at >= from &&
    record.at < to &&
    (text === undefined || textsOf(record).some((own) => own.toLowerCase().includes(text)));
}
