import { CONTROL_TYPES, controlType, decodeState } from '@gatehouse/loxone-controls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedShare, isOn } from '../src/state/condition.js';
import { summaryOf } from '../src/state/summary.js';
import { admin } from './support/authorize.js';
import { call, devicesOf, errorOf, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { MANY_RUNS } from './support/many-runs.js';

const HALL = room('Hall');

const ofFamily = (family: string) =>
  CONTROL_TYPES.filter((entry) => entry.family === family).map(({ type }) => type);

const LIGHT_WISHES = [
  { action: 'on' },
  { action: 'off' },
  { action: 'brightness', brightness: 50 },
  { action: 'mood', mood: 3 },
] as const;

const COVER_WISHES = [
  { action: 'open' },
  { action: 'close' },
  { action: 'stop' },
  { action: 'shade' },
  { action: 'position', position: 30 },
  { action: 'slats', slats: 30 },
] as const;

/** A house with one control of a type, which has reported nothing yet. */
function only(type: string): FakeHome {
  const home = new FakeHome([control({ id: 'it', name: 'It', type, room: HALL })]);
  home.react = () => ({ outcome: 'refused', code: 500, message: 'only to see what was sent' });
  return home;
}

/** Commands that were sent, all of them known to the catalog for the type. */
async function sent(tool: string, type: string, wish: object): Promise<readonly string[]> {
  const home = only(type);
  const result = await call(tool, { targets: ['it'], ...wish }, { home, principal: admin });
  const commands = home.executed.map(({ request }) => request.command);
  const known = controlType(type)?.commands.map(({ name }) => name) ?? [];
  expect(known, type).toEqual(expect.arrayContaining([...commands]));
  expect(result.isError).toBe(true);
  expect(errorOf(result)?.code, `${type} ${JSON.stringify(wish)}`).toBe(
    commands.length > 0 ? 'refused' : 'not_supported',
  );
  return commands;
}

describe('every type of the catalog', () => {
  it.each(ofFamily('lights'))('%s can be switched by the tool for lights', async (type) => {
    for (const wish of LIGHT_WISHES) {
      const commands = await sent('loxone_control_lights', type, wish);
      const isSwitching = wish.action === 'on' || wish.action === 'off';
      if (isSwitching) expect(commands, `${type} ${wish.action}`).toHaveLength(1);
    }
  });

  it.each(ofFamily('covers'))('%s can be moved by the tool for covers', async (type) => {
    for (const wish of COVER_WISHES) {
      const commands = await sent('loxone_control_covers', type, wish);
      const isMoving = ['open', 'close', 'stop'].includes(wish.action);
      if (isMoving) expect(commands, `${type} ${wish.action}`).toHaveLength(1);
    }
  });

  it('dims what it calls dimmable, and sets moods where it says there are some', async () => {
    for (const { type, capabilities } of CONTROL_TYPES.filter(
      ({ family }) => family === 'lights',
    )) {
      const dims = await sent('loxone_control_lights', type, {
        action: 'brightness',
        brightness: 50,
      });
      const hasColor = controlType(type)?.commands.some(({ name }) => name === 'set-brightness');
      if (capabilities.includes('dimmable') && hasColor === true) expect(dims).toHaveLength(1);
      const moods = await sent('loxone_control_lights', type, { action: 'mood', mood: 3 });
      expect(moods.length, type).toBe(capabilities.includes('moods') ? 1 : 0);
    }
  });

  const others = CONTROL_TYPES.filter(({ family }) => family !== 'lights' && family !== 'covers');

  it.each(others.map(({ type }) => type))('%s is moved by neither', async (type) => {
    const home = only(type);
    const covers = await call(
      'loxone_control_covers',
      { targets: ['it'], action: 'open' },
      { home, principal: admin },
    );
    if (type !== 'UpDownDigital') {
      expect(errorOf(covers)?.code).toBe('not_supported');
      expect(covers.text).toContain(type);
    }
    if (type !== 'Switch' && type !== 'TimedSwitch') {
      const lights = await call(
        'loxone_control_lights',
        { targets: ['it'], action: 'on' },
        { home, principal: admin },
      );
      expect(errorOf(lights)?.code).toBe('not_supported');
      expect(lights.text).toContain(type);
    }
    const group = { targets: [{ all: true }], action: 'off' };
    expect(
      errorOf(await call('loxone_control_lights', group, { home, principal: admin }))?.code,
    ).toBe('nothing_selected');
    expect(home.executed).toHaveLength(type === 'UpDownDigital' ? 1 : 0);
  });

  it.each(CONTROL_TYPES.map(({ type }) => type))(
    '%s can be found and read before it has reported',
    async (type) => {
      const home = only(type);
      const found = await call('loxone_search', { query: 'it hall' }, { home });
      expect(devicesOf(found)).toHaveLength(1);
      for (const detail of ['main', 'all']) {
        const read = await call('loxone_get_state', { targets: ['it'], detail }, { home });
        expect(read.isError).toBeUndefined();
      }
    },
  );
});

describe('whatever the Miniserver reports', () => {
  const wire = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.json(),
    fc.constantFrom('[1,2]', '{"locked":1}', 'hsv(1,2,3)', 'temp(,)', '1="a",2="b"', ''),
  );
  const type = fc.constantFrom(...CONTROL_TYPES.map((entry) => entry.type));

  it('every type can be summed up in clean words', MANY_RUNS, () => {
    fc.assert(
      fc.property(type, fc.array(wire, { minLength: 12, maxLength: 12 }), (name, values) => {
        const it = control({ id: 'it', name: 'It', type: name });
        const states = Object.keys(it.states).map((state, at) => ({
          name: state,
          ...decodeState(name, state, values[at % values.length]),
        }));
        const summary = summaryOf(it, states);
        expect(summary ?? '').not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(summary).not.toBe('');
        expect([undefined, true, false]).toContain(isOn(it, states));
        const closed = closedShare(it, states);
        expect(closed === undefined || Number.isFinite(closed)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('every tool answers', MANY_RUNS, async () => {
    await fc.assert(
      fc.asyncProperty(
        type,
        fc.array(wire, { minLength: 6, maxLength: 6 }),
        async (name, values) => {
          const home = only(name);
          const states = Object.keys(home.control('it')?.states ?? {});
          home.set(
            'it',
            Object.fromEntries(states.map((state, at) => [state, values[at % 6] ?? 0])),
          );
          await call('loxone_search', { state: 'on' }, { home });
          await call('loxone_get_state', { targets: ['it'], detail: 'all' }, { home });
          for (const wish of LIGHT_WISHES) {
            await call('loxone_control_lights', { targets: ['it'], ...wish }, { home });
          }
          for (const wish of COVER_WISHES) {
            await call('loxone_control_covers', { targets: ['it'], ...wish }, { home });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a switch', () => {
  it('is taken when it is named, and in a group only as a light', async () => {
    const lamp = control({
      id: 'lamp',
      name: 'Lamp',
      type: 'Switch',
      category: { id: 'c', name: 'Anything', type: 'lights' },
    });
    const pump = control({ id: 'pump', name: 'Pump', type: 'Switch' });
    const home = new FakeHome([lamp, pump]);
    home.react = () => ({ active: 1 });
    const both = await call(
      'loxone_control_lights',
      { targets: ['Lamp', 'Pump'], action: 'on' },
      { home },
    );
    expect(outcomesOf(both)).toEqual({ lamp: 'changed', pump: 'changed' });
    const group = await call(
      'loxone_control_lights',
      { targets: [{ all: true }], action: 'on' },
      { home },
    );
    expect(outcomesOf(group)).toEqual({ lamp: 'already' });
  });
});
