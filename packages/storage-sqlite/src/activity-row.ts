import type { ActivityCount, EpochMs } from '@gatehouse/core';
import { ACTIVITY_BOUNDS_MS } from '@gatehouse/core';
import type { SqlValue } from './driver.js';

/** One column for each bucket, named by its bound. */
const LATENCY_COLUMNS: readonly string[] = [
  ...ACTIVITY_BOUNDS_MS.map((bound) => `ms_${bound}`),
  'ms_more',
];

const SUMMED: readonly string[] = ['requests', 'denied', 'failed', ...LATENCY_COLUMNS];
const PLACE = 'at = ? AND span_ms = ? AND principal = ? AND act = ?';

/** All columns, in the order of {@link ActivityRow}. */
const COLUMNS: string = ['at', 'span_ms', 'principal', 'act', ...SUMMED].join(', ');

/** A row as it is read. */
export type ActivityRow = readonly [
  at: EpochMs,
  spanMs: number,
  principalId: string,
  act: string,
  requests: number,
  denied: number,
  failed: number,
  ...latencies: number[],
];

/** The sums stay in the range of exact numbers. */
const ADDED = SUMMED.map((name) => `${name} = min(${name} + ?, ${Number.MAX_SAFE_INTEGER})`);

type Name = 'add' | 'insert' | 'pairs' | 'read' | 'older' | 'forgetOlder' | 'prune';

/** The statements of the table. */
export const ACTIVITY_SQL: Readonly<Record<Name, string>> = {
  /** Takes {@link sumsOf} and {@link placeOf}. */
  add: `UPDATE activity SET ${ADDED.join(', ')} WHERE ${PLACE}`,
  /** Takes {@link placeOf} and {@link sumsOf}. */
  insert: `INSERT INTO activity (${COLUMNS}) VALUES (?, ?, ?, ?, ${SUMMED.map(() => '?').join(', ')})`,
  /** Pairs of a span, without those that are counted together. Takes at, width, and `other` twice. */
  pairs:
    'SELECT count(*) FROM activity WHERE at = ? AND span_ms = ? AND NOT (principal = ? AND act = ?)',
  /** Takes from, to, and twice each what principal and act have to be, or null. */
  read: `SELECT ${COLUMNS} FROM activity WHERE at >= ? AND at < ?
    AND (? IS NULL OR principal = ?) AND (? IS NULL OR act = ?)
    ORDER BY at, span_ms, principal, act`,
  /** Takes the width of a span and an end. */
  older: `SELECT ${COLUMNS} FROM activity WHERE span_ms = ? AND at < ? ORDER BY at, principal, act`,
  forgetOlder: 'DELETE FROM activity WHERE span_ms = ? AND at < ?',
  prune: 'DELETE FROM activity WHERE at < ?',
};

/** Where a count stands in the table. */
export function placeOf({ at, spanMs, principalId, act }: ActivityCount): readonly SqlValue[] {
  return [at, spanMs, principalId, act];
}

/** What of a count is added up. */
export function sumsOf(count: ActivityCount): readonly SqlValue[] {
  return [count.requests, count.denied, count.failed, ...count.latencies];
}

export function countOf(row: ActivityRow): ActivityCount {
  const [at, spanMs, principalId, act, requests, denied, failed, ...latencies] = row;
  return { at, spanMs, principalId, act, requests, denied, failed, latencies };
}
