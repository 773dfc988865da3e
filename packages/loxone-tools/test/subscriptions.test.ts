import type { Authorize, Principal } from '@gatehouse/core';
import type { HomeStateChange } from '@gatehouse/loxone-controls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLoxoneResources } from '../src/resources/loxone-resources.js';
import { createNewsFilter, defaultDeadBand } from '../src/subscriptions/dead-band.js';
import {
  createSubscriptions,
  type SubscriptionEvent,
  type Subscriptions,
  type SubscriptionsOptions,
} from '../src/subscriptions/subscriptions.js';
import { admin, authorize, limitedTo } from './support/authorize.js';
import { NOW, TOOLS } from './support/call.js';
import type { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';
import { createManualAfter, type ManualAfter } from './support/manual-after.js';

const resources = createLoxoneResources({ clock: { now: () => NOW }, tools: TOOLS });
const cook = limitedTo({ rooms: ['Küche'] });

interface Stage extends ManualAfter {
  readonly home: FakeHome;
  readonly subscriptions: Subscriptions;
  readonly events: SubscriptionEvent[];
  follow(uri: string, principal?: Principal): Promise<string | undefined>;
  /** URIs that were told to have changed since the last time. */
  told(): readonly string[];
}

function stage(options: Partial<SubscriptionsOptions> = {}, rights: Authorize = authorize): Stage {
  const home = testHouse();
  const time = createManualAfter();
  const events: SubscriptionEvent[] = [];
  const subscriptions = createSubscriptions({
    home,
    resources,
    after: time.after,
    emit: (event) => events.push(event),
    ...options,
  });
  return {
    home,
    subscriptions,
    events,
    after: time.after,
    get pending() {
      return time.pending;
    },
    run: () => time.run(),
    async follow(uri, principal = admin) {
      const result = await subscriptions.subscribe(uri, () =>
        Promise.resolve({ home, principal, authorize: rights }),
      );
      return result.ok ? undefined : result.error.code;
    },
    told: () => events.splice(0).flatMap((event) => (event.type === 'updated' ? [event.uri] : [])),
  };
}

const TABLE = 'loxone://controls/table/state';
const KITCHEN = 'loxone://rooms/room-K%C3%BCche';

describe('news', () => {
  it('tells those who follow what changed, and nobody else', async () => {
    const at = stage();
    for (const uri of [
      TABLE,
      KITCHEN,
      'loxone://controls/floor/state',
      'loxone://types/Jalousie',
    ]) {
      expect(await at.follow(uri)).toBeUndefined();
    }
    at.home.set('table', { position: 50 });
    await at.run();
    expect(at.told().toSorted()).toEqual([TABLE, KITCHEN].toSorted());
  });

  it('tells many changes once', async () => {
    const at = stage();
    await at.follow(TABLE);
    for (const position of [10, 20, 30]) at.home.set('table', { position });
    expect(at.pending).toEqual([250]);
    await at.run();
    expect(at.told()).toEqual([TABLE]);
  });

  it('slows down to two seconds while changes go on, and is quick again after a pause', async () => {
    const at = stage();
    await at.follow(TABLE);
    const waits: number[] = [];
    for (let position = 10; position < 70; position += 10) {
      at.home.set('table', { position });
      waits.push(...at.pending);
      await at.run();
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 2000, 2000]);
    expect(at.told()).toHaveLength(6);
    await at.run();
    expect(at.pending).toEqual([]);
    at.home.set('table', { position: 0 });
    expect(at.pending).toEqual([250]);
  });

  it('says nothing when the content is what it was', async () => {
    const at = stage();
    await at.follow(TABLE);
    at.home.set('table', { position: 50 });
    at.home.set('table', { position: 0 });
    await at.run();
    expect(at.told()).toEqual([]);
  });

  it('does not read again for what it does not show', async () => {
    const at = stage();
    await at.follow(TABLE);
    at.home.set('floor', { position: 10 });
    expect(at.pending).toEqual([]);
  });

  it('follows the page that was read', async () => {
    const at = stage();
    await at.follow('loxone://controls?limit=1');
    const before = at.home.reads.states;
    at.home.set('floor', { position: 11 });
    expect(at.pending).toEqual([]);
    expect(at.home.reads.states).toBe(before);
  });

  it('tells that the house went away and came back', async () => {
    const at = stage();
    await at.follow('loxone://system/health');
    at.home.current = { phase: 'reconnecting', since: NOW };
    at.home.emit({ type: 'status', status: at.home.current });
    await at.run();
    expect(at.told()).toEqual(['loxone://system/health']);
    at.home.current = { phase: 'reconnecting', since: NOW - 5000 };
    at.home.emit({ type: 'status', status: at.home.current });
    await at.run();
    expect(at.told()).toEqual([]);
  });

  it('takes a change that comes while it is read', async () => {
    const at = stage();
    const home = at.home;
    const subscribed = at.subscriptions.subscribe('loxone://scenes', () =>
      Promise.resolve({
        home,
        principal: admin,
        authorize,
        scenes: {
          list: () => {
            home.set('ceiling', { activeMoods: '[778]', activeMoodsNum: 778 });
            return Promise.resolve([]);
          },
        } as never,
      }),
    );
    await subscribed;
    expect(at.pending).toEqual([250]);
  });
});

describe('the dead band', () => {
  it('leaves the trembling of a sensor out, and tells a drift', async () => {
    const at = stage();
    const uri = 'loxone://controls/ceiling%2FAI1/state';
    await at.follow(uri);
    at.home.set('ceiling/AI1', { position: 35.4 });
    expect(at.pending).toEqual([]);
    at.home.set('ceiling/AI1', { position: 35.8 });
    at.home.set('ceiling/AI1', { position: 36.1 });
    await at.run();
    expect(at.told()).toEqual([uri]);
  });

  it('takes the band that it is given', async () => {
    const at = stage({ deadBand: () => 30 });
    await at.follow(TABLE);
    at.home.set('table', { position: 20 });
    at.home.set('table', { position: 49 });
    await at.run();
    expect(at.told()).toEqual([TABLE]);
    at.home.set('table', { position: 30 });
    await at.run();
    expect(at.told()).toEqual([]);
  });

  const change = (before: number, value: number, unit?: string): HomeStateChange => ({
    control: 'c',
    before,
    state: { name: 's', value, ...(unit !== undefined && { unit }) },
  });

  it.each([
    [20, 20.1, '°C', false],
    [20, 20.3, '°C', true],
    [0, 0.1, '%', true],
    [0.1, 0, '%', true],
    [50, 50.5, '%', false],
    [1000, 1005, 'm³', false],
    [1000, 1010, 'm³', true],
    [1, 2, undefined, true],
  ])('%d to %d %s', (before, value, unit, isNews) => {
    expect(createNewsFilter(defaultDeadBand).isNews(change(before, value, unit))).toBe(isNews);
  });

  it('never lets the told value be further away than the band', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 40, noNaN: true }), { minLength: 2 }),
        (values) => {
          const filter = createNewsFilter(defaultDeadBand);
          const [first = 1, ...rest] = values;
          let before = first;
          let told = first;
          for (const value of rest) {
            if (filter.isNews(change(before, value, '°C'))) told = value;
            before = value;
            if (Math.abs(told - value) >= 0.2) return false;
          }
          return true;
        },
      ),
    );
  });

  it('does not hold back words and switches', () => {
    const filter = createNewsFilter(() => 1000);
    const state = { name: 's', value: true };
    expect(filter.isNews({ control: 'c', before: false, state })).toBe(true);
  });
});

describe('limits', () => {
  it('bounds the number, and takes one again when one has ended', async () => {
    const at = stage({ maxPerConnection: 2 });
    expect(await at.follow(TABLE)).toBeUndefined();
    expect(await at.follow(TABLE)).toBeUndefined();
    expect(await at.follow(KITCHEN)).toBeUndefined();
    expect(await at.follow('loxone://home')).toBe('too_many_targets');
    at.subscriptions.unsubscribe(TABLE);
    expect(await at.follow('loxone://controls')).toBeUndefined();
    expect(at.subscriptions.size).toBe(2);
  });

  it('does not count what cannot be read', async () => {
    const at = stage({ maxPerConnection: 1 });
    expect(await at.follow('loxone://controls/none/state')).toBe('unknown_device');
    expect(await at.follow('loxone://nonsense')).toBe('unknown_device');
    expect(at.subscriptions.size).toBe(0);
    expect(await at.follow(TABLE)).toBeUndefined();
  });

  it.each(['controls/table/history', 'docs/targets', 'weather/hourly', 'system/diagnostics'])(
    'does not follow %s, which has to be asked for',
    async (path) => {
      expect(await stage().follow(`loxone://${path}`)).toBe('not_supported');
    },
  );

  it('ends everything with the connection', async () => {
    const at = stage();
    await at.follow(TABLE);
    const before = at.home.listeners;
    at.home.set('table', { position: 50 });
    at.subscriptions.stop();
    expect(at.home.listeners).toBe(before - 1);
    expect(at.pending).toEqual([]);
    at.home.set('table', { position: 60 });
    await at.run();
    expect(at.told()).toEqual([]);
    expect(at.subscriptions.size).toBe(0);
  });

  it('says no more to who has unsubscribed, a reading under way included', async () => {
    const at = stage();
    await at.follow(TABLE);
    at.home.set('table', { position: 50 });
    at.subscriptions.unsubscribe(TABLE);
    await at.run();
    expect(at.told()).toEqual([]);
  });
});

describe('lists', () => {
  it('tells of a new structure and of other rights', async () => {
    const at = stage();
    at.home.replaceStructure(CONTROLS.slice(1), '2026-02-02 00:00:00');
    at.subscriptions.rightsChanged();
    expect(at.events).toEqual([
      { type: 'lists', because: 'structure' },
      { type: 'lists', because: 'rights' },
    ]);
  });

  it('reads again when the structure changes', async () => {
    const at = stage();
    await at.follow('loxone://rooms');
    at.home.replaceStructure(CONTROLS.slice(3), '2026-02-02 00:00:00');
    await at.run();
    expect(at.told()).toEqual(['loxone://rooms']);
  });
});

describe('what the caller may not see', () => {
  it('is not followed, as if it did not exist', async () => {
    const at = stage();
    const floor = await at.follow('loxone://controls/floor/state', cook);
    expect(floor).toBe(await at.follow('loxone://controls/nothing/state', cook));
    expect(floor).toBe('unknown_device');
  });

  it('makes no news in anything that can be followed', async () => {
    const at = stage({ maxPerConnection: 1000 });
    for (const { pattern } of resources.definitions) {
      const uris =
        pattern.uri === undefined
          ? [...CONTROLS, { id: 'room-Küche' }, { id: 'temperature' }].map(({ id }) =>
              pattern.expand(Object.fromEntries(pattern.variables.map((name) => [name, id]))),
            )
          : [pattern.uri];
      for (const uri of uris) await at.follow(uri, cook);
    }
    expect(at.subscriptions.size).toBeGreaterThan(20);
    at.home.set('floor', { position: 11 });
    at.home.set('gate', { position: 1, active: 1 });
    at.home.set('curtain', { position: 0 });
    at.home.set('sofa', { activeScene: 2 });
    await at.run();
    expect(at.told()).toEqual([]);
    at.home.set('table', { position: 90 });
    await at.run();
    expect(at.told().length).toBeGreaterThan(3);
  });

  it('is told once as gone when the rights go, and not at all after', async () => {
    let may = true;
    const at = stage({ mayRead: () => may });
    await at.follow(TABLE);
    may = false;
    at.home.set('table', { position: 50 });
    await at.run();
    expect(at.told()).toEqual([TABLE]);
    at.home.set('table', { position: 80 });
    await at.run();
    expect(at.told()).toEqual([]);
  });

  it('is gone when nobody knows the key any more', async () => {
    const at = stage();
    let isKnown = true;
    const context = { home: at.home, principal: admin, authorize };
    await at.subscriptions.subscribe(TABLE, () => {
      if (!isKnown) return Promise.reject(new TypeError('the store is closed'));
      return Promise.resolve(context);
    });
    isKnown = false;
    at.home.set('table', { position: 50 });
    await at.run();
    expect(at.told()).toEqual([TABLE]);
    at.home.set('table', { position: 70 });
    await at.run();
    expect(at.told()).toEqual([]);
  });
});
