import type { LimitResult, RequestLimit } from '@gatehouse/core';
import type { ElapsedMs } from './elapsed-time.js';

/**
 * Requests are remembered in cells. A cell begins with a request and takes in those that follow
 * within a sixth of the window; all of them count until the last one is a window old. So a request
 * may count a sixth of a window too long, and never too short: that is why no interval of a window's
 * length sees more than the limit, at the edges of fixed windows neither. Requests of one instant
 * are counted exactly.
 */
const CELLS_PER_WINDOW = 6;

/**
 * Cells begin at least a sixth of a window apart, and one is over at the latest a window and a sixth
 * after it began: no more than these count at a time.
 */
export const CELLS: number = CELLS_PER_WINDOW + 1;

/** What is remembered of one bucket. Cell 0 is the newest; after the oldest, counts are 0. */
export interface RequestWindow {
  /** The window's length when these were counted. */
  readonly windowMs: number;
  /** When the last request was admitted, which is the last one in cell 0. */
  readonly lastAt: ElapsedMs;
  /** From the first to the last request in cell 0. */
  readonly spanMs: number;
  count(cell: number): number;
  /** From the last request in a cell to `lastAt`. */
  age(cell: number): number;
}

/** Counts under another window cannot be placed in this one, so they count as late as they can be. */
function ageAt(window: RequestWindow, cell: number, limit: RequestLimit, now: ElapsedMs): number {
  const age = window.windowMs === limit.windowMs ? window.age(cell) : 0;
  return now - window.lastAt + age;
}

function usedIn(window: RequestWindow, limit: RequestLimit, now: ElapsedMs): number {
  let used = 0;
  for (let cell = 0; cell < CELLS; cell += 1) {
    const count = window.count(cell);
    if (count === 0 || ageAt(window, cell, limit, now) >= limit.windowMs) {
      break;
    }
    used += count;
  }
  return used;
}

/** @returns Until `excess` requests are old enough not to count; a window where they never are. */
function waitFor(
  window: RequestWindow,
  limit: RequestLimit,
  now: ElapsedMs,
  excess: number,
): number {
  let freed = 0;
  for (let cell = CELLS - 1; cell >= 0; cell -= 1) {
    const age = ageAt(window, cell, limit, now);
    freed += age < limit.windowMs ? window.count(cell) : 0;
    if (freed >= excess) {
      return limit.windowMs - age;
    }
  }
  return limit.windowMs;
}

/**
 * Decides whether a request is admitted, and changes nothing.
 *
 * @param window - `undefined` for a bucket that nothing is remembered of.
 * @param cost - Larger than the limit: refused, whatever is left.
 */
export function decideRequest(
  window: RequestWindow | undefined,
  limit: RequestLimit,
  now: ElapsedMs,
  cost: number,
): LimitResult {
  const used = window === undefined ? 0 : usedIn(window, limit, now);
  const left = limit.max - used;
  if (cost <= left) {
    const { windowMs: resetMs } = limit;
    return { allowed: true, limit, remaining: left - cost, resetMs, retryAfterMs: 0 };
  }
  const idle = window === undefined || used === 0;
  return {
    allowed: false,
    limit,
    remaining: Math.max(0, left),
    resetMs: idle ? 0 : limit.windowMs - (now - window.lastAt),
    retryAfterMs: idle ? limit.windowMs : waitFor(window, limit, now, cost - left),
  };
}

/** Whether an admitted request goes into the newest cell; otherwise it begins one. */
export function joinsNewestCell(
  window: RequestWindow,
  limit: RequestLimit,
  now: ElapsedMs,
): boolean {
  const sinceBegin = now - window.lastAt + window.spanMs;
  return window.windowMs === limit.windowMs && sinceBegin * CELLS_PER_WINDOW < limit.windowMs;
}
