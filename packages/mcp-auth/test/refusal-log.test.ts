import type { AuditEvent } from '@gatehouse/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRefusalLog, type RefusalLog } from '../src/refusal-log.js';
import { manualTime } from './support/manual-time.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let time = manualTime();
let written: AuditEvent[] = [];
const sink = { note: (event: AuditEvent): void => void written.push(event) };

function refused(address: string, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    type: 'auth.refused',
    actor: { id: 'anonymous' },
    outcome: 'denied',
    reason: 'unknown',
    address,
    ...more,
  };
}

function newLog(more: { maxEntries?: number; maxPerHour?: number } = {}): RefusalLog {
  return createRefusalLog({ sink, ...time, ...more });
}

/** Events that the written lines stand for. */
function total(): number {
  return written.reduce((sum, { details }) => sum + Number(details?.count ?? 1), 0);
}

beforeEach(() => {
  time = manualTime();
  written = [];
});

describe('one caller', () => {
  it('is written at once, and then summed up', () => {
    const log = newLog();
    for (let at = 0; at < 1000; at += 1) log.note(refused('192.0.2.1', { target: `k_00${at}` }));
    expect(written).toEqual([refused('192.0.2.1', { target: 'k_000' })]);
    time.advance(MINUTE);
    expect(written).toHaveLength(2);
    expect(written[1]).toEqual({
      ...refused('192.0.2.1'),
      details: { count: 999, targets: ['k_000', 'k_001', 'k_002', 'k_003', 'k_004'] },
    });
  });

  it('that stops is forgotten, and is then written at once again', () => {
    const log = newLog();
    log.note(refused('192.0.2.1'));
    time.advance(MINUTE);
    expect(time.pending()).toBe(0);
    log.note(refused('192.0.2.1'));
    expect(written).toHaveLength(2);
  });

  it('that goes on for a day costs lines by the hour', () => {
    const log = newLog();
    for (let half = 0; half < 24 * 120; half += 1) {
      log.note(refused('192.0.2.1'));
      time.advance(MINUTE / 2);
    }
    // Once, then after 1, 2, 4, 8, 16 and 32 minutes, then every hour.
    expect(written.length).toBeLessThan(1 + 6 + 25);
    log.close();
    expect(total()).toBe(24 * 120);
  });

  it.each([
    ['192.0.2.1', '::ffff:192.0.2.1', 1],
    ['192.0.2.1', '192.0.2.2', 2],
    ['2001:db8::1', '2001:db8::ffff:1', 1],
    ['2001:db8::1', '2001:db8:0:1::1', 2],
    ['2001:db8::1', '192.0.2.1', 2],
    ['not an address', 'not an address', 1],
  ])('is known by network: %s and %s are %i', (one, other, lines) => {
    const log = newLog();
    log.note(refused(one));
    log.note(refused(other));
    expect(written).toHaveLength(lines);
  });

  it('has a line for each event, reason and actor', () => {
    const log = newLog();
    for (let round = 0; round < 3; round += 1) {
      log.note(refused('192.0.2.1'));
      log.note(refused('192.0.2.1', { reason: 'expired' }));
      log.note(refused('192.0.2.1', { type: 'auth.limited' }));
      log.note(refused('192.0.2.1', { actor: { id: 'k_001' } }));
    }
    expect(written).toHaveLength(4);
  });
});

describe('many callers', () => {
  it('are counted together beyond the bound, and none is lost', () => {
    const log = newLog({ maxEntries: 10 });
    for (let at = 0; at < 500; at += 1) log.note(refused(`10.0.${at >> 8}.${at & 255}`));
    expect(written).toHaveLength(10);
    time.advance(MINUTE);
    expect(written[10]).toEqual({
      type: 'auth.refused',
      outcome: 'denied',
      actor: { id: 'others' },
      reason: 'unknown',
      details: { count: 490 },
    });
    expect(total()).toBe(500);
  });

  it('with ever new addresses fill no disk', () => {
    const log = newLog();
    let next = 0;
    for (let minute = 0; minute < 6 * 60; minute += 1) {
      for (let at = 0; at < 300; at += 1, next += 1) {
        log.note(refused(`10.${next >> 16}.${(next >> 8) & 255}.${next & 255}`));
      }
      time.advance(MINUTE);
    }
    log.close();
    expect(total()).toBe(6 * 60 * 300);
    // 1,000 lines an hour, and what sums up.
    expect(written.length).toBeLessThan(7 * 1000 + 100);
  });

  it('are written again in the next hour', () => {
    const log = newLog({ maxPerHour: 2 });
    for (const last of [1, 2, 3, 4]) log.note(refused(`192.0.2.${last}`));
    expect(written).toHaveLength(2);
    time.advance(HOUR);
    written = [];
    log.note(refused('192.0.2.9'));
    expect(written).toEqual([refused('192.0.2.9')]);
  });
});

describe('close', () => {
  it('writes what was only counted, and leaves no timer', () => {
    const log = newLog();
    log.note(refused('192.0.2.1'));
    log.note(refused('192.0.2.1'));
    log.close();
    expect(total()).toBe(2);
    expect(time.pending()).toBe(0);
  });
});

it('counts every refusal exactly once, whatever comes when', { timeout: 60_000 }, () => {
  const events = fc.array(
    fc.oneof(
      fc.record({
        address: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: 'binary' })),
        reason: fc.constantFrom('unknown', 'expired', 'malformed'),
      }),
      fc.integer({ min: 1, max: 3 * HOUR }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(events, fc.integer({ min: 1, max: 5 }), (steps, maxEntries) => {
      written = [];
      time = manualTime();
      const log = newLog({ maxEntries, maxPerHour: 7 });
      let noted = 0;
      for (const step of steps) {
        if (typeof step === 'number') time.advance(step);
        else {
          noted += 1;
          log.note(refused(step.address, { reason: step.reason }));
        }
      }
      log.close();
      expect(total()).toBe(noted);
    }),
  );
});
