import { describe, expect, it } from 'vitest';
import type { After } from '../src/command/wait-until.js';
import { createLoxoneTools } from '../src/index.js';
import { authorize, limitedTo } from './support/authorize.js';
import { call, errorOf, NOW } from './support/call.js';
import { testHouse } from './support/house.js';

/** Time that a test moves. */
function manual() {
  let now = NOW;
  let timers: { at: number; callback: () => void }[] = [];
  const after: After = (ms, callback) => {
    const timer = { at: now + ms, callback };
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };
  return {
    tools: createLoxoneTools({ clock: { now: () => now }, after }),
    pending: () => timers.length,
    advance(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = next.at;
        timers = timers.filter((one) => one !== next);
        next.callback();
      }
      now = until;
    },
  };
}

function begin(
  args: Record<string, unknown>,
  more: { signal?: AbortSignal; progress?: (...told: unknown[]) => void } = {},
) {
  const home = testHouse();
  const time = manual();
  const { signal, progress } = more;
  const result = call('loxone_wait_for', args, {
    home,
    tools: time.tools,
    ...(signal !== undefined && { signal }),
    ...(progress !== undefined && { ports: { progress } }),
  });
  return { home, time, result };
}

describe('loxone_wait_for', () => {
  it('ends with the change that it waits for, and leaves nothing behind', async () => {
    const { home, time, result } = begin({ target: 'Coffee', condition: 'on' });
    const listeners = home.listeners;
    time.advance(1500);
    home.set('oven', { active: 1 });
    home.set('coffee', { active: 1 });
    expect((await result).structured).toEqual({
      fulfilled: true,
      waited_ms: 1500,
      state: 'on',
      states: expect.objectContaining({ active: true }),
    });
    expect((await result).text).toBe('Coffee [Küche]: on');
    expect(home.listeners).toBe(listeners - 1);
    expect(time.pending()).toBe(0);
  });

  it.each([
    [{ target: 'Coffee', condition: 'off' }],
    [{ target: 'Blind', condition: 'gt', value: 30 }],
    [{ target: 'Blind', condition: 'lt', value: '40.5' }],
    [{ target: 'Blind', condition: 'eq', value: 40 }],
    [{ target: 'Blind', state: 'POSITION', condition: 'ne', value: 50 }],
    [{ target: 'Coffee', condition: 'eq', value: false }],
    [{ target: 'Coffee', condition: 'eq', value: 'Off' }],
  ])('is over at once when it is so: %j', async (args) => {
    const { result, time } = begin(args);
    expect((await result).structured).toMatchObject({ fulfilled: true, waited_ms: 0 });
    expect(time.pending()).toBe(0);
  });

  it.each([
    [{ target: 'Coffee', condition: 'changes' }, 'coffee', { active: 1 }],
    [{ target: 'Coffee', condition: 'on' }, 'coffee', { active: 1 }],
    [{ target: 'Blind', condition: 'closed' }, 'blind', { position: 1 }],
    [{ target: 'Blind', condition: 'open' }, 'blind', { position: 0 }],
    [{ target: 'Blind', condition: 'gt', value: 40 }, 'blind', { position: 0.41 }],
    [{ target: 'Blind', condition: 'lt', value: 40 }, 'blind', { position: 0.39 }],
    [{ target: 'Blind', condition: 'ne', value: 40 }, 'blind', { position: 0.41 }],
    [{ target: 'Coffee', condition: 'eq', value: 'on' }, 'coffee', { active: 1 }],
  ])('waits for %j', async (args, id, wire) => {
    const { home, result, time } = begin(args);
    expect(time.pending()).toBe(1);
    home.set(id, wire);
    expect((await result).structured.fulfilled).toBe(true);
  });

  it('gives up in time, and says how it is', async () => {
    const { result, time } = begin({ target: 'Coffee', condition: 'on', timeout_ms: 1000 });
    time.advance(999);
    expect(time.pending()).toBe(1);
    time.advance(1);
    expect(errorOf(await result)).toMatchObject({
      code: 'timeout',
      message: 'Coffee [Küche] is still: off.',
    });
    expect((await result).structured).toMatchObject({
      fulfilled: false,
      waited_ms: 1000,
      state: 'off',
    });
  });

  it('looks once and does not wait with a timeout of 0', async () => {
    const { result, time } = begin({ target: 'Coffee', condition: 'on', timeout_ms: 0 });
    expect(errorOf(await result)?.code).toBe('timeout');
    expect(time.pending()).toBe(0);
  });

  it('tells how far it is, with each change and every few seconds', async () => {
    const told: unknown[][] = [];
    const { home, result, time } = begin(
      { target: 'Blind', condition: 'closed', timeout_ms: 20_000 },
      { progress: (...one) => told.push(one) },
    );
    time.advance(5000);
    home.set('blind', { position: 0.6 });
    time.advance(5000);
    home.set('blind', { position: 1 });
    await result;
    expect(told.map(([done, total]) => [done, total])).toEqual([
      [5, 20],
      [5, 20],
      [10, 20],
    ]);
    expect(String(told[1]?.[2])).toContain('60 %');
    expect(time.pending()).toBe(0);
  });

  it('ends when the call is cancelled, before or while it waits', async () => {
    const controller = new AbortController();
    const { result, time } = begin(
      { target: 'Coffee', condition: 'on' },
      { signal: controller.signal },
    );
    controller.abort();
    expect(errorOf(await result)?.code).toBe('cancelled');
    expect(time.pending()).toBe(0);
    const before = begin({ target: 'Coffee', condition: 'on' }, { signal: AbortSignal.abort() });
    expect(errorOf(await before.result)?.code).toBe('cancelled');
  });

  it('ends when the device is taken out of the house', async () => {
    const { home, result } = begin({ target: 'Coffee', condition: 'on' });
    home.replaceStructure(
      home.controls().filter(({ id }) => id !== 'coffee'),
      '2',
    );
    expect(errorOf(await result)?.code).toBe('unknown_device');
  });

  it('says nothing to a key that has expired meanwhile', async () => {
    const home = testHouse();
    const time = manual();
    let mayRead = true;
    const result = call(
      'loxone_wait_for',
      { target: 'Coffee', condition: 'on' },
      {
        home,
        tools: time.tools,
        authorize: (principal, action) =>
          mayRead ? authorize(principal, action) : { allow: false, reason: 'revoked' as never },
      },
    );
    mayRead = false;
    home.set('coffee', { active: 1 });
    expect(errorOf(await result)?.code).toBe('unknown_device');
    expect((await result).structured).not.toHaveProperty('state');
  });

  it.each([
    [{ target: 'Coffee', condition: 'open' }, 'not_supported'],
    [{ target: 'Temperature', condition: 'on' }, 'not_supported'],
    [{ target: 'Coffee', state: 'nonsense' }, 'invalid_argument'],
    [{ target: 'Blind', condition: 'gt' }, 'invalid_argument'],
    [{ target: 'Blind', condition: 'gt', value: 'high' }, 'invalid_argument'],
    [{ target: 'Coffee', timeout_ms: 300_001 }, 'out_of_range'],
    [{ target: 'Nonsense' }, 'unknown_device'],
  ])('refuses %j with %s at once', async (args, code) => {
    const { result, time } = begin(args);
    expect(errorOf(await result)?.code).toBe(code);
    expect(time.pending()).toBe(0);
  });

  it('does not wait for a house that will not come back, nor for what is not seen', async () => {
    const home = testHouse();
    home.current = { phase: 'rejected', since: NOW };
    const result = await call('loxone_wait_for', { target: 'Coffee' }, { home });
    expect(errorOf(result)?.code).toBe('house_offline');
    const principal = limitedTo({ devices: ['blind'] });
    const hidden = await call(
      'loxone_wait_for',
      { target: 'coffee' },
      { home: testHouse(), principal },
    );
    expect(errorOf(hidden)?.code).toBe('unknown_device');
  });
});
