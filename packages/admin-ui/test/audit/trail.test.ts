import { describe, expect, it } from 'vitest';
import {
  hasOverflown,
  NO_TRAIL,
  type Trail,
  trailOf,
  withArrived,
  withOlder,
  withWaiting,
} from '../../src/app/audit/trail.js';
import type { AuditEntry, AuditPage } from '../../src/wire/index.js';

function entry(sequence: number): AuditEntry {
  return {
    sequence,
    at: sequence * 1000,
    type: 'auth.accepted',
    actor: { id: 'lmcp_admin_001' },
    outcome: 'success',
  };
}

function page(sequences: readonly number[], next?: number): AuditPage {
  return { records: sequences.map(entry), types: [], ...(next === undefined ? {} : { next }) };
}

function numbers(records: readonly AuditEntry[]): readonly number[] {
  return records.map(({ sequence }) => sequence);
}

describe('a trail on the screen', () => {
  it('is newest first, whatever the order it was told in', () => {
    expect(numbers(trailOf(page([3, 5, 4])).shown)).toEqual([5, 4, 3]);
  });

  it('has the next page below, once', () => {
    const trail = withOlder(trailOf(page([5, 4], 4)), page([4, 3, 2], 2));
    expect(numbers(trail.shown)).toEqual([5, 4, 3, 2]);
    expect(trail.next).toBe(2);
  });

  it('is at its end when the page says so', () => {
    const trail = withOlder(trailOf(page([5, 4], 4)), page([3]));
    expect(trail).not.toHaveProperty('next');
  });

  it('keeps what waits while older records come', () => {
    const held = withArrived(trailOf(page([5], 5)), entry(6), true);
    expect(numbers(withOlder(held, page([4])).waiting)).toEqual([6]);
  });
});

describe('a record that comes in', () => {
  const trail = trailOf(page([5, 4], 4));

  it('is on top at once while nobody reads', () => {
    const next = withArrived(trail, entry(6), false);
    expect(numbers(next.shown)).toEqual([6, 5, 4]);
    expect(next.waiting).toEqual([]);
    expect(next.next).toBe(4);
  });

  it('waits while somebody reads, and comes when it is called', () => {
    const held = withArrived(withArrived(trail, entry(6), true), entry(7), true);
    expect(numbers(held.shown)).toEqual([5, 4]);
    expect(numbers(held.waiting)).toEqual([7, 6]);
    const called = withWaiting(held);
    expect(numbers(called.shown)).toEqual([7, 6, 5, 4]);
    expect(called.waiting).toEqual([]);
  });

  it('brings those along that have waited', () => {
    const held = withArrived(trail, entry(6), true);
    expect(numbers(withArrived(held, entry(7), false).shown)).toEqual([7, 6, 5, 4]);
  });

  it('is there once, however often it is told', () => {
    expect(withArrived(trail, entry(5), false)).toBe(trail);
    const held = withArrived(withArrived(trail, entry(6), true), entry(6), true);
    expect(numbers(held.waiting)).toEqual([6]);
  });

  it('is put in its place when it comes late', () => {
    const next = withArrived(withArrived(trail, entry(7), false), entry(6), false);
    expect(numbers(next.shown)).toEqual([7, 6, 5, 4]);
  });
});

describe('a page that is open for weeks', () => {
  it('lets the oldest go, and knows where to ask for them again', () => {
    let trail: Trail = trailOf(page(Array.from({ length: 2000 }, (_, at) => at + 1)));
    trail = withArrived(trail, entry(2001), false);
    expect(trail.shown).toHaveLength(2000);
    expect(trail.shown.at(-1)?.sequence).toBe(2);
    expect(trail.next).toBe(2);
  });

  it('holds a bounded number of waiting records, and says so', () => {
    let trail: Trail = NO_TRAIL;
    for (let sequence = 1; sequence <= 499; sequence += 1) {
      trail = withArrived(trail, entry(sequence), true);
    }
    expect(hasOverflown(trail)).toBe(false);
    for (let sequence = 500; sequence <= 700; sequence += 1) {
      trail = withArrived(trail, entry(sequence), true);
    }
    expect(trail.waiting).toHaveLength(500);
    expect(trail.waiting[0]?.sequence).toBe(700);
    expect(hasOverflown(trail)).toBe(true);
  });
});
