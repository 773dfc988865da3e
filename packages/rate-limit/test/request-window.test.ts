import type { RequestLimit } from '@gatehouse/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RequestTable } from '../src/request-table.js';
import { CELLS, decideRequest } from '../src/request-window.js';

const MINUTE: RequestLimit = { max: 60, windowMs: 60_000 };

interface Admission {
  readonly at: number;
  readonly cost: number;
}

/** The most that was admitted in any interval of a window's length, by looking at all of them. */
function mostIn(admitted: readonly Admission[], windowMs: number): number {
  let most = 0;
  for (const { at: end } of admitted) {
    let sum = 0;
    for (const { at, cost } of admitted) {
      sum += at > end - windowMs && at <= end ? cost : 0;
    }
    most = Math.max(most, sum);
  }
  return most;
}

describe('decideRequest', () => {
  it('knows an unknown bucket as an empty one', () => {
    expect(decideRequest(undefined, MINUTE, 0, 1)).toEqual({
      allowed: true,
      limit: MINUTE,
      remaining: 59,
      resetMs: 60_000,
      retryAfterMs: 0,
    });
    expect(decideRequest(undefined, MINUTE, 0, 61)).toEqual({
      allowed: false,
      limit: MINUTE,
      remaining: 60,
      resetMs: 0,
      retryAfterMs: 60_000,
    });
  });

  it('changes nothing', () => {
    const counts = [2, 3, 0, 0, 0, 0, 0];
    const ages = [0, 20_000, 0, 0, 0, 0, 0];
    const window = Object.freeze({
      windowMs: 60_000,
      lastAt: 100_000,
      spanMs: 0,
      count: (cell: number) => counts[cell] ?? 0,
      age: (cell: number) => ages[cell] ?? 0,
    });
    const five = { max: 5, windowMs: 60_000 };
    const first = decideRequest(window, five, 110_000, 1);
    expect(first).toEqual({
      allowed: false,
      limit: five,
      remaining: 0,
      resetMs: 50_000,
      retryAfterMs: 30_000,
    });
    expect(decideRequest(window, five, 110_000, 1)).toEqual(first);
    expect(decideRequest(window, five, 110_000, 4)).toMatchObject({ retryAfterMs: 50_000 });
    expect(decideRequest(window, five, 139_999, 1)).toMatchObject({ retryAfterMs: 1 });
    expect(decideRequest(window, five, 140_000, 1)).toMatchObject({ allowed: true, remaining: 2 });
    expect(decideRequest(window, five, 160_000, 5)).toMatchObject({ allowed: true, remaining: 0 });
  });
});

describe('the requests of a bucket', () => {
  it('are no more than the limit around the edge of any window', () => {
    for (let begin = 0; begin < 60_000; begin += 997) {
      const table = new RequestTable(10);
      const admitted: Admission[] = [];
      for (const at of [begin, begin + 59_999, begin + 60_000, begin + 119_999]) {
        for (let count = 0; count < 70; count += 1) {
          if (table.take('b', MINUTE, at, 1).allowed) admitted.push({ at, cost: 1 });
        }
      }
      expect(mostIn(admitted, 60_000)).toBe(60);
    }
  });

  it('are no more than the limit in any interval, and never far fewer than could be', {
    timeout: 60_000,
  }, () => {
    const load = fc.record({
      max: fc.integer({ min: 1, max: 20 }),
      windowMs: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 5000 })),
      steps: fc.array(fc.tuple(fc.nat({ max: 100 }), fc.integer({ min: 1, max: 4 })), {
        minLength: 20,
        maxLength: 120,
      }),
    });
    fc.assert(
      fc.property(load, ({ max, windowMs, steps }) => {
        const table = new RequestTable(4);
        const limit = { max, windowMs };
        const admitted: Admission[] = [];
        let now = 0;
        for (const [permille, cost] of steps) {
          now += Math.floor((windowMs * permille) / 300);
          const result = table.take('b', limit, now, cost);
          if (result.allowed) {
            admitted.push({ at: now, cost });
            continue;
          }
          // Refused: then a window and a sixth did hold too many, or it never fits.
          const wide = windowMs + Math.ceil(windowMs / 6);
          const recent = admitted.filter(({ at }) => at > now - wide);
          const used = recent.reduce((sum, one) => sum + one.cost, 0);
          expect(used + cost).toBeGreaterThan(max);
          expect(result.retryAfterMs).toBeLessThanOrEqual(windowMs);
          expect(result.retryAfterMs).toBeGreaterThan(0);
        }
        expect(mostIn(admitted, windowMs)).toBeLessThanOrEqual(max);
      }),
      { numRuns: 1500 },
    );
  });

  it('let somebody who never pauses have nearly all of the limit', () => {
    const table = new RequestTable(1);
    let admitted = 0;
    for (let second = 0; second < 6000; second += 1) {
      admitted += table.take('b', MINUTE, second * 1000, 1).allowed ? 1 : 0;
    }
    expect(admitted).toBeGreaterThan(6000 * 0.85);
    expect(admitted).toBeLessThanOrEqual(6000);
  });

  it('stay counted when the limit gets another window, for no longer than that window', () => {
    const table = new RequestTable(1);
    for (let at = 0; at < 40; at += 1) table.take('b', MINUTE, at * 1000, 1);
    const short = { max: 60, windowMs: 10_000 };
    expect(table.take('b', short, 40_000, 1)).toMatchObject({ allowed: true, remaining: 19 });
    expect(table.take('b', short, 41_000, 20)).toMatchObject({ allowed: false, remaining: 19 });
    expect(table.take('b', short, 49_000, 59)).toMatchObject({ allowed: true, remaining: 0 });
    const long = { max: 60, windowMs: 3_600_000 };
    expect(table.take('b', long, 49_500, 1)).toMatchObject({ allowed: false, remaining: 0 });
    expect(table.take('b', long, 49_000 + 3_600_000, 60)).toMatchObject({ allowed: true });
  });

  it('never exceed any limit while windows change, and freeze nobody for longer than one', () => {
    const windows = fc.constantFrom(7, 60, 600, 6000);
    fc.assert(
      fc.property(fc.array(fc.tuple(windows, fc.nat({ max: 300 })), { maxLength: 60 }), (steps) => {
        const table = new RequestTable(1);
        const admitted: Admission[] = [];
        let now = 0;
        let shortest = 6000;
        for (const [windowMs, passed] of steps) {
          now += passed;
          shortest = Math.min(shortest, windowMs);
          const result = table.take('b', { max: 5, windowMs }, now, 1);
          expect(result.retryAfterMs).toBeLessThanOrEqual(windowMs);
          if (result.allowed) admitted.push({ at: now, cost: 1 });
        }
        expect(mostIn(admitted, shortest)).toBeLessThanOrEqual(5);
      }),
      { numRuns: 500 },
    );
  });

  it('are forgotten after years, though ages have 32 bits', () => {
    const table = new RequestTable(1);
    const longest = { max: 2, windowMs: 0x7fff_ffff };
    table.take('b', longest, 0, 1);
    table.take('b', longest, 1_900_000_000, 1);
    expect(table.take('b', longest, 2_147_483_646, 1).allowed).toBe(false);
    expect(table.take('b', longest, 2_147_483_647, 1).allowed).toBe(true);
    for (const years of [2 ** 32, 2 ** 33 + 5, 2 ** 40]) {
      expect(table.take('b', longest, 5_000_000_000 + years, 2)).toMatchObject({ allowed: true });
    }
  });

  it.each([
    ['at the last and the first instant of each cell', (now: number) => (now % 50 === 49 ? 1 : 49)],
    ['all the time', () => 1],
    ['as soon as a cell can end', () => 50],
  ])('need no more cells than there are, when one comes %s', (_, stepAfter) => {
    const table = new RequestTable(1);
    const limit = { max: 1000, windowMs: 6 * 50 };
    const admitted: number[] = [];
    for (let now = 0; now < 4000; now += stepAfter(now)) {
      const { allowed, remaining } = table.take('b', limit, now, 1);
      expect(allowed).toBe(true);
      admitted.push(now);
      const inWindow = (windowMs: number) => admitted.filter((at) => at > now - windowMs).length;
      expect(1000 - remaining).toBeGreaterThanOrEqual(inWindow(6 * 50));
      expect(1000 - remaining).toBeLessThanOrEqual(inWindow(CELLS * 50));
    }
  });

  it('leave nothing, not less, under a limit that became lower', () => {
    const table = new RequestTable(1);
    for (let at = 0; at < 10; at += 1) table.take('b', MINUTE, 0, 1);
    const lower = { max: 4, windowMs: 60_000 };
    expect(table.take('b', lower, 1, 1)).toMatchObject({ allowed: false, remaining: 0 });
  });
});

describe('a table of requests', () => {
  it('counts every bucket while it grows', () => {
    const table = new RequestTable(5000);
    for (const round of [0, 1]) {
      for (let at = 0; at < 5000; at += 1) {
        const { remaining } = table.take(`b${at}`, MINUTE, 100_000 + round, 1);
        expect(remaining).toBe(59 - round);
      }
    }
  });

  it('forgets first what is full again, and last what refuses', () => {
    const table = new RequestTable(40);
    const once = { max: 1, windowMs: 60_000 };
    for (let at = 0; at < 20; at += 1) {
      table.take(`idle${at}`, { max: 1, windowMs: 10 }, 0, 1);
      table.take(`busy${at}`, once, 0, 1);
    }
    for (let at = 0; at < 20; at += 1) table.take(`busy${at}`, once, 1, 1);
    for (let at = 0; at < 200; at += 1) table.take(`new${at}`, once, 20_000, 1);
    for (let at = 0; at < 20; at += 1) {
      expect(table.take(`busy${at}`, once, 30_000, 1).allowed, `busy${at}`).toBe(false);
    }
  });

  it('gives a bucket that takes an old place nothing of what was counted there', () => {
    const table = new RequestTable(1);
    for (let at = 0; at < 7; at += 1) table.take('old', MINUTE, at * 10_000, 5);
    expect(table.take('new', MINUTE, 60_001, 1).remaining).toBe(59);
    expect(table.take('new', MINUTE, 60_001, 1).remaining).toBe(58);
  });
});
