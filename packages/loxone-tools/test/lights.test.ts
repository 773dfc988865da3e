import { describe, expect, it } from 'vitest';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { control } from './support/controls.js';
import { CONTROLS, KITCHEN, testHouse } from './support/house.js';

const LIGHTS = 'loxone_control_lights';

describe('loxone_control_lights', () => {
  it('says what the house then reported', async () => {
    const home = testHouse();
    const args = { targets: ['Table lamp'], action: 'brightness', brightness: 45 };
    const result = await call(LIGHTS, args, { home });
    expect(result.isError).toBeUndefined();
    expect(result.text).toBe('Table lamp [Küche]: now on, 45 % bright');
    expect(itemsOf(result)).toEqual([
      {
        id: 'table',
        label: 'Table lamp [Küche]',
        outcome: 'changed',
        detail: 'now on, 45 % bright',
        state: 'on, 45 % bright',
      },
    ]);
  });

  it.each([
    ['table', { action: 'on' }, 'on', {}],
    ['table', { action: 'off' }, 'off', {}],
    ['table', { action: 'brightness', brightness: 0 }, 'off', {}],
    ['oven', { action: 'on' }, 'on', {}],
    ['ceiling/AI3', { action: 'on' }, 'on', {}],
    ['ceiling', { action: 'on' }, 'set-mood', { mood: 777 }],
    ['ceiling', { action: 'off' }, 'off', {}],
    ['ceiling', { action: 'mood', mood: 'bright' }, 'set-mood', { mood: 1 }],
    ['ceiling', { action: 'mood', mood: 2 }, 'set-mood', { mood: 2 }],
    ['ceiling', { action: 'mood', mood: '2' }, 'set-mood', { mood: 2 }],
    ['ceiling/AI2', { action: 'brightness', brightness: 30 }, 'set-brightness', { brightness: 30 }],
    ['sofa', { action: 'mood', mood: 'film' }, 'set-scene', { scene: 2 }],
    ['sofa', { action: 'on' }, 'on', {}],
    ['all-lights', { action: 'off' }, 'off', {}],
  ])('gives %s the command for %j', async (id, wish, command, args) => {
    const home = testHouse();
    await call(LIGHTS, { targets: [id], ...wish }, { home });
    expect(home.executed.map(({ request }) => request)).toEqual([{ control: id, command, args }]);
  });

  it('dims a light controller by the part that dims all its circuits', async () => {
    const home = testHouse();
    const args = { targets: ['Ceiling'], action: 'brightness', brightness: 55 };
    const result = await call(LIGHTS, args, { home });
    expect(home.executed[0]?.request).toMatchObject({
      control: 'ceiling/masterValue',
      command: 'set-brightness',
    });
    expect(itemsOf(result)).toMatchObject([
      { id: 'ceiling', outcome: 'changed', state: 'on, 55 % bright' },
    ]);
  });

  it('cannot dim a light controller that has no such part', async () => {
    const home = testHouse(CONTROLS.filter(({ id }) => id !== 'ceiling/masterValue'));
    const args = { targets: ['Ceiling'], action: 'brightness', brightness: 55 };
    const error = errorOf(await call(LIGHTS, args, { home }));
    expect(error).toMatchObject({ code: 'not_supported' });
    expect(error?.hint).toContain('mood');
  });

  it('keeps the colour of a first-generation colour circuit when it dims it', async () => {
    const home = testHouse();
    await call(LIGHTS, { targets: ['Glow'], action: 'brightness', brightness: 20 }, { home });
    home.set('sofa/AI1', { color: 'lumitech(50,3000)' });
    await call(LIGHTS, { targets: ['Glow'], action: 'brightness', brightness: 30 }, { home });
    expect(home.executed.map(({ request }) => [request.command, request.args])).toEqual([
      ['set-color', { hue: 10, saturation: 90, brightness: 20 }],
      ['set-color-temperature', { brightness: 30, kelvin: 3000 }],
    ]);
  });

  it('does not guess the colour of a first-generation circuit that never reported one', async () => {
    const home = testHouse();
    home.set('sofa/AI1', { color: '' });
    const args = { targets: ['Glow'], action: 'brightness', brightness: 20 };
    expect(errorOf(await call(LIGHTS, args, { home }))?.code).toBe('not_supported');
    expect(home.executed).toEqual([]);
  });

  it('lights a controller without mood 777 by its first mood, and leaves a lit one as it is', async () => {
    const home = testHouse();
    home.set('ceiling', { moodList: '[{"id":4,"name":"Cosy"}]', activeMoods: '[0]' });
    home.react = () => ({ activeMoods: '[4]' });
    const first = await call(LIGHTS, { targets: ['ceiling'], action: 'on' }, { home });
    const second = await call(LIGHTS, { targets: ['ceiling'], action: 'on' }, { home });
    expect(home.executed.map(({ request }) => [request.command, request.args])).toEqual([
      ['next-mood', {}],
      ['set-mood', { mood: 4 }],
    ]);
    expect(first.text).toContain('now on, mood Cosy');
    expect(second.text).toContain('already on, mood Cosy');
  });

  it('is not content with another mood when all lights are wanted', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const result = await call(LIGHTS, { targets: ['Ceiling'], action: 'on' }, { home });
    expect(result.isError).toBe(true);
    expect(result.text).toContain('no state changed within 2 s; it is on, mood Evening');
  });

  it('names the moods there are when the wanted one is not among them', async () => {
    const home = testHouse();
    const args = { targets: ['Ceiling'], action: 'mood', mood: 'Disco' };
    const error = errorOf(await call(LIGHTS, args, { home }));
    expect(error?.code).toBe('invalid_argument');
    expect(error?.hint).toBe(
      'Pass a name or id of: Bright (1), Evening (2), All on (777), Off (778).',
    );
    expect(home.executed).toEqual([]);
  });

  it('has no moods to offer for a dimmer', async () => {
    const args = { targets: ['table'], action: 'mood', mood: 1 };
    const error = errorOf(await call(LIGHTS, args, { home: testHouse() }));
    expect(error).toMatchObject({ code: 'not_supported' });
    expect(error?.message).toContain('dimmer');
  });
});

describe('arguments of loxone_control_lights', () => {
  it.each([
    [{ action: 'brightness', brightness: 150 }, 'out_of_range', 'brightness: must be 0–100.'],
    [{ action: 'brightness', brightness: -1 }, 'out_of_range', 'brightness: must be 0–100.'],
    [{ action: 'brightness' }, 'invalid_argument', 'action brightness needs brightness.'],
    [{ action: 'mood' }, 'invalid_argument', 'action mood needs mood.'],
    [
      { action: 'off', brightness: 50 },
      'invalid_argument',
      'brightness goes with action brightness, brighter, darker, color only.',
    ],
    [
      { action: 'on', mood: 1 },
      'invalid_argument',
      'mood goes with action mood, add_mood, remove_mood only.',
    ],
    [{ action: 'on', wait_ms: 90_000 }, 'out_of_range', 'wait_ms: must be 0–60000.'],
  ])('refuses %j', async (wish, code, message) => {
    const home = testHouse();
    const result = await call(LIGHTS, { targets: ['table', 'oven'], ...wish }, { home });
    expect(result.isError).toBe(true);
    expect(errorOf(result)).toMatchObject({ code, message });
    expect(home.executed).toEqual([]);
  });

  it.each([
    [{ targets: ['table'], action: 'explode' }],
    [{ targets: ['table'], action: 'on', color: 'red' }],
    [{ targets: 'table', action: 'on' }],
    [{ targets: [{ room: 'Küche' }], action: 'on' }],
    [{ targets: [{ all: true, floor: 1 }], action: 'on' }],
    [{ targets: [], action: 'on' }],
    [{ action: 'on' }],
    [{}],
  ])('refuses %j as invalid', async (args) => {
    const home = testHouse();
    const result = await call(LIGHTS, args, { home });
    expect(result.isError).toBe(true);
    expect(errorOf(result)?.code).toBe('invalid_argument');
    expect(home.executed).toEqual([]);
  });

  it('says which families there are when a selector names none of them', async () => {
    const args = { targets: [{ family: 'spaceships', all: true }], action: 'on' };
    const error = errorOf(await call(LIGHTS, args, { home: testHouse() }));
    expect(error?.code).toBe('invalid_argument');
  });

  it('keeps to the range that the dimmer itself reports', async () => {
    const home = testHouse();
    const args = { targets: ['table', 'Floor lamp'], action: 'brightness', brightness: 90 };
    const result = await call(LIGHTS, args, { home });
    expect(errorOf(result)).toMatchObject({ code: 'out_of_range' });
    expect(result.text).toContain('Floor lamp [Living room]: brightness must be between 10 and 80');
    expect(home.executed, 'the lamp that could was not dimmed either').toEqual([]);
  });
});

describe('what loxone_control_lights takes', () => {
  it('names the type of what is no light, and the right tool for it', async () => {
    const home = testHouse();
    const result = await call(LIGHTS, { targets: ['Blind'], action: 'off' }, { home });
    expect(errorOf(result)).toMatchObject({
      code: 'not_supported',
      message: 'targets[0]: it is a blind (type Jalousie), not a light.',
      hint: 'Use loxone_control_covers for it.',
    });
    expect(home.executed).toEqual([]);
  });

  it('promises no tool where there is none', async () => {
    const result = await call(
      LIGHTS,
      { targets: ['Temperature'], action: 'on' },
      { home: testHouse() },
    );
    expect(errorOf(result)?.hint).toBe('No tool here commands it; loxone_get_state reads it.');
  });

  it('cannot switch a light of a type that nobody knows', async () => {
    const home = testHouse();
    const result = await call(LIGHTS, { targets: ['Mystery'], action: 'on' }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(home.executed).toEqual([]);
  });

  it('takes in a room: its light controllers, dimmers, and the switches filed under lights', async () => {
    const home = testHouse();
    const args = { targets: [{ room: 'kuche', all: true }], action: 'off' };
    const result = await call(LIGHTS, args, { home });
    expect(outcomesOf(result)).toEqual({ ceiling: 'changed', oven: 'changed', table: 'already' });
    expect(result.text.split('\n')[0]).toBe('All 3 succeeded.');
  });

  it('takes a plain switch that is named, and leaves it out of a group', async () => {
    const home = testHouse();
    const named = await call(LIGHTS, { targets: ['Coffee'], action: 'on' }, { home });
    expect(outcomesOf(named)).toEqual({ coffee: 'changed' });
    const args = { targets: [{ room: 'Küche', family: 'switches', all: true }], action: 'on' };
    const group = await call(LIGHTS, args, { home });
    expect(Object.keys(outcomesOf(group))).toEqual(['oven']);
  });

  it('never moves a central control for a group: it would act beyond it', async () => {
    const home = testHouse();
    const args = { targets: [{ room: 'Living room', all: true }], action: 'off' };
    await call(LIGHTS, args, { home });
    const commanded = home.executed.map(({ request }) => request.control);
    expect(commanded).not.toContain('all-lights');
    expect(commanded).toContain('floor');
  });

  it('passes over members of a group that cannot do it, and says so', async () => {
    const home = testHouse();
    const args = { targets: [{ room: 'Küche', all: true }], action: 'brightness', brightness: 30 };
    const result = await call(LIGHTS, args, { home });
    expect(outcomesOf(result)).toEqual({ ceiling: 'changed', table: 'changed', oven: 'skipped' });
    expect(result.isError).toBeUndefined();
    expect(result.text).toContain('2 of 3 succeeded.');
    expect(result.text).toContain('Oven lamp [Küche]: skipped: a switch cannot be dimmed');
  });

  it('refuses the same switch when it was named', async () => {
    const args = { targets: ['table', 'oven'], action: 'brightness', brightness: 30 };
    const home = testHouse();
    expect(errorOf(await call(LIGHTS, args, { home }))?.code).toBe('not_supported');
    expect(home.executed).toEqual([]);
  });

  it('does not touch what needs the visualisation password', async () => {
    const home = testHouse();
    const named = await call(LIGHTS, { targets: ['Safe lamp'], action: 'on' }, { home });
    expect(errorOf(named)?.code).toBe('pin_required');
    const everywhere = await call(LIGHTS, { targets: [{ all: true }], action: 'off' }, { home });
    expect(outcomesOf(everywhere)).toMatchObject({ safe: 'skipped', table: 'already' });
    expect(home.executed.map(({ request }) => request.control)).not.toContain('safe');
  });

  it('does not go round the password through a part that does not ask for it', async () => {
    const guarded = CONTROLS.map((one) => (one.id === 'ceiling' ? { ...one, secured: true } : one));
    const home = testHouse(guarded);
    const args = { targets: ['Ceiling'], action: 'brightness', brightness: 20 };
    expect(errorOf(await call(LIGHTS, args, { home }))?.code).toBe('pin_required');
    expect(home.executed).toEqual([]);
  });

  it('stays in its risk class: the switch of a door station is no lamp', async () => {
    const station = control({ id: 'door', name: 'Door', type: 'IntercomV2', room: KITCHEN });
    const opener = control({ id: 'door/1', name: 'Opener', type: 'Switch', parent: station });
    const home = testHouse([...CONTROLS, station, opener]);
    const result = await call(LIGHTS, { targets: ['Opener'], action: 'on' }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(home.executed).toEqual([]);
  });

  it('acts once on a device that is named twice', async () => {
    const home = testHouse();
    const targets = ['table', 'Table lamp', 'TABLE LAMP [kueche]', { room: 'Küche', all: true }];
    await call(LIGHTS, { targets, action: 'on' }, { home });
    const commanded = home.executed.map(({ request }) => request.control);
    expect(commanded.filter((id) => id === 'table')).toHaveLength(1);
    expect(new Set(commanded).size).toBe(commanded.length);
  });
});
