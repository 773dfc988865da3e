import type { Action, Principal } from '@gatehouse/core';
import type { HomeControl } from '@gatehouse/loxone-controls';
import { createAuthorizer } from '@gatehouse/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admin, authorize, limitedTo, monitor, operator } from './support/authorize.js';
import { call, devicesOf, errorOf, everythingIn, itemsOf, outcomesOf } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { CONTROLS, testHouse } from './support/house.js';
import { MANY_RUNS } from './support/many-runs.js';

const CANARY = 'Zebra';

/** Room A, and a room B in which every name holds the canary. */
const A = room('Study', 'room-a');
const B = room(`${CANARY} room`, 'room-b');
const SHARED_NAMES = ['Lamp', 'Blind'];
const hidden: readonly HomeControl[] = [
  control({ id: 'b-lamp', name: `${CANARY} lamp`, type: 'Dimmer', room: B }),
  control({ id: 'b-blind', name: `${CANARY} blind`, type: 'Jalousie', room: B }),
  control({ id: 'b-gate', name: `${CANARY} gate`, type: 'Gate', room: B }),
  ...SHARED_NAMES.map((name, at) =>
    control({ id: `b-shared-${at}`, name, type: at === 0 ? 'Dimmer' : 'Jalousie', room: B }),
  ),
];
const visible: readonly HomeControl[] = [
  control({ id: 'a-lamp', name: 'Lamp', type: 'Dimmer', room: A }),
  control({ id: 'a-blind', name: 'Blind', type: 'Jalousie', room: A }),
  control({
    id: 'a-central',
    name: 'Central',
    type: 'CentralLightController',
    room: A,
    details: { controls: [{ uuid: 'a-lamp' }, { uuid: 'b-lamp' }] },
  }),
];
const study = limitedTo({ rooms: ['room-a'] });

function twoRooms(): FakeHome {
  const home = new FakeHome([...visible, ...hidden]);
  home.react = () => ({ position: 0.5 });
  return home;
}

/** Everything that somebody could try with a word. */
function attempts(word: string): readonly (readonly [string, Record<string, unknown>])[] {
  return [
    ['loxone_search', { query: word }],
    ['loxone_search', { room: word }],
    ['loxone_search', { limit: 100 }],
    ['loxone_get_state', { targets: [word] }],
    ['loxone_get_state', { targets: [{ room: word, all: true }] }],
    ['loxone_get_state', { targets: [{ all: true }, word], detail: 'all' }],
    ['loxone_control_lights', { targets: [word], action: 'on' }],
    ['loxone_control_lights', { targets: [{ room: word, all: true }], action: 'off' }],
    ['loxone_control_lights', { targets: [{ all: true }], action: 'brightness', brightness: 20 }],
    ['loxone_control_covers', { targets: [word, 'Lamp', 'Blind'], action: 'close' }],
    ['loxone_control_covers', { targets: [word], action: 'open', dry_run: true }],
  ];
}

describe('what a caller may not see', () => {
  it('leaves no trace in any answer of any tool', async () => {
    const words = [
      CANARY,
      `${CANARY} lamp`,
      `${CANARY} room`,
      'Zebr lamp',
      'Lamp',
      'b-lamp',
      'room-b',
    ];
    for (const word of [...words, `Lamp [${CANARY} room]`, `${CANARY} lamp [Study]`]) {
      for (const [name, args] of attempts(word)) {
        const home = twoRooms();
        const result = await call(name, args, { home, principal: study });
        expect(everythingIn(result), `${name} ${JSON.stringify(args)}`).not.toMatch(
          /zebra|room-b|b-lamp/i,
        );
        const touched = home.executed.map(({ request }) => request.control);
        expect(touched.filter((id) => id.startsWith('b-'))).toEqual([]);
      }
    }
  });

  it('does so whatever is typed', MANY_RUNS, async () => {
    const typed = fc.oneof(
      fc.string(),
      fc.constantFrom(...hidden.map(({ name }) => name), ...hidden.map(({ id }) => id)),
      fc.string({ maxLength: 3 }).map((tail) => `${CANARY.slice(0, 4)}${tail}`),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (word) => {
        for (const [name, args] of attempts(word)) {
          const result = await call(name, args, { home: twoRooms(), principal: study });
          expect(everythingIn(result)).not.toMatch(/zebra|room-b/i);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused with the very words that a device which does not exist gets', async () => {
    for (const [name, action] of [
      ['loxone_control_lights', { action: 'on' }],
      ['loxone_control_covers', { action: 'open' }],
      ['loxone_get_state', {}],
    ] as const) {
      for (const target of [`${CANARY} lamp`, 'b-lamp', `Lamp [${CANARY} room]`, 'b-gate']) {
        const principal = study;
        const real = await call(
          name,
          { targets: [target], ...action },
          { home: twoRooms(), principal },
        );
        const home = new FakeHome(visible);
        const none = await call(name, { targets: [target], ...action }, { home, principal });
        expect(real).toEqual(none);
        expect(errorOf(real)?.code).toBe('unknown_device');
      }
    }
  });

  it('is a room that does not exist, also by its id', async () => {
    for (const [name, args] of [
      ['loxone_get_state', { targets: [{ room: 'room-b', all: true }] }],
      ['loxone_get_state', { targets: [{ room: B.name, all: true }] }],
      ['loxone_search', { room: 'room-b' }],
      ['loxone_control_lights', { targets: [{ room: 'ROOM-B', all: true }], action: 'off' }],
    ] as const) {
      const real = await call(name, args, { home: twoRooms(), principal: study });
      const none = await call(name, args, { home: new FakeHome(visible), principal: study });
      expect(real).toEqual(none);
      expect(errorOf(real)?.code).toBe('unknown_room');
    }
  });

  it('makes nothing ambiguous', async () => {
    const home = twoRooms();
    const args = { targets: ['Lamp'], action: 'brightness', brightness: 20 };
    const limited = await call('loxone_control_lights', args, { home, principal: study });
    expect(itemsOf(limited).map(({ id }) => id)).toEqual(['a-lamp']);
    const free = await call('loxone_control_lights', args, { home, principal: operator });
    expect(errorOf(free)).toMatchObject({
      code: 'ambiguous_device',
      candidates: [
        { id: 'a-lamp', label: 'Lamp [Study]' },
        { id: 'b-shared-0', label: `Lamp [${CANARY} room]` },
      ],
    });
  });

  it('does not count against the limit of targets', async () => {
    const many = Array.from({ length: 60 }, (_, at) =>
      control({ id: `m${at}`, name: `More ${at}`, type: 'Dimmer', room: B }),
    );
    const home = new FakeHome([...visible, ...many]);
    const args = { targets: [{ all: true }] };
    const result = await call('loxone_get_state', args, { home, principal: study });
    expect(devicesOf(result)).toHaveLength(visible.length);
  });

  it('cannot be moved through a central control in a room of the caller', async () => {
    const home = twoRooms();
    const args = { targets: ['Central'], action: 'off' };
    const result = await call('loxone_control_lights', args, { home, principal: study });
    expect(outcomesOf(result)).toEqual({ 'a-central': 'denied' });
    expect(result.text).toContain('needs rights for every device that this central control moves');
    expect(everythingIn(result)).not.toContain(CANARY);
    expect(home.executed).toEqual([]);
    const unhurried = { ...args, wait_ms: 0 };
    const whole = await call('loxone_control_lights', unhurried, { home, principal: operator });
    expect(itemsOf(whole)[0]?.outcome).not.toBe('denied');
  });

  it('is not asked about beyond the control when the house hides a member', async () => {
    const elsewhere = control({
      id: 'c',
      name: 'Central',
      type: 'CentralLightController',
      room: A,
      details: { controls: [{ uuid: 'a-lamp' }, { uuid: 'not-in-the-structure' }] },
    });
    const home = new FakeHome([...visible.slice(0, 2), elsewhere]);
    const args = { targets: ['Central'], action: 'off' };
    const result = await call('loxone_control_lights', args, { home, principal: study });
    expect(outcomesOf(result)).toEqual({ c: 'denied' });
  });
});

describe('a limit that names the whole', () => {
  const principal = limitedTo({ devices: ['ceiling'] });

  it('covers its parts', async () => {
    const home = testHouse();
    const args = { targets: ['Spots', 'Ceiling'], action: 'brightness', brightness: 10 };
    const result = await call('loxone_control_lights', args, { home, principal });
    expect(outcomesOf(result)).toEqual({ 'ceiling/AI1': 'changed', ceiling: 'changed' });
  });

  it('does not go the other way', async () => {
    const part = limitedTo({ devices: ['ceiling/AI1'] });
    const home = testHouse();
    const whole = await call(
      'loxone_control_lights',
      { targets: ['Ceiling'], action: 'on' },
      { home, principal: part },
    );
    expect(errorOf(whole)?.code).toBe('unknown_device');
    const all = await call(
      'loxone_control_lights',
      { targets: [{ all: true }], action: 'off' },
      { home, principal: part },
    );
    expect(outcomesOf(all), 'a part stands for itself where its whole is not seen').toEqual({
      'ceiling/AI1': 'changed',
    });
  });
});

describe('what a caller sees but may not do', () => {
  it('is denied item by item, with the reason and what it takes', async () => {
    const home = testHouse();
    const decide: typeof authorize = (principal, action) =>
      action.risk === 'control' && action.targets?.some(({ id }) => id === 'oven')
        ? { allow: false, reason: 'denied', needs: 'a key without !device:oven\u0007' }
        : authorize(principal, action);
    const args = { targets: ['table', 'oven'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home, authorize: decide });
    expect(result.isError).toBeUndefined();
    expect(outcomesOf(result)).toEqual({ table: 'changed', oven: 'denied' });
    expect(result.text).toContain(
      'Oven lamp [Küche]: not allowed: a permission of this key forbids it; needs a key without !device:oven',
    );
    expect(result.text).not.toContain('\u0007');
    expect(home.executed.map(({ request }) => request.control)).toEqual(['table']);
  });

  it('is an error when nothing is left', async () => {
    const home = testHouse();
    const decide: typeof authorize = (principal, action) =>
      action.risk === 'control' && action.targets !== undefined
        ? { allow: false, reason: 'not-granted' }
        : authorize(principal, action);
    const args = { targets: ['table'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home, authorize: decide });
    expect(result.isError).toBe(true);
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(home.executed).toEqual([]);
  });

  it('refuses the whole tool to a role that does not reach it', async () => {
    const home = testHouse();
    const args = { targets: ['table'], action: 'on' };
    const result = await call('loxone_control_lights', args, { home, principal: monitor });
    expect(errorOf(result)).toMatchObject({
      code: 'not_allowed',
      hint: 'It would need: the role operator.',
    });
    expect((await call('loxone_search', {}, { home, principal: monitor })).isError).toBeUndefined();
  });
});

describe('every act goes through authorize', () => {
  it('with the tool, the risk of the command, and the target as the house names it', async () => {
    const home = testHouse();
    const asked: Action[] = [];
    const args = { targets: ['table'], action: 'on' };
    await call('loxone_control_lights', args, {
      home,
      principal: admin,
      authorize: (_principal, action) => {
        asked.push(action);
        return { allow: true };
      },
    });
    expect(asked).toContainEqual({
      kind: 'tool',
      name: 'loxone_control_lights',
      risk: 'control',
      targets: [{ id: 'table', name: 'Table lamp', roomId: 'room-Küche', roomName: 'Küche' }],
    });
    expect(
      asked.every(({ kind, name }) => kind === 'tool' && name === 'loxone_control_lights'),
    ).toBe(true);
  });

  it('before anything is sent', async () => {
    const home = testHouse();
    const order: string[] = [];
    const obey = home.react;
    home.react = (request, commanded) => {
      order.push('sent');
      return obey(request, commanded);
    };
    await call(
      'loxone_control_lights',
      { targets: ['table', 'floor', 'oven'], action: 'on' },
      {
        home,
        authorize: (_principal, { risk }) => {
          if (risk === 'control') order.push('asked');
          return { allow: true };
        },
      },
    );
    expect(order.lastIndexOf('asked')).toBeLessThan(order.indexOf('sent'));
  });
});

describe('with the real authorizer', () => {
  const rbac = createAuthorizer();
  const custom = (...permissions: readonly string[]): Principal => ({
    ...operator,
    id: 'lmcp_custom_001',
    role: 'custom',
    permissions,
  });

  it('shows and moves one room to a key of that room', async () => {
    const home = twoRooms();
    const options = { home, principal: study, authorize: rbac.authorize };
    const found = await call('loxone_search', { limit: 100 }, options);
    expect(
      devicesOf(found)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a-blind', 'a-central', 'a-lamp']);
    const args = { targets: [{ all: true }], action: 'off' };
    expect(Object.keys(outcomesOf(await call('loxone_control_lights', args, options)))).toEqual([
      'a-lamp',
    ]);
  });

  it('lets deny win over the whole that is given', async () => {
    const home = testHouse();
    const principal = { ...operator, permissions: ['!device:Ceiling'] };
    const options = { home, principal, authorize: rbac.authorize };
    const args = { targets: ['ceiling/AI1'], action: 'off' };
    const result = await call('loxone_control_lights', args, options);
    expect(errorOf(result)?.code).toBe('unknown_device');
    expect(home.executed).toEqual([]);
  });

  it('lets a custom role find what it may command', async () => {
    const home = testHouse();
    const principal = custom('tool:loxone_control_lights', '!room:Living room');
    const options = { home, principal, authorize: rbac.authorize };
    const allowed = await call(
      'loxone_control_lights',
      { targets: ['table'], action: 'on' },
      options,
    );
    expect(outcomesOf(allowed)).toEqual({ table: 'changed' });
    const other = await call(
      'loxone_control_lights',
      { targets: ['floor'], action: 'on' },
      options,
    );
    expect(errorOf(other)?.code).toBe('unknown_device');
    const covers = await call(
      'loxone_control_covers',
      { targets: ['Blind'], action: 'open' },
      options,
    );
    expect(errorOf(covers)?.code).toBe('not_allowed');
  });

  it('gives an operator the lamps and a monitor the reading', async () => {
    const home = testHouse();
    const args = { targets: [{ room: 'Küche', all: true }], action: 'off' };
    const free = await call('loxone_control_lights', args, { home, authorize: rbac.authorize });
    expect(free.isError).toBeUndefined();
    const viewer = { home, principal: monitor, authorize: rbac.authorize };
    expect(errorOf(await call('loxone_control_lights', args, viewer))?.code).toBe('not_allowed');
    const read = await call('loxone_search', { limit: 100 }, viewer);
    expect(read.structured.total).toBe(CONTROLS.length);
  });
});
