import type { KeyUsage, UsageStore } from '@gatehouse/core';
import type { UsageTracker, UsageTrackerOptions } from '@gatehouse/keys';
import { createMemoryUsageStore, createUsageTracker } from '@gatehouse/keys';
import type { FakeClock, RecordingLogger } from '@gatehouse/mcp-auth-testing';
import { createFakeClock, createRecordingLogger } from '@gatehouse/mcp-auth-testing';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { gate, unavailable } from './support.js';

/** A schedule that runs only when it is told to. */
function manualSchedule() {
  const waiting: { run: () => void; delayMs: number }[] = [];
  return {
    waiting,
    schedule(run: () => void, delayMs: number) {
      const entry = { run, delayMs };
      waiting.push(entry);
      return () => {
        const at = waiting.indexOf(entry);
        if (at >= 0) waiting.splice(at, 1);
      };
    },
    fire: () => waiting.shift()?.run(),
  };
}

interface Rig {
  readonly store: UsageStore;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  readonly tracker: UsageTracker;
  readonly timer: ReturnType<typeof manualSchedule>;
}

function createRig(options: Partial<UsageTrackerOptions> = {}): Rig {
  const store = options.store ?? createMemoryUsageStore();
  const clock = createFakeClock(1_000);
  const logger = createRecordingLogger();
  const timer = manualSchedule();
  const { schedule } = timer;
  const tracker = createUsageTracker({ clock, logger, schedule, ...options, store });
  return { store, clock, logger, tracker, timer };
}

/** Lets everything run that waits for nothing but its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('createUsageTracker', () => {
  it('counts uses and failures in memory, and writes nothing for it', async () => {
    const { store, clock, tracker } = createRig();
    const add = vi.spyOn(store, 'add');
    tracker.used('a', '192.0.2.1');
    clock.advance(5);
    tracker.used('a', '192.0.2.2');
    clock.advance(5);
    tracker.failed('a');
    tracker.failed('b');
    expect(await tracker.usage('a')).toEqual({
      keyId: 'a',
      uses: 2,
      failures: 1,
      firstUsedAt: 1_000,
      lastUsedAt: 1_005,
      lastAddress: '192.0.2.2',
      lastFailureAt: 1_010,
    });
    expect(await tracker.list()).toHaveLength(2);
    expect(await tracker.usage('c')).toBeUndefined();
    expect(add).not.toHaveBeenCalled();
  });

  it('writes all counts in one batch when the time has come, and waits only while it has some', async () => {
    const { store, tracker, timer } = createRig({ flushMs: 777 });
    expect(timer.waiting).toEqual([]);
    const add = vi.spyOn(store, 'add');
    for (let use = 0; use < 100; use += 1) tracker.used(`k${use % 10}`);
    expect(timer.waiting.map(({ delayMs }) => delayMs)).toEqual([777]);
    timer.fire();
    await settle();
    expect(add).toHaveBeenCalledOnce();
    expect(await store.list()).toHaveLength(10);
    expect(await store.get('k3')).toEqual({
      keyId: 'k3',
      uses: 10,
      failures: 0,
      firstUsedAt: 1_000,
      lastUsedAt: 1_000,
    });
    expect(timer.waiting).toEqual([]);
    tracker.used('k1');
    expect(timer.waiting).toHaveLength(1);
    expect(await tracker.usage('k1')).toMatchObject({ uses: 11 });
  });

  it('uses the system clock and a timer that keeps no process alive by default', async () => {
    const timeout = vi.spyOn(globalThis, 'setTimeout');
    const tracker = createUsageTracker({ store: createMemoryUsageStore() });
    const before = Date.now();
    tracker.used('a');
    const timer = timeout.mock.results[0]?.value as NodeJS.Timeout;
    expect(timeout.mock.calls[0]?.[1]).toBe(5000);
    expect(timer.hasRef()).toBe(false);
    timeout.mockRestore();
    expect(await tracker.lastUsedAt('a')).toBeGreaterThanOrEqual(before);
    await tracker.close();
  });

  it.each([{ flushMs: 0 }, { flushMs: 1.5 }, { flushMs: 2 ** 31 }, { maxKeys: 1 }])(
    'refuses %j',
    (options) => {
      expect(() => createRig(options)).toThrow(RangeError);
    },
  );

  describe('when the store cannot be written', () => {
    it('keeps its counts, tries again, and says so once', async () => {
      const { store, clock, tracker, timer, logger } = createRig();
      const add = vi.spyOn(store, 'add').mockRejectedValue(unavailable());
      tracker.used('a', '192.0.2.1');
      for (let attempt = 0; attempt < 3; attempt += 1) {
        timer.fire();
        await settle();
      }
      expect(add).toHaveBeenCalledTimes(3);
      expect(logger.messages('error')).toEqual([
        'usage cannot be written; it is kept in memory and tried again',
      ]);
      clock.advance(9);
      tracker.used('a');
      tracker.failed('b');
      add.mockRestore();
      await tracker.flush();
      expect(await store.get('a')).toEqual({
        keyId: 'a',
        uses: 2,
        failures: 0,
        firstUsedAt: 1_000,
        lastUsedAt: 1_009,
        lastAddress: '192.0.2.1',
      });
      expect(await store.get('b')).toMatchObject({ failures: 1 });
    });

    it('tells whoever asks for a flush', async () => {
      const { store, tracker } = createRig();
      vi.spyOn(store, 'add').mockRejectedValueOnce(unavailable());
      tracker.used('a');
      await expect(tracker.flush()).rejects.toMatchObject({ retryable: true });
      await tracker.flush();
      expect(await store.get('a')).toMatchObject({ uses: 1 });
    });

    it('joins what it could not write with what came meanwhile', async () => {
      const { store, clock, tracker } = createRig();
      const wall = gate();
      vi.spyOn(store, 'add').mockImplementationOnce(async () => {
        await wall.opened;
        throw unavailable();
      });
      tracker.used('a', 'early');
      tracker.used('only early');
      const flushed = tracker.flush();
      await settle();
      clock.advance(3);
      tracker.used('a', 'late');
      tracker.used('only late');
      expect(await tracker.lastUsedAt('a')).toBe(1_003);
      wall.open();
      await expect(flushed).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_UNAVAILABLE' });
      await tracker.flush();
      expect(await store.get('a')).toMatchObject({
        uses: 2,
        firstUsedAt: 1_000,
        lastUsedAt: 1_003,
        lastAddress: 'late',
      });
      expect(await store.get('only early')).toMatchObject({ uses: 1 });
      expect(await store.get('only late')).toMatchObject({ uses: 1 });
    });

    it('holds counts of at most maxKeys keys, and says once that it drops others', async () => {
      const { store, tracker, timer, logger } = createRig({ maxKeys: 10 });
      const add = vi.spyOn(store, 'add').mockRejectedValue(unavailable());
      for (let key = 0; key < 1_000; key += 1) {
        tracker.used(`k${key}`);
        if (key % 50 === 0) await settle();
      }
      timer.fire();
      await settle();
      expect(await tracker.list()).toHaveLength(10);
      tracker.used('k1');
      expect(await tracker.usage('k1')).toMatchObject({ uses: 2 });
      const dropped = 'too much usage is unwritten; uses of further keys are not counted';
      expect(logger.messages('error').filter((message) => message === dropped)).toHaveLength(1);
      add.mockRestore();
      await tracker.flush();
      tracker.used('k999');
      expect(await tracker.usage('k999')).toMatchObject({ uses: 1 });
    });
  });

  it('writes early when half of its room is taken', async () => {
    const { store, tracker } = createRig({ maxKeys: 10 });
    for (let key = 0; key < 5; key += 1) tracker.used(`k${key}`);
    await settle();
    expect(await store.list()).toHaveLength(5);
  });

  it('reads nothing twice while a batch is being written', async () => {
    const { store, tracker } = createRig();
    const wall = gate();
    const add = store.add.bind(store);
    vi.spyOn(store, 'add').mockImplementationOnce(async (counted) => {
      await add(counted);
      await wall.opened;
    });
    tracker.used('a');
    const flushed = tracker.flush();
    await settle();
    tracker.used('a');
    const [one, all] = [tracker.usage('a'), tracker.list()];
    wall.open();
    await flushed;
    expect(await one).toMatchObject({ uses: 2 });
    expect(await all).toMatchObject([{ uses: 2 }]);
  });

  describe('lastUsedAt', () => {
    it('asks the store once per key, and follows uses after that', async () => {
      const { store, clock, tracker } = createRig();
      await store.add([{ keyId: 'a', uses: 1, failures: 0, firstUsedAt: 5, lastUsedAt: 5 }]);
      const get = vi.spyOn(store, 'get');
      expect(await tracker.lastUsedAt('a')).toBe(5);
      expect(await tracker.lastUsedAt('never')).toBeUndefined();
      tracker.used('a');
      await tracker.flush();
      clock.advance(7);
      tracker.used('a');
      expect(await tracker.lastUsedAt('a')).toBe(1_007);
      expect(get).toHaveBeenCalledTimes(2);
    });

    it('asks again for what another process wrote, when told to', async () => {
      const { store, tracker } = createRig();
      expect(await tracker.lastUsedAt('a')).toBeUndefined();
      await store.add([{ keyId: 'a', uses: 1, failures: 0, firstUsedAt: 9, lastUsedAt: 9 }]);
      expect(await tracker.lastUsedAt('a')).toBeUndefined();
      expect(await tracker.lastUsedAt('a', { fresh: true })).toBe(9);
      expect(await tracker.lastUsedAt('a')).toBe(9);
    });

    it('does not miss a use that is written while the store is asked', async () => {
      const { store, tracker } = createRig();
      const wall = gate();
      const get = store.get.bind(store);
      vi.spyOn(store, 'get').mockImplementationOnce(async (id) => {
        const before = await get(id);
        await wall.opened;
        return before;
      });
      const asked = tracker.lastUsedAt('a');
      await settle();
      tracker.used('a');
      await tracker.flush();
      wall.open();
      expect(await asked).toBe(1_000);
    });

    it('is not taken back by a clock that jumps back', async () => {
      const { clock, tracker } = createRig();
      tracker.used('a', 'first');
      await tracker.lastUsedAt('a');
      clock.advance(-500);
      tracker.used('a', 'second');
      expect(await tracker.lastUsedAt('a')).toBe(1_000);
      expect(await tracker.usage('a')).toMatchObject({
        firstUsedAt: 500,
        lastUsedAt: 1_000,
        lastAddress: 'first',
      });
    });
  });

  it('forgets deleted keys, counted or written', async () => {
    const { store, tracker } = createRig();
    tracker.used('a');
    tracker.used('b');
    await tracker.flush();
    tracker.used('a');
    await tracker.lastUsedAt('a');
    await tracker.forget(['a']);
    expect(await tracker.usage('a')).toBeUndefined();
    expect(await tracker.lastUsedAt('a')).toBeUndefined();
    expect((await store.list()).map(({ keyId }) => keyId)).toEqual(['b']);
  });

  describe('close', () => {
    it('writes what is left, closes the store, and counts no more', async () => {
      const { store, tracker, timer } = createRig();
      const written: (readonly KeyUsage[])[] = [];
      const add = store.add.bind(store);
      vi.spyOn(store, 'add').mockImplementation(async (counted) => {
        written.push(counted);
        await add(counted);
      });
      tracker.used('a');
      await Promise.all([tracker.close(), tracker.close()]);
      expect(written).toMatchObject([[{ keyId: 'a', uses: 1 }]]);
      expect(timer.waiting).toEqual([]);
      tracker.used('b');
      tracker.failed('c');
      expect(timer.waiting).toEqual([]);
      await expect(store.list()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_CLOSED' });
    });

    it('closes the store also when the last counts cannot be written, and says so', async () => {
      const { store, tracker, logger } = createRig();
      vi.spyOn(store, 'add').mockRejectedValue(unavailable());
      tracker.used('a');
      await tracker.close();
      expect(logger.entries).toEqual([
        {
          level: 'error',
          message: 'the last counts of usage could not be written',
          fields: { location: 'memory', problem: 'ERR_MCPAUTH_STORE_UNAVAILABLE' },
        },
      ]);
      await expect(store.list()).rejects.toMatchObject({ code: 'ERR_MCPAUTH_STORE_CLOSED' });
    });
  });

  it('loses and doubles no count, whatever fails and whenever it is written', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('used' as const), key: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ do: fc.constant('failed' as const), key: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ do: fc.constantFrom('flush' as const, 'fail' as const), key: fc.constant('') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { store, tracker } = createRig();
        const add = store.add.bind(store);
        let failing = false;
        store.add = async (counted) => {
          await Promise.resolve();
          if (failing) throw unavailable();
          await add(counted);
        };
        const expected = new Map<string, [number, number]>();
        const flushes: Promise<unknown>[] = [];
        for (const { do: what, key } of steps) {
          const [uses, failures] = expected.get(key) ?? [0, 0];
          if (what === 'used') expected.set(key, [uses + 1, failures]);
          if (what === 'failed') expected.set(key, [uses, failures + 1]);
          if (what === 'used' || what === 'failed') tracker[what](key);
          if (what === 'fail') failing = !failing;
          if (what === 'flush') flushes.push(tracker.flush().catch(() => undefined));
          if (flushes.length % 3 === 1) await Promise.resolve();
        }
        const seen = await tracker.list();
        await Promise.all(flushes);
        failing = false;
        await tracker.flush();
        for (const list of [seen, await store.list()]) {
          const counts = list.map(({ keyId, uses, failures }) => [keyId, [uses, failures]]);
          expect(new Map(counts as [string, [number, number]][])).toEqual(expected);
        }
      }),
      { numRuns: 200 },
    );
  });
});
