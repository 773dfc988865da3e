import type { CommandOutcome } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { createLoxoneTools } from '../src/index.js';
import { limitedTo, monitor } from './support/authorize.js';
import { call, errorOf, itemsOf, NOW, outcomesOf } from './support/call.js';
import { control } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';

const TOOLS = [
  ['loxone_control_lights', { targets: ['table'], action: 'brightness', brightness: 70 }],
  ['loxone_control_covers', { targets: ['blind'], action: 'position', position: 70 }],
] as const;

const STATUS = { phase: 'reconnecting', since: NOW - 90_000, problem: 'The link broke' } as const;

describe.each(TOOLS)('%s tells the truth of a command', (name, args) => {
  it.each<[CommandOutcome, string, string, RegExp]>([
    [
      { outcome: 'unchanged', waitedMs: 2000 },
      'unchanged',
      'no_effect',
      /no state changed within 2 s; it is (off|shading 40 %)/,
    ],
    [
      { outcome: 'refused', code: 423, message: 'The control is locked' },
      'refused',
      'refused',
      /refused by the Miniserver: The control is locked \(423\)/,
    ],
    [
      { outcome: 'offline', status: STATUS },
      'offline',
      'house_offline',
      /not sent: The link broke\./,
    ],
    [
      { outcome: 'unknown', message: 'The connection was lost' },
      'unknown',
      'outcome_unknown',
      /nobody knows what became of it: The connection was lost/,
    ],
    [
      { outcome: 'invalid', problem: { code: 'secured', message: 'needs a password' } },
      'refused',
      'refused',
      /not sent: needs a password/,
    ],
  ])('%j is %s, an error', async (outcome, expected, code, text) => {
    const home = testHouse();
    home.react = () => outcome;
    const result = await call(name, args, { home });
    expect(result.isError).toBe(true);
    expect(itemsOf(result).map((item) => item.outcome)).toEqual([expected]);
    expect(errorOf(result)?.code).toBe(code);
    expect(result.text).toMatch(text);
  });

  it('does not lose the others when the port itself fails', async () => {
    const home = testHouse();
    home.execute = () => Promise.reject(new TypeError('a secret detail'));
    const result = await call(name, args, { home });
    expect(itemsOf(result)).toMatchObject([{ outcome: 'unknown' }]);
    expect(result.text).not.toContain('secret');
  });

  it('says that a call which does not wait saw nothing', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'unchanged', waitedMs: 0 });
    const result = await call(name, { ...args, wait_ms: 0 }, { home });
    expect(result.isError).toBeUndefined();
    expect(itemsOf(result)).toMatchObject([{ outcome: 'accepted' }]);
    expect(result.text).toContain('accepted by the Miniserver, not waited for');
    expect(home.executed[0]?.waitMs).toBe(0);
  });

  it('hands on how long to wait, two seconds by default', async () => {
    const home = testHouse();
    await call(name, args, { home });
    await call(name, { ...args, wait_ms: 500 }, { home });
    expect(home.executed.map(({ waitMs }) => waitMs)).toEqual([2000, 500]);
  });

  it('does not wait long for a device that is as wanted', async () => {
    const home = testHouse();
    home.set('table', { position: 70 });
    home.set('blind', { position: 0.7 });
    const result = await call(name, args, { home });
    expect(itemsOf(result)).toMatchObject([{ outcome: 'already' }]);
    await call(name, { ...args, wait_ms: 100 }, { home });
    expect(home.executed.map(({ waitMs }) => waitMs)).toEqual([500, 100]);
  });

  it('says when the house settled elsewhere than asked', async () => {
    const home = testHouse();
    home.react = () => ({ position: 0.5 });
    const result = await call(name, args, { home });
    expect(result.text).toContain('not (yet) as asked');
  });

  it.each(['connecting', 'reconnecting', 'rejected', 'stopped'] as const)(
    'sends nothing while the house is %s',
    async (phase) => {
      const home = testHouse();
      home.current = { phase, since: NOW - 1000 };
      const result = await call(name, args, { home });
      expect(result.isError).toBe(true);
      expect(errorOf(result)?.code).toBe('house_offline');
      expect(errorOf(result)?.message).toMatch(/^Nothing was sent\. [A-Z]/);
      expect(itemsOf(result)).toMatchObject([{ outcome: 'offline' }]);
      expect(home.executed).toEqual([]);
    },
  );

  it('only checks in a dry run', async () => {
    const home = testHouse();
    const result = await call(name, { ...args, dry_run: true }, { home });
    expect(result.isError).toBeUndefined();
    expect(itemsOf(result)).toMatchObject([{ outcome: 'planned' }]);
    expect(result.text).toMatch(/^Dry run, nothing was sent\./);
    expect(result.text).toMatch(/would be sent set-(brightness|position) \w+ 70; it is/);
    expect(home.executed).toEqual([]);
  });

  it('decides in a dry run as it would decide in earnest', async () => {
    const home = testHouse();
    const principal = limitedTo({ rooms: ['Living room'] });
    const unseen = await call(name, { ...args, dry_run: true }, { home, principal });
    expect(errorOf(unseen)?.code).toBe('unknown_device');
    const viewer = await call(name, { ...args, dry_run: true }, { home, principal: monitor });
    expect(errorOf(viewer)?.code).toBe('not_allowed');
  });

  it('checks arguments in a dry run too', async () => {
    const home = testHouse();
    const wrong = Object.fromEntries(
      Object.entries(args).map(([key, value]) => [key, value === 70 ? 170 : value]),
    );
    expect(errorOf(await call(name, { ...wrong, dry_run: true }, { home }))?.code).toBe(
      'out_of_range',
    );
  });

  it('sends nothing for a call that has been ended', async () => {
    const home = testHouse();
    const result = await call(name, args, { home, signal: AbortSignal.abort() });
    expect(result.isError).toBe(true);
    expect(itemsOf(result)).toMatchObject([{ outcome: 'cancelled' }]);
    expect(home.executed).toEqual([]);
  });
});

describe('several targets', () => {
  it('tells partial success from success', async () => {
    const home = testHouse();
    const obey = home.react;
    home.react = (request, control) =>
      control.id === 'oven'
        ? { outcome: 'refused', code: 500, message: 'no' }
        : obey(request, control);
    const args = { targets: ['table', 'oven', 'floor'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home });
    expect(result.isError).toBeUndefined();
    expect(errorOf(result)).toBeUndefined();
    expect(result.text.split('\n')).toEqual([
      '2 of 3 succeeded.',
      'Table lamp [Küche]: now on, 80 % bright',
      'Oven lamp [Küche]: refused by the Miniserver: no (500)',
      'Floor lamp [Living room]: now on, 80 % bright',
    ]);
  });

  it('is an error when none succeeded', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'refused', code: 500, message: 'no' });
    const args = { targets: ['table', 'floor'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home });
    expect(result.isError).toBe(true);
    expect(errorOf(result)?.message).toBe('None of 2 devices did what was asked.');
  });

  it('sends nothing at all when one target is wrong, and says what is wrong with each', async () => {
    const home = testHouse();
    const args = { targets: ['table', 'nonsense', 'Blind', 'Spots'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home });
    expect(home.executed).toEqual([]);
    expect(errorOf(result)?.code).toBe('unknown_device');
    expect(result.text).toContain('targets[1]: no device');
    expect(result.text).toContain('targets[2]: it is a blind');
    expect(result.text).toContain('targets[3]: 2 devices have this name.');
    expect(errorOf(result)?.message).toContain('targets[3]');
  });

  it('keeps at most sixteen commands under way, and answers in the order of the targets', async () => {
    const lamps = Array.from({ length: 20 }, (_, at) =>
      control({ id: `l${at}`, name: `Lamp ${at}`, type: 'Dimmer' }),
    );
    const home = new FakeHome(lamps);
    let underWay = 0;
    let most = 0;
    home.execute = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return { outcome: 'refused', code: 500, message: 'no' };
    };
    const targets = lamps.map(({ id }) => id).reverse();
    const result = await call('loxone_control_lights', { targets, action: 'off' }, { home });
    expect(most).toBe(16);
    expect(itemsOf(result).map(({ id }) => id)).toEqual(targets);
  });

  it('stops sending when the call is ended in between', async () => {
    const home = testHouse();
    const controller = new AbortController();
    home.react = () => {
      controller.abort();
      return { position: 5 };
    };
    const args = { targets: ['table', 'floor'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home, signal: controller.signal });
    expect(outcomesOf(result)).toEqual({ table: 'changed', floor: 'cancelled' });
  });
});

describe('central controls', () => {
  const off = { targets: ['All lights'], action: 'off' };

  it('tells by what they move whether they worked', async () => {
    const home = testHouse();
    const result = await call('loxone_control_lights', off, { home });
    expect(itemsOf(result)).toEqual([
      {
        id: 'all-lights',
        label: 'All lights [Living room]',
        outcome: 'changed',
        detail: '1 of its devices changed; 2 of its 2 devices report it',
        state: '2 of its 2 devices report it',
      },
    ]);
  });

  it('waits for devices that follow one after the other', async () => {
    const home = testHouse();
    home.set('table', { position: 20 });
    home.react = () => {
      queueMicrotask(() => home.set('table', { position: 0 }));
      setImmediate(() => home.set('floor', { position: 0 }));
      return { outcome: 'unchanged', waitedMs: 0 };
    };
    const result = await call('loxone_control_lights', { ...off, wait_ms: 60_000 }, { home });
    expect(result.text).toContain('2 of its devices changed; 2 of its 2 devices report it');
    expect(home.listeners, 'the subscription of the wait has ended').toBe(1);
  });

  it('says so when nothing happens within the wait', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'unchanged', waitedMs: 0 });
    let waited = 0;
    const tools = createLoxoneTools({
      after: (ms, callback) => {
        waited = ms;
        queueMicrotask(callback);
        return () => undefined;
      },
    });
    const result = await call('loxone_control_lights', off, { home, tools });
    expect(waited).toBe(2000);
    expect(result.isError).toBe(true);
    expect(errorOf(result)?.code).toBe('no_effect');
    expect(result.text).toContain('accepted, but no device changed within 2 s; 1 of its 2');
  });

  it('knows that all was so already', async () => {
    const home = testHouse();
    home.set('floor', { position: 0 });
    const result = await call('loxone_control_lights', off, { home });
    expect(outcomesOf(result)).toEqual({ 'all-lights': 'already' });
  });

  it('does not wait when it is told not to', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'unchanged', waitedMs: 0 });
    const result = await call('loxone_control_lights', { ...off, wait_ms: 0 }, { home });
    expect(outcomesOf(result)).toEqual({ 'all-lights': 'accepted' });
  });

  it('ends its waiting when the call is ended', async () => {
    const home = testHouse();
    const controller = new AbortController();
    home.react = () => {
      setImmediate(() => controller.abort());
      return { outcome: 'unchanged', waitedMs: 0 };
    };
    const result = await call(
      'loxone_control_lights',
      { ...off, wait_ms: 60_000 },
      { home, signal: controller.signal },
    );
    expect(outcomesOf(result)).toEqual({ 'all-lights': 'unknown' });
  });

  it('reports a refusal as one', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'refused', code: 403, message: 'no' });
    const result = await call(
      'loxone_control_covers',
      { targets: ['All blinds'], action: 'open' },
      { home },
    );
    expect(outcomesOf(result)).toEqual({ 'all-blinds': 'refused' });
  });
});
