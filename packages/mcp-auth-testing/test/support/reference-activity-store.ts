import type { ActivityCount, ActivityRange, ActivityStore } from '@gatehouse/core';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_SPAN_MS,
  ActivityTable,
  copyCounts,
  McpAuthError,
} from '@gatehouse/core';

/** Bugs that can be planted, to see the contract find them. */
export type ActivityFlaw =
  | 'empty-batch-counts'
  | 'drops-failed'
  | 'thirty-two-bits'
  | 'last-bucket-only'
  | 'newest-first'
  | 'includes-end'
  | 'ignores-act'
  | 'read-then-write'
  | 'keeps-objects'
  | 'keys-in-an-object'
  | 'keeps-names-as-they-are'
  | 'checks-nothing'
  | 'drops-too-many'
  | 'rolls-up-today'
  | 'reads-hours-that-overlap'
  | 'rolls-up-once'
  | 'prunes-by-span'
  | 'rolls-up-without-bound'
  | 'loses-latency-in-roll-up'
  | 'adds-half'
  | 'adds-despite-failure'
  | 'writes-on-close-only'
  | 'stale-copy'
  | 'resurrects'
  | 'rolls-up-a-copy'
  | 'open-after-close'
  | 'close-twice-throws'
  | 'refuses-and-adds-on-close';

/** What several handles share, as a file would be. */
export interface ActivityBacking {
  counts: readonly ActivityCount[];
  broken: boolean;
}

export function createActivityBacking(): ActivityBacking {
  return { counts: [], broken: false };
}

export const REFERENCE_PAIRS = 12;
const ALL: ActivityRange = { from: 0, to: Number.POSITIVE_INFINITY };

const closedError = (): McpAuthError =>
  new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'Closed.', { location: 'reference' });

const unavailable = (): McpAuthError =>
  new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'Full.', {
    location: 'reference',
    problem: 'full',
  });

function tableOf(counts: readonly ActivityCount[], maxPairs = REFERENCE_PAIRS): ActivityTable {
  const table = new ActivityTable(maxPairs);
  table.add(counts);
  return table;
}

function endOfDay({ at }: ActivityCount): number {
  return at - (at % ACTIVITY_DAY_MS) + ACTIVITY_DAY_MS;
}

/** A store in memory that keeps the contract, unless `flaws` says otherwise. */
export function createReferenceActivityStore(
  backing: ActivityBacking,
  ...flaws: readonly ActivityFlaw[]
): ActivityStore {
  const has = (flaw: ActivityFlaw): boolean => flaws.includes(flaw);
  const ownCopy = has('stale-copy') || has('writes-on-close-only') || has('resurrects');
  let copy = backing.counts;
  let closed = false;
  let rolledUp = false;

  function assertOpen(): void {
    if (closed && !has('open-after-close')) throw closedError();
  }
  function assertWritable(): void {
    if (backing.broken) throw unavailable();
  }
  const content = (): readonly ActivityCount[] => (ownCopy ? copy : backing.counts);
  function commit(counts: readonly ActivityCount[]): void {
    copy = counts;
    if (!has('writes-on-close-only')) backing.counts = counts;
  }
  function taken(counts: readonly ActivityCount[]): readonly ActivityCount[] {
    if (has('checks-nothing') || has('keeps-objects') || has('adds-half')) return counts;
    if (has('keeps-names-as-they-are')) {
      return copyCounts(counts).map((copied, index) => {
        const { principalId = '', act = '' } = counts[index] ?? {};
        return { ...copied, principalId, act };
      });
    }
    return copyCounts(counts);
  }
  function spoiled(count: ActivityCount, index: number): ActivityCount {
    const { latencies } = count;
    return {
      ...count,
      ...(has('drops-failed') && { failed: 0 }),
      ...(has('thirty-two-bits') && { requests: count.requests | 0 }),
      ...(has('last-bucket-only') && index > 0 && { latencies: latencies.map(() => 0) }),
    };
  }
  function withCounts(before: readonly ActivityCount[], more: readonly ActivityCount[]) {
    if (has('keeps-objects') && before.length === 0) return more;
    const sums = tableOf([...before, ...more]).read(ALL);
    const seen = sums.map((count) => spoiled(count, more.length - 1));
    return seen.filter((count) => {
      const isUnnamed = has('keys-in-an-object') && count.act === '__proto__';
      return !isUnnamed && !(has('drops-too-many') && count.act === 'other');
    });
  }
  function addHalf(counts: readonly ActivityCount[]): void {
    for (const count of counts) commit(withCounts(content(), copyCounts([count])));
  }
  function rolled(counts: readonly ActivityCount[], before: number): readonly ActivityCount[] {
    const table = tableOf(counts, has('rolls-up-without-bound') ? 1e9 : REFERENCE_PAIRS);
    table.rollUp(has('rolls-up-today') ? before + ACTIVITY_DAY_MS : before);
    const after = table.read(ALL);
    return has('loses-latency-in-roll-up')
      ? after.map((one) =>
          one.spanMs === ACTIVITY_HOUR_MS
            ? { ...one, latencies: one.latencies.map((n, bucket) => (bucket === 14 ? 0 : n)) }
            : one,
        )
      : after;
  }

  return {
    location: 'reference',
    async add(counts) {
      assertOpen();
      if (has('empty-batch-counts') && counts.length === 0) {
        const latencies = new Array<number>(15).fill(0);
        const numbers = { at: 0, requests: 0, denied: 0, failed: 0, latencies };
        commit([{ ...numbers, spanMs: ACTIVITY_SPAN_MS, principalId: 'a', act: 'a' }]);
      }
      if (has('adds-half')) return addHalf(counts);
      const batch = taken(counts);
      if (has('adds-despite-failure') && backing.broken) commit(withCounts(content(), batch));
      assertWritable();
      if (has('read-then-write')) {
        const before = content();
        await Promise.resolve();
        return commit(withCounts(before, batch));
      }
      if (has('refuses-and-adds-on-close')) {
        await Promise.resolve();
        commit(withCounts(content(), batch));
        return assertOpen();
      }
      commit(withCounts(content(), batch));
    },
    async read(range) {
      assertOpen();
      const { from, to, act, ...rest } = range;
      const wanted = has('ignores-act') || act === undefined ? rest : { ...rest, act };
      const found = tableOf(content(), 1e9).read({
        ...wanted,
        from: has('reads-hours-that-overlap') ? from - ACTIVITY_HOUR_MS + 1 : from,
        to: has('includes-end') ? to + 1 : to,
      });
      if (has('keeps-objects') && content().length === found.length) return content();
      const isOver = ({ at, spanMs }: ActivityCount): boolean => at + spanMs <= from;
      const overlapping = found.filter((count) => !isOver(count));
      return has('newest-first') ? [...overlapping].reverse() : overlapping;
    },
    async rollUp(before) {
      assertOpen();
      assertWritable();
      if (has('rolls-up-once') && rolledUp) return;
      rolledUp = content().length > 0;
      if (has('rolls-up-a-copy')) {
        const counts = content();
        await Promise.resolve();
        return commit(rolled(counts, before));
      }
      commit(rolled(content(), before));
    },
    async prune(before) {
      assertOpen();
      assertWritable();
      const isOver = (count: ActivityCount): boolean =>
        has('prunes-by-span') ? count.at + count.spanMs <= before : endOfDay(count) <= before;
      commit(content().filter((count) => !isOver(count)));
    },
    async close() {
      if (closed && has('close-twice-throws')) throw closedError();
      closed = true;
    },
  };
}
