import { describe, expect, it } from 'vitest';
import { call, devicesOf, errorOf, NOW } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';

const READ = 'loxone_get_state';

describe('loxone_get_state', () => {
  it('gives decoded values with units and words', async () => {
    const home = testHouse();
    const targets = ['Blind', 'Temperature', 'Ceiling', 'Coffee'];
    const result = await call(READ, { targets }, { home });
    expect(devicesOf(result)).toEqual([
      {
        id: 'blind',
        name: 'Blind',
        room: 'Küche',
        type: 'blind',
        state: 'shading 40 %, slats open',
        states: [{ name: 'position', value: 40, unit: '%', text: '40 % closed' }],
      },
      {
        id: 'temperature',
        name: 'Temperature',
        room: 'Küche',
        type: expect.any(String),
        state: '21.456',
        states: [{ name: 'value', value: 21.456 }],
      },
      {
        id: 'ceiling',
        name: 'Ceiling',
        room: 'Küche',
        type: 'light controller',
        state: 'on, 40 % bright, mood Evening',
        states: [{ name: 'activeMoods', value: [2], text: 'mood Evening' }],
      },
      {
        id: 'coffee',
        name: 'Coffee',
        room: 'Küche',
        type: 'switch',
        state: 'off',
        states: [{ name: 'active', value: false, text: 'off' }],
      },
    ]);
    expect(result.text.split('\n')).toEqual([
      'Blind [Küche]: shading 40 %, slats open',
      'Temperature [Küche]: 21.456',
      'Ceiling [Küche]: on, 40 % bright, mood Evening',
      'Coffee [Küche]: off',
    ]);
  });

  it('gives every state on demand, those that never came included', async () => {
    const home = testHouse();
    const result = await call(READ, { targets: ['blind'], detail: 'all' }, { home });
    const states = devicesOf(result)[0]?.states ?? [];
    expect(states.find(({ name }) => name === 'shadePosition')).toMatchObject({
      value: 0,
      unit: '%',
    });
    expect(states.find(({ name }) => name === 'infoText')).toMatchObject({ value: null });
    expect(result.text).toContain('down not moving down');
  });

  it('gives only the states that are asked for, by name', async () => {
    const home = testHouse();
    const args = { targets: ['Blind', 'Coffee'], fields: ['SHADEPOSITION', 'down', 'none'] };
    const result = await call(READ, args, { home });
    expect(devicesOf(result).map(({ states = [] }) => states.map(({ name }) => name))).toEqual([
      ['shadePosition', 'down'],
      [],
    ]);
    expect(result.text).toContain('Blind [Küche]: shading 40 %, slats open (shadePosition ');
  });

  it('reads a room, and a family of the house', async () => {
    const home = testHouse();
    const inRoom = await call(READ, { targets: [{ room: 'kueche', all: true }] }, { home });
    expect(devicesOf(inRoom).map(({ id }) => id)).toEqual([
      'blind',
      'ceiling',
      'coffee',
      'oven',
      'table',
      'temperature',
    ]);
    const family = await call(READ, { targets: [{ family: 'covers', all: true }] }, { home });
    expect(devicesOf(family).map(({ id }) => id)).toEqual(['blind', 'all-blinds', 'curtain']);
  });

  it('gives what it found, and says what it did not', async () => {
    const home = testHouse();
    const result = await call(READ, { targets: ['Blind', 'Nonsense'] }, { home });
    expect(result.isError).toBeUndefined();
    expect(devicesOf(result).map(({ id }) => id)).toEqual(['blind']);
    expect(errorOf(result)).toMatchObject({ code: 'unknown_device' });
    expect(result.text).toContain('targets[1]: no device of this name or id is known.');
  });

  it('is an error when nothing was found', async () => {
    const result = await call(READ, { targets: ['Nonsense', 'Spots'] }, { home: testHouse() });
    expect(result.isError).toBe(true);
    expect(devicesOf(result)).toEqual([]);
    expect(errorOf(result)?.code).toBe('unknown_device');
    expect(result.text).toContain('targets[1]: 2 devices have this name.');
  });

  it('says that nothing was reported yet', async () => {
    const home = testHouse();
    const result = await call(READ, { targets: ['Mystery', 'safe'] }, { home });
    expect(result.text).toBe('Mystery: nothing reported\nSafe lamp [Cellar]: nothing reported');
  });

  it('shows what is known of a type that the catalog does not know', async () => {
    const strange = {
      ...control({ id: 'x', name: 'X', type: 'Strange' }),
      states: { a: 'x#a', b: 'x#b' },
    };
    const home = new FakeHome([strange], { x: { a: 5, b: 'text' } });
    const result = await call(READ, { targets: ['x'] }, { home });
    expect(devicesOf(result)[0]?.states).toEqual([
      { name: 'a', value: 5 },
      { name: 'b', value: 'text' },
    ]);
  });

  it('takes no more than fifty devices', async () => {
    const many = Array.from({ length: 51 }, (_, at) =>
      control({ id: `c${at}`, name: `Lamp ${at}`, type: 'Dimmer', room: room('Hall') }),
    );
    const result = await call(READ, { targets: [{ all: true }] }, { home: new FakeHome(many) });
    expect(errorOf(result)).toMatchObject({
      code: 'too_many_targets',
      message: 'The targets come to 51 devices; one call takes at most 50.',
    });
    const fifty = new FakeHome(many.slice(1));
    expect(devicesOf(await call(READ, { targets: [{ all: true }] }, { home: fifty }))).toHaveLength(
      50,
    );
  });
});

describe('a house that is not live', () => {
  it('says that states may be old, and how old', async () => {
    const home = testHouse();
    home.current = { phase: 'reconnecting', since: NOW - 180_000, problem: 'The line is down' };
    for (const [name, args] of [
      [READ, { targets: ['Blind'] }],
      ['loxone_search', { query: 'blind' }],
    ] as const) {
      const result = await call(name, args, { home });
      expect(result.isError).toBeUndefined();
      const notice =
        'Not connected to the house for 3 min: states may be that old or older. The line is down.';
      expect(result.structured.notice).toBe(notice);
      expect(result.text.endsWith(`\n${notice}`)).toBe(true);
    }
  });

  it('says nothing of the kind while it is live', async () => {
    const result = await call(READ, { targets: ['Blind'] }, { home: testHouse() });
    expect(result.structured.notice).toBeUndefined();
  });

  it.each([
    ['connecting', /being made\. Try again/],
    ['rejected', /refused the credentials\. Trying again will not help/],
    ['stopped', /closed\. Trying again will not help/],
  ] as const)('says before the first structure that it is %s', async (phase, text) => {
    const home = new FakeHome([]);
    home.current = { phase, since: NOW };
    for (const name of [READ, 'loxone_control_lights', 'loxone_control_covers']) {
      const action = name === READ ? {} : { action: name.endsWith('lights') ? 'on' : 'open' };
      const result = await call(name, { targets: ['Blind'], ...action }, { home });
      expect(result.isError).toBe(true);
      expect(errorOf(result)?.code).toBe('house_offline');
      expect(result.text).toMatch(text);
    }
  });

  it('notices the first structure although nobody announced it', async () => {
    const home = new FakeHome([]);
    await call(READ, { targets: ['Blind'] }, { home });
    const later = testHouse();
    home.controls = () => later.controls();
    home.control = (id) => later.control(id);
    home.states = (id) => later.states(id);
    expect((await call(READ, { targets: ['Blind'] }, { home })).isError).toBeUndefined();
  });
});
