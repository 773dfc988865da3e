import { isMcpAuthError } from '@gatehouse/core';
import { createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuditLog } from '../src/index.js';
import { event, openBench, recordsOf, TEST_RING, TestStorage, typesOf } from './support.js';

/** Lets everything run that is ready to run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => void unhandled.push(reason);
process.on('unhandledRejection', noteUnhandled);

afterEach(async () => {
  await settle();
  expect(unhandled.splice(0)).toEqual([]);
});

async function codeOf(written: Promise<unknown>): Promise<string> {
  return written.then(
    () => 'written',
    (error: unknown) => (isMcpAuthError(error) ? error.code : String(error)),
  );
}

describe('group commit', () => {
  it('writes nothing before the first event', async () => {
    const { storage, log } = await openBench();
    await log.flush();
    await settle();
    expect([storage.appends, storage.stored, log.state()]).toEqual([0, undefined, 'writing']);
    await log.close();
    expect([storage.appends, storage.closed]).toEqual([0, true]);
  });

  it('writes the head of a new trail before its first record', async () => {
    const storage = new TestStorage();
    storage.faults = [undefined, 'lines-only'];
    const { log, timers } = await openBench({ storage });
    log.note(event());
    expect(await codeOf(log.flush())).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    expect(storage.lines).toHaveLength(2);
    expect(storage.stored).toMatchObject({ sequence: 0, firstSequence: 1 });
    expect(timers.fire(100)).toBe(1);
    await log.flush();
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  it('puts events of one turn into one append, and those that come meanwhile into the next', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    storage.appends = 0;
    storage.faults = ['hang'];
    const first = Array.from({ length: 10 }, () => log.record(event()));
    await settle();
    const second = Array.from({ length: 500 }, () => log.record(event()));
    log.note(event());
    expect([storage.appends, storage.lines.length]).toEqual([1, 2]);
    storage.release();
    await Promise.all([...first, ...second]);
    expect([storage.appends, storage.lines.length]).toEqual([2, 2 + 10 + 501]);
  });

  it('resolves a record when its batch is written, not before', async () => {
    const { storage, log } = await openBench();
    storage.faults = [undefined, 'hang'];
    let written = false;
    const record = log.record(event()).then(() => {
      written = true;
    });
    await settle();
    expect([written, storage.lines.length]).toEqual([false, 0]);
    storage.release();
    await record;
    expect(storage.lines).toHaveLength(2);
  });

  it('lets notes wait for others, and a record take them along at once', async () => {
    const { storage, log, timers } = await openBench({ batchMs: 50 });
    log.note(event());
    log.note(event());
    await settle();
    expect([storage.lines.length, timers.delays()]).toEqual([0, [50]]);
    expect(timers.fire(50)).toBe(1);
    await log.flush();
    expect(typesOf(storage)).toEqual(['audit.opened', 'decision.denied', 'decision.denied']);
    log.note(event());
    await log.record(event());
    expect([storage.lines.length, timers.delays()]).toEqual([5, []]);
  });

  it('writes no group for each note of a storage that answers within the turn', async () => {
    const { storage, log, timers } = await openBench({ batchMs: 50 });
    log.note(event());
    storage.appends = 0;
    expect(timers.fire(50)).toBe(1);
    for (let turn = 0; turn < 100; turn += 1) {
      log.note(event());
      await Promise.resolve();
    }
    await settle();
    // The head, and one group.
    expect(storage.appends).toBeLessThanOrEqual(2);
    expect(timers.delays()).toEqual([50]);
    expect(timers.fire(50)).toBe(1);
    await settle();
    expect([storage.appends, storage.lines.length]).toEqual([3, 1 + 101]);
    expect(timers.delays()).toEqual([]);
  });

  it('does not let notes wait that fill the queue', async () => {
    const { storage, log } = await openBench({ batchMs: 50, maxQueued: 10 });
    for (let turn = 0; turn < 100; turn += 1) {
      log.note(event());
      if (turn % 5 === 4) {
        await settle();
      }
    }
    expect([storage.lines.length, log.state()]).toEqual([101, 'writing']);
  });

  it('writes notes at once where they need not wait', async () => {
    const { storage, log } = await openBench({ batchMs: 0 });
    log.note(event());
    await settle();
    expect(storage.lines).toHaveLength(2);
  });

  it('keeps the order and the time in which events came', async () => {
    const { log, clock } = await openBench();
    const start = clock.now();
    log.note(event({ requestId: 'a' }));
    clock.advance(-3_600_000);
    const record = log.record(event({ requestId: 'b' }));
    clock.advance(1);
    log.note(event({ requestId: 'c' }));
    await record;
    const records = await recordsOf(log);
    expect(records.map(({ sequence, requestId, at }) => [sequence, requestId, at - start])).toEqual(
      [
        [1, undefined, 0],
        [2, 'a', 0],
        [3, 'b', -3_600_000],
        [4, 'c', -3_599_999],
      ],
    );
  });

  it('writes in spite of a clock that is broken', async () => {
    const { log } = await openBench({ clock: { now: () => Number.NaN } });
    await log.record(event());
    expect((await recordsOf(log)).map(({ at }) => at)).toEqual([0, 0]);
  });
});

describe('key-systems finding 5: failures of the audit are never swallowed', () => {
  it('rejects a record that cannot be written, says so, and does not write it later', async () => {
    const logger = createRecordingLogger();
    const { storage, log, timers } = await openBench({ logger });
    storage.lasting = 'refuse';
    expect(await codeOf(log.record(event({ requestId: 'refused' })))).toBe(
      'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
    );
    expect(log.state()).toBe('failing');
    expect(logger.messages('error')).toEqual(['the audit trail fails: it cannot be written']);
    storage.lasting = undefined;
    expect(timers.fire(100)).toBe(1);
    await settle();
    expect(log.state()).toBe('writing');
    const records = await recordsOf(log);
    expect(records.map(({ type, details }) => [type, details])).toEqual([
      ['audit.opened', undefined],
      ['audit.dropped', { dropped: 0, rejected: 1 }],
    ]);
  });

  it('is retryable when the disk is full, and tells what the storage says', async () => {
    const { storage, log } = await openBench();
    storage.lasting = 'refuse';
    const error = await log.record(event()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
      retryable: true,
      details: {
        location: 'test-trail',
        problem: 'its storage answers ERR_MCPAUTH_STORE_UNAVAILABLE',
      },
      cause: { code: 'ERR_MCPAUTH_STORE_UNAVAILABLE' },
    });
  });

  it('does not repeat what an unknown error says', async () => {
    const logger = createRecordingLogger();
    const { storage, log } = await openBench({ logger });
    storage.lasting = 'foreign-error';
    const error = await log.record(event()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ details: { problem: 'its storage answers RangeError' } });
    expect(`${error}${logger.text()}`).not.toContain('secret detail');
  });

  it('keeps notes, and tries again after pauses that double', async () => {
    const { storage, log, timers } = await openBench();
    storage.lasting = 'refuse';
    log.note(event({ requestId: 'kept' }));
    timers.fire(20);
    await settle();
    const pauses: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const [pause = 0] = timers.delays();
      pauses.push(pause);
      expect(log.state()).toBe('failing');
      timers.fire(pause);
      await settle();
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000]);
    storage.lasting = undefined;
    timers.fire(10_000);
    await settle();
    expect([log.state(), timers.delays()]).toEqual(['writing', []]);
    expect((await recordsOf(log)).map(({ requestId }) => requestId)).toEqual([undefined, 'kept']);
    // The next failure begins with the shortest pause again.
    storage.lasting = 'refuse';
    await codeOf(log.record(event()));
    expect(timers.delays()).toEqual([100]);
  });

  it('lets a record try at once while a pause lasts', async () => {
    const { storage, log } = await openBench();
    storage.lasting = 'refuse';
    log.note(event({ requestId: 'kept' }));
    expect(await codeOf(log.flush())).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    storage.lasting = undefined;
    await log.record(event());
    expect(log.state()).toBe('writing');
    expect(typesOf(storage)).toEqual(['audit.opened', 'decision.denied', 'decision.denied']);
  });

  it('tells the logger once that writing fails, however often it does', async () => {
    const logger = createRecordingLogger();
    const { storage, log } = await openBench({ logger });
    storage.lasting = 'refuse';
    for (let round = 0; round < 20; round += 1) {
      await codeOf(log.record(event()));
    }
    expect(logger.messages('error')).toHaveLength(1);
  });

  it('drops notes when too many wait, counts them, and records the number', async () => {
    const { storage, log } = await openBench({ maxQueued: 3 });
    storage.faults = [undefined, 'hang'];
    const first = log.record(event());
    await settle();
    for (let number = 0; number < 10; number += 1) {
      log.note(event({ requestId: `n${number}` }));
    }
    // The one that is being written still has its place.
    expect(log.state()).toBe('failing');
    expect(await codeOf(log.record(event()))).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    storage.release();
    await first;
    await log.flush();
    expect(log.state()).toBe('writing');
    const records = await recordsOf(log);
    expect(records.map(({ type, requestId }) => requestId ?? type)).toEqual([
      'audit.opened',
      'decision.denied',
      'audit.dropped',
      'n0',
      'n1',
    ]);
    expect(records[2]).toMatchObject({
      outcome: 'failed',
      reason: 'audit-unavailable',
      details: { dropped: 8, rejected: 1 },
    });
    // Told once.
    await log.record(event());
    expect(typesOf(storage).filter((type) => type === 'audit.dropped')).toHaveLength(1);
  });

  it('bounds what waits by its size too', async () => {
    const { storage, log } = await openBench({ maxQueued: 1_000_000 });
    storage.lasting = 'refuse';
    const details = Object.fromEntries(
      Array.from({ length: 32 }, (_, index) => [`d${index}`, '\u202e'.repeat(1_024)]),
    );
    const big = event({ details });
    for (let number = 0; number < 200; number += 1) {
      log.note(big);
    }
    expect(log.state()).toBe('failing');
    storage.lasting = undefined;
    await log.flush();
    const dropped = (await recordsOf(log)).find(({ type }) => type === 'audit.dropped');
    expect(Number(dropped?.details?.['dropped'])).toBeGreaterThan(0);
    expect(storage.lines.join('').length).toBeLessThan(34 * 1024 * 1024);
  }, 60_000);

  it('never hangs behind a storage that does not answer', async () => {
    const { storage, log, timers } = await openBench({ timeoutMs: 700 });
    storage.faults = [undefined, 'hang'];
    log.note(event({ requestId: 'note' }));
    const first = log.record(event({ requestId: 'record' }));
    await settle();
    for (let part = 1; part < 50; part += 1) expect(timers.fire(14)).toBe(1);
    await settle();
    expect(log.state()).toBe('writing');
    expect(timers.fire(14)).toBe(1);
    expect(await codeOf(first)).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    expect(log.state()).toBe('failing');
    expect(await codeOf(log.record(event()))).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    expect(await codeOf(log.flush())).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    storage.release();
    await settle();
    expect(log.state()).toBe('writing');
    await log.record(event({ requestId: 'later' }));
    expect(typesOf(storage)).toContain('audit.dropped');
    expect(await log.verify()).toMatchObject({ ok: true });
  });

  it('forgets its timeout when the storage answers in time', async () => {
    const { log, timers } = await openBench({ timeoutMs: 700 });
    await log.record(event());
    expect(timers.delays()).toEqual([]);
  });

  it('does not write an event twice that was written before the storage failed', async () => {
    for (const fault of ['after', 'lines-only'] as const) {
      const { storage, log } = await openBench();
      storage.faults = [undefined, fault];
      log.note(event({ requestId: 'a' }));
      log.note(event({ requestId: 'b' }));
      expect(await codeOf(log.flush())).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
      log.note(event({ requestId: 'c' }));
      await log.flush();
      const ids = (await recordsOf(log)).map(({ requestId }) => requestId).filter(Boolean);
      expect(ids).toEqual(['a', 'b', 'c']);
      expect(await log.verify()).toMatchObject({ ok: true });
    }
  });

  it('says that the trail is damaged, not that it should be tried again, when it is', async () => {
    const { storage, log } = await openBench();
    await log.record(event());
    const { stored } = storage;
    storage.stored = undefined;
    const error = await log.record(event()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ERR_MCPAUTH_AUDIT_DAMAGED', retryable: false });
    expect([log.state(), storage.lines.length]).toEqual(['failing', 2]);
    storage.stored = stored;
    await log.record(event());
    expect(log.state()).toBe('writing');
  });
});

describe('close', () => {
  it('writes what waits, says that it closes, and closes the storage', async () => {
    const { storage, log } = await openBench();
    log.note(event());
    log.note(event());
    await log.flush();
    log.note(event());
    await Promise.all([log.close(), log.close()]);
    await log.close();
    expect(typesOf(storage)).toEqual([
      'audit.opened',
      'decision.denied',
      'decision.denied',
      'decision.denied',
      'audit.closed',
    ]);
    expect(storage.closed).toBe(true);
  });

  it('says how much is lost when it cannot be written', async () => {
    const { storage, log, timers } = await openBench();
    storage.lasting = 'refuse';
    log.note(event());
    log.note(event());
    const error = await log.close().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
      details: { problem: '2 events could not be written and are lost' },
    });
    expect([storage.closed, timers.delays()]).toEqual([true, []]);
  });

  it('refuses what comes afterwards', async () => {
    const { storage, log, timers } = await openBench();
    await log.record(event());
    await log.close();
    log.note(event());
    expect(await codeOf(log.record(event()))).toBe('ERR_MCPAUTH_AUDIT_UNAVAILABLE');
    expect([log.state(), storage.lines.length, timers.delays()]).toEqual(['failing', 3, []]);
  });
});

describe('options', () => {
  it.each([
    ['maxQueued', { maxQueued: 0 }],
    ['batchMs', { batchMs: -1 }],
    ['timeoutMs', { timeoutMs: 0.5 }],
  ])('refuses a number that %s cannot be', async (name, options) => {
    const storage = new TestStorage();
    const opening = createAuditLog({ storage, ring: TEST_RING, ...options });
    await expect(opening).rejects.toThrow(new RegExp(`^${name} must be an integer`));
  });
});
