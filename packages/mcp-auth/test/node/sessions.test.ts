import type { AuditEvent } from '@gatehouse/core';
import { createFakeClock, createRecordingLogger, testPrincipal } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it, vi } from 'vitest';
import { createSessionRegistry, type SessionRegistry } from '../../src/node/index.js';
import { fakeKeys } from '../support/fake-keys.js';
import { manualSchedule } from '../support/manual-schedule.js';

const alice = testPrincipal('operator', { id: 'mcp_operator_001' });
const bob = testPrincipal('admin', { id: 'mcp_admin_001' });

function session(): { close: ReturnType<typeof vi.fn<() => Promise<void>>> } {
  return { close: vi.fn(async () => undefined) };
}

type Session = ReturnType<typeof session>;

function registry(more: Partial<Parameters<typeof createSessionRegistry>[0]> = {}) {
  const keys = fakeKeys(alice, bob);
  const sessions: SessionRegistry<Session> = createSessionRegistry({ keys, ...more });
  return { keys, sessions };
}

describe('a session', () => {
  it('is found by the principal that opened it and by nobody else', async () => {
    const { sessions } = registry();
    const own = session();
    await sessions.open('s1', alice, own);
    expect(await sessions.find('s1', alice)).toBe(own);
    expect(await sessions.find('s1', bob)).toBeUndefined();
    expect(await sessions.find('s1', { ...alice, kind: 'stdio' })).toBeUndefined();
    expect(await sessions.find('s2', alice)).toBeUndefined();
    expect(await sessions.find('__proto__', alice)).toBeUndefined();
    expect(own.close).not.toHaveBeenCalled();
  });

  it('is closed when its key changes, is revoked or deleted, and no other with it', async () => {
    for (const change of ['put', 'remove'] as const) {
      const { keys, sessions } = registry();
      const [first, second, other] = [session(), session(), session()];
      await sessions.open('s1', alice, first);
      await sessions.open('s2', alice, second);
      await sessions.open('s3', bob, other);
      if (change === 'put') keys.put({ ...alice, revision: '2' });
      else keys.remove(alice.id);
      expect(first.close).toHaveBeenCalledOnce();
      expect(second.close).toHaveBeenCalledOnce();
      expect(other.close).not.toHaveBeenCalled();
      expect(sessions.size).toBe(1);
      expect(await sessions.find('s1', alice)).toBeUndefined();
    }
  });

  it('is in the audit trail with its beginning and its end', async () => {
    const events: AuditEvent[] = [];
    const { keys, sessions } = registry({ audit: { note: (event) => void events.push(event) } });
    await sessions.open('s1', alice, session());
    await sessions.open('s2', bob, session());
    keys.remove(alice.id);
    await sessions.forget('s2');
    await sessions.forget('s2');
    expect(
      events.map(({ type, actor, sessionId, reason }) => [type, actor.id, sessionId, reason]),
    ).toEqual([
      ['session.opened', alice.id, 's1', undefined],
      ['session.opened', bob.id, 's2', undefined],
      ['session.closed', alice.id, 's1', 'deleted'],
      ['session.closed', bob.id, 's2', 'ended'],
    ]);
    expect(events[0]).toMatchObject({
      outcome: 'success',
      actor: { kind: 'key', role: 'operator' },
    });
  });

  it('does not mind a key that is made', async () => {
    const { keys, sessions } = registry();
    const own = session();
    await sessions.open('s1', alice, own);
    keys.announce({ type: 'inserted', id: alice.id, origin: 'outside' });
    expect(await sessions.find('s1', alice)).toBe(own);
  });

  it('is closed when its key turns out to have changed unannounced', async () => {
    const { sessions } = registry();
    const own = session();
    await sessions.open('s1', alice, own);
    expect(await sessions.find('s1', { ...alice, revision: '2' })).toBeUndefined();
    expect(own.close).toHaveBeenCalledOnce();
    expect(sessions.size).toBe(0);
  });

  it('is closed when its key was revoked while it was being opened', async () => {
    const { keys, sessions } = registry();
    keys.remove(alice.id);
    const late = session();
    await sessions.open('s1', alice, late);
    expect(late.close).toHaveBeenCalledOnce();
    expect(await sessions.find('s1', alice)).toBeUndefined();
  });

  it('is closed when nobody can tell whether its key is still good', async () => {
    const { keys, sessions } = registry();
    keys.principal = () => Promise.reject(new RangeError('no store'));
    const own = session();
    await expect(sessions.open('s1', alice, own)).rejects.toThrow('no store');
    expect(own.close).toHaveBeenCalledOnce();
    expect(sessions.size).toBe(0);
  });

  it('of a caller that is no key is not asked about', async () => {
    const { sessions } = registry();
    const local = testPrincipal('admin', { id: 'local', kind: 'stdio' });
    await sessions.open('s1', local, session());
    expect(sessions.size).toBe(1);
  });

  it('is closed when its key expires, even if no request comes any more', async () => {
    const clock = createFakeClock(1000);
    const { schedule, delays, runNext } = manualSchedule();
    const short = testPrincipal('monitor', { expiresAt: 6000 });
    const sessions = createSessionRegistry<Session>({ keys: fakeKeys(short), clock, schedule });
    const own = session();
    await sessions.open('s1', short, own);
    expect(delays()).toEqual([5000]);
    clock.set(6000);
    runNext();
    runNext();
    expect(own.close).toHaveBeenCalledOnce();
    expect(sessions.size).toBe(0);
  });

  it('that ends leaves no timer behind', async () => {
    const { schedule, delays } = manualSchedule();
    const short = testPrincipal('monitor', { expiresAt: Number.MAX_SAFE_INTEGER });
    const sessions = createSessionRegistry<Session>({ keys: fakeKeys(short), schedule });
    const own = session();
    await sessions.open('s1', short, own);
    await sessions.forget('s1');
    await sessions.forget('s1');
    expect(delays()).toEqual([]);
    expect(own.close).not.toHaveBeenCalled();
  });

  it('needs an id of its own', async () => {
    const { sessions } = registry();
    await sessions.open('s1', alice, session());
    await expect(sessions.open('s1', bob, session())).rejects.toThrow(RangeError);
    expect(await sessions.find('s1', bob)).toBeUndefined();
  });
});

describe('a registry', () => {
  it('ends the least recently used session of a principal that opens too many', async () => {
    const { sessions } = registry({ maxPerPrincipal: 2 });
    const [first, second, third, other] = [session(), session(), session(), session()];
    await sessions.open('s1', alice, first);
    await sessions.open('other', bob, other);
    await sessions.open('s2', alice, second);
    await sessions.find('s1', alice);
    await sessions.open('s3', alice, third);
    expect(second.close).toHaveBeenCalledOnce();
    expect(await sessions.find('s1', alice)).toBe(first);
    expect(await sessions.find('s3', alice)).toBe(third);
    expect(await sessions.find('other', bob)).toBe(other);
  });

  it('may be forgotten about by a session that it closes', async () => {
    const { keys, sessions } = registry();
    const own = { close: vi.fn(() => sessions.forget('s1')) };
    await sessions.open('s1', alice, own);
    keys.remove(alice.id);
    expect(own.close).toHaveBeenCalledOnce();
  });

  it('closes all sessions at the end, also when one of them fails to', async () => {
    const logger = createRecordingLogger();
    const { keys, sessions } = registry({ logger });
    const stubborn = { close: vi.fn(() => Promise.reject(new TypeError('stuck'))) };
    const own = session();
    await sessions.open('s1', alice, stubborn);
    await sessions.open('s2', bob, own);
    await sessions.close();
    expect(own.close).toHaveBeenCalledOnce();
    expect(sessions.size).toBe(0);
    expect(keys.listeners()).toBe(0);
    expect(logger.messages('warn')).toEqual(['a session did not close cleanly']);
    expect(logger.text()).not.toContain('stuck');
  });

  it('takes in no session after its end', async () => {
    const { sessions } = registry();
    await sessions.close();
    const late = session();
    await sessions.open('s1', alice, late);
    expect(late.close).toHaveBeenCalledOnce();
    expect(sessions.size).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'cannot be limited to %s sessions',
    (maxPerPrincipal) => {
      expect(() => registry({ maxPerPrincipal })).toThrow(RangeError);
    },
  );
});
