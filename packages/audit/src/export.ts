import type { AuditRecord } from '@gatehouse/core';
import type { FoundRecord } from './query.js';
import { escapeUnsafe } from './safe-text.js';

const COLUMNS = [
  'sequence',
  'at',
  'type',
  'actor',
  'actor kind',
  'actor role',
  'outcome',
  'target',
  'address',
  'request id',
  'session id',
  'user agent',
  'reason',
  'details',
];

/**
 * What spreadsheets take for a formula: also behind blanks, and in the full-width forms, which some
 * turn into plain ones.
 */
const FORMULA = /^(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;

/** One cell: quoted, on one line, and never a formula (OWASP, CSV injection). */
function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${escapeUnsafe(harmless).replaceAll('"', '""')}"`;
}

function row(cells: readonly (string | undefined)[]): string {
  return `${cells.map((text) => cell(text ?? '')).join(',')}\r\n`;
}

function csvRow(record: AuditRecord): string {
  const { sequence, at, type, actor, outcome, target, address } = record;
  const { requestId, sessionId, userAgent, reason, details } = record;
  return row([
    String(sequence),
    new Date(at).toISOString(),
    type,
    actor.id,
    actor.kind,
    actor.role,
    outcome,
    target,
    address,
    requestId,
    sessionId,
    userAgent,
    reason,
    details === undefined ? undefined : JSON.stringify(details),
  ]);
}

/** Records as text, piece by piece. */
export async function* exportRecords(
  format: 'jsonl' | 'csv',
  records: AsyncIterable<FoundRecord>,
): AsyncGenerator<string> {
  if (format === 'csv') {
    yield row(COLUMNS);
  }
  for await (const { record, text } of records) {
    yield format === 'csv' ? csvRow(record) : `${text}\n`;
  }
}
