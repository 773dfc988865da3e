import type { AuditEvent } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { createFakeClock, createManualSchedule, createRecordingAuditSink } from '../src/index.js';

function event(type: AuditEvent['type'], target = 'lmcp_admin_001'): AuditEvent {
  return { type, actor: { id: 'test' }, outcome: 'success', target };
}

describe('createRecordingAuditSink', () => {
  it('keeps what it is told, whichever way, in order', async () => {
    const sink = createRecordingAuditSink();
    sink.note(event('auth.accepted'));
    await sink.record(event('key.created'));
    sink.note(event('auth.accepted', 'other'));
    expect(sink.events.map(({ type }) => type)).toEqual([
      'auth.accepted',
      'key.created',
      'auth.accepted',
    ]);
    expect(sink.ofType('auth.accepted').map(({ target }) => target)).toEqual([
      'lmcp_admin_001',
      'other',
    ]);
    expect(sink.text()).toContain('"key.created"');
    expect(sink.state()).toBe('writing');
    sink.clear();
    expect(sink.events).toEqual([]);
  });

  it('fails when told to, from the first write on, until it is mended', async () => {
    const sink = createRecordingAuditSink();
    sink.fail();
    expect(sink.state()).toBe('writing');
    const error = await sink.record(event('key.created')).catch((reason: unknown) => reason);
    expect(isMcpAuthError(error) && error.code).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    expect(isMcpAuthError(error) && error.retryable).toBe(true);
    sink.note(event('auth.refused'));
    expect(sink.state()).toBe('failing');
    expect(sink.events).toEqual([]);
    sink.mend();
    expect(sink.state()).toBe('writing');
    // What was refused is the caller's to try again; what was noted waited.
    expect(sink.events).toEqual([event('auth.refused')]);
    sink.mend();
    expect(sink.events).toHaveLength(1);
  });
});

describe('createManualSchedule', () => {
  it('runs what is due, in its order and at its time', () => {
    const { clock, schedule, advance, delays } = createManualSchedule();
    const start = clock.now();
    const ran: [string, number][] = [];
    const note = (name: string) => () => void ran.push([name, clock.now() - start]);
    schedule(note('late'), 300);
    schedule(note('soon'), 100);
    schedule(() => schedule(note('nested'), 50), 120);
    expect(delays()).toEqual([100, 120, 300]);
    advance(200);
    expect(ran).toEqual([
      ['soon', 100],
      ['nested', 170],
    ]);
    expect(clock.now() - start).toBe(200);
    expect(delays()).toEqual([100]);
    advance(99);
    expect(ran).toHaveLength(2);
    advance(1);
    expect(ran.at(-1)).toEqual(['late', 300]);
  });

  it('runs one call after the other when asked for the next', () => {
    const clock = createFakeClock(1_000);
    const { schedule, runNext } = createManualSchedule(clock);
    const ran: number[] = [];
    schedule(() => ran.push(clock.now()), 10);
    schedule(() => ran.push(clock.now()), 5);
    runNext();
    runNext();
    expect(ran).toEqual([1_005, 1_010]);
    expect(runNext).toThrow(RangeError);
  });

  it('takes calls back, also after they have run', () => {
    const { schedule, advance, delays } = createManualSchedule();
    let ran = 0;
    const first = schedule(() => (ran += 1), 10);
    const second = schedule(() => (ran += 1), 20);
    second();
    second();
    advance(100);
    first();
    expect(ran).toBe(1);
    expect(delays()).toEqual([]);
  });

  it('does not set back a clock that was moved by itself', () => {
    const { clock, schedule, delays, runNext } = createManualSchedule();
    schedule(() => undefined, 10);
    clock.advance(500);
    expect(delays()).toEqual([0]);
    const before = clock.now();
    runNext();
    expect(clock.now()).toBe(before);
  });
});
