import { controlType, type HomeControl } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { reachedBy } from '../src/device/reached-by.js';
import { admin, monitor, operator } from './support/authorize.js';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { category, control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';

const TOOL = 'loxone_control_device';
const HALL = room('Hall');
const CONTROLS: readonly HomeControl[] = [
  control({ id: 'socket', name: 'Socket', type: 'Switch', room: HALL }),
  control({
    id: 'lamp',
    name: 'Lamp',
    type: 'Switch',
    room: HALL,
    category: category('L', 'lights'),
  }),
  control({
    id: 'slider',
    name: 'Slider',
    type: 'Slider',
    room: HALL,
    details: { min: 10, max: 30 },
  }),
  control({
    id: 'radio',
    name: 'Programme',
    type: 'Radio',
    details: { outputs: { '1': 'Eco', '3': 'Party' } },
  }),
  control({ id: 'box', name: 'Wallbox', type: 'Wallbox2' }),
  control({ id: 'keys', name: 'Keys', type: 'UpDownDigital' }),
  control({ id: 'gate', name: 'Gate', type: 'Gate', room: HALL }),
  control({ id: 'alarm', name: 'Alarm', type: 'Alarm', room: HALL }),
  control({ id: 'all', name: 'All', type: 'CentralLightController', room: HALL }),
  control({ id: 'value', name: 'Value', type: 'InfoOnlyAnalog', room: HALL }),
  control({ id: 'plan', name: 'Plan', type: 'Daytimer', room: HALL }),
  control({
    id: 'pump',
    name: 'Pump',
    type: 'Switch',
    details: { jLockable: true },
  }),
];

describe('a position', () => {
  /** Each counts as its own command does: a blind towards closed, a window towards open. */
  it.each([
    ['Jalousie', { up: 0, down: 0 }],
    ['Window', { direction: 0 }],
  ])('of a %s is reached where it was sent to, and nowhere else', (type, still) => {
    const spec = controlType(type)?.commands.find(({ name }) => name === 'set-position');
    expect(spec).toBeDefined();
    const cover = control({ id: 'cover', name: 'Cover', type, room: HALL });
    const home = new FakeHome([cover], { cover: { position: 0, ...still } });
    for (const wanted of [0, 30, 100]) {
      for (const actual of [0, 30, 70, 100]) {
        home.set('cover', { position: actual / 100 });
        const reached = spec && reachedBy(spec, { position: wanted });
        const answer = reached?.(cover, home.states('cover'));
        expect([wanted, actual, answer]).toEqual([wanted, actual, actual === wanted]);
      }
    }
  });
});

function house(): FakeHome {
  const home = new FakeHome(CONTROLS, {
    socket: { active: 0 },
    lamp: { active: 1 },
    slider: { value: 20 },
    radio: { activeOutput: 1 },
  });
  home.react = ({ command, args = {} }) => {
    switch (command) {
      case 'on':
        return { active: 1 };
      case 'off':
        return { active: 0 };
      case 'set-value':
        return { value: Number(args.value) };
      case 'select':
        return { activeOutput: Number(args.output) };
      default:
        return {};
    }
  };
  return home;
}

describe('loxone_control_device', () => {
  it('gives a command of the catalog and reports what the house did', async () => {
    const home = house();
    const result = await call(TOOL, { targets: ['Socket'], command: 'on' }, { home });
    expect(result.text).toBe('Socket [Hall]: now on');
    expect(home.executed[0]?.request).toEqual({ control: 'socket', command: 'on', args: {} });
  });

  it.each([
    ['Set_Value', { value: 25 }, 'set-value'],
    ['set value', { value: '25' }, 'set-value'],
    ['SET-VALUE', { value: 25 }, 'set-value'],
    ['set', { value: 25 }, 'set-value'],
    ['setze', { value: 25 }, 'set-value'],
  ])('understands %s', async (command, args, sent) => {
    const home = house();
    await call(TOOL, { targets: ['slider'], command, args }, { home });
    expect(home.executed[0]?.request).toEqual({ control: 'slider', command: sent, args });
  });

  it('understands words of the catalog in other languages', async () => {
    for (const word of ['einschalten', 'zapnout', 'turn on', 'turn_on']) {
      const home = house();
      await call(TOOL, { targets: ['socket'], command: word }, { home });
      expect(home.executed[0]?.request.command, word).toBe('on');
    }
  });

  it('interprets no sentence', async () => {
    const home = house();
    const result = await call(
      TOOL,
      { targets: ['socket'], command: 'please do not turn on' },
      { home },
    );
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(home.executed).toEqual([]);
  });

  it('takes true and false for what the catalog calls on and off', async () => {
    const home = house();
    await call(TOOL, { targets: ['box'], command: 'allow', args: { state: false } }, { home });
    expect(home.executed[0]?.request.args).toEqual({ state: 'off' });
  });

  it('answers an unknown command with those that there are, and their arguments', async () => {
    const home = house();
    const result = await call(TOOL, { targets: ['slider'], command: 'fly' }, { home });
    expect(errorOf(result)).toMatchObject({ code: 'not_supported' });
    expect(errorOf(result)?.hint).toContain('set-value {value: number}');
    const pump = await call(TOOL, { targets: ['pump'], command: 'fly' }, { home });
    expect(errorOf(pump)?.hint).toBe('It takes: on; off.');
  });

  it('answers wrong arguments with the right ones, and does not repeat what was passed', async () => {
    const home = house();
    for (const [args, code] of [
      [{ value: 31 }, 'out_of_range'],
      [{ value: 'secret9' }, 'out_of_range'],
      [{}, 'invalid_argument'],
      [{ value: 20, secret9: 1 }, 'invalid_argument'],
    ] as const) {
      const result = await call(
        TOOL,
        { targets: ['slider'], command: 'set-value', args },
        { home },
      );
      expect(errorOf(result)).toMatchObject({ code, hint: 'Usage: set-value {value: number}.' });
      expect(result.text).not.toContain('secret9');
    }
    expect(home.executed).toEqual([]);
  });

  it('takes only outputs that the control has', async () => {
    const home = house();
    const wrong = { targets: ['radio'], command: 'select', args: { output: 2 } };
    expect(errorOf(await call(TOOL, wrong, { home }))?.code).toBe('invalid_argument');
    const right = { targets: ['radio'], command: 'select', args: { output: 3 } };
    expect((await call(TOOL, right, { home })).text).toBe('Programme: now Party');
  });

  it('says that something was so already', async () => {
    const home = house();
    const value = { targets: ['slider'], command: 'set-value', args: { value: 20 } };
    expect(outcomesOf(await call(TOOL, value, { home }))).toEqual({ slider: 'already' });
    const on = { targets: ['lamp'], command: 'on' };
    expect(outcomesOf(await call(TOOL, on, { home }))).toEqual({ lamp: 'already' });
    const radio = { targets: ['radio'], command: 'select', args: { output: 1 } };
    expect(outcomesOf(await call(TOOL, radio, { home }))).toEqual({ radio: 'already' });
  });

  it('claims nothing of what no state shows, and calls it no failure', async () => {
    const home = house();
    const result = await call(TOOL, { targets: ['keys'], command: 'pulse-up' }, { home });
    expect(result.isError).toBeUndefined();
    expect(itemsOf(result)[0]).toMatchObject({
      outcome: 'accepted',
      detail: 'accepted by the Miniserver; it has no state that shows it',
    });
    expect(home.executed[0]?.waitMs).toBe(0);
  });

  it('calls a press that nothing shows no failure: what it starts may be elsewhere', async () => {
    const gong = control({ id: 'gong', name: 'Gong', type: 'Pushbutton', room: HALL });
    const home = new FakeHome([gong]);
    const press = { targets: ['gong'], command: 'pulse' };
    const result = await call(TOOL, press, { home });
    expect(result.isError).toBeUndefined();
    expect(itemsOf(result)[0]).toMatchObject({
      outcome: 'accepted',
      detail: 'pressed; no state of its own changed',
    });
    expect(home.executed[0]?.waitMs, 'a state that does change is waited for').toBe(2000);
    const held = await call(TOOL, { targets: ['gong'], command: 'hold' }, { home });
    expect(itemsOf(held)[0]).toMatchObject({ outcome: 'unchanged' });
  });

  it('takes of a group what knows the command, but no doors, alarms or central controls', async () => {
    const home = house();
    const group = { targets: [{ room: 'Hall', all: true }], command: 'off' };
    const result = await call(TOOL, group, { home, principal: admin });
    expect(outcomesOf(result)).toEqual({ lamp: 'changed', socket: 'already' });
    const none = { targets: [{ room: 'Hall', all: true }], command: 'disarm' };
    expect(errorOf(await call(TOOL, none, { home, principal: admin }))?.code).toBe(
      'nothing_selected',
    );
  });

  it('opens no door and disarms nothing, and names the tool that does', async () => {
    for (const [target, command] of [
      ['gate', 'open'],
      ['gate', 'close'],
      ['alarm', 'disarm'],
    ]) {
      const home = house();
      const result = await call(TOOL, { targets: [target], command }, { home, principal: admin });
      expect(errorOf(result)?.code).toBe('not_supported');
      expect(result.text).toContain('loxone_control_access');
      expect(home.executed).toEqual([]);
    }
  });

  it('changes nothing that is stored, and names the tool that does', async () => {
    for (const [target, command, args] of [
      ['plan', 'set-schedule', { entries: '3;480;1320;0;1' }],
      ['pump', 'lock', { reason: 'Repair' }],
    ] as const) {
      const home = house();
      const wish = { targets: [target], command, args };
      const result = await call(TOOL, wish, { home, principal: admin });
      expect(errorOf(result)?.code).toBe('not_supported');
      expect(result.text).toContain('loxone_admin');
      expect(home.executed).toEqual([]);
    }
  });

  it('says of what takes no commands that it is only read', async () => {
    const result = await call(TOOL, { targets: ['value'], command: 'on' }, { home: house() });
    expect(errorOf(result)).toMatchObject({ code: 'not_supported' });
    expect(result.text).toContain('loxone_get_state reads it');
  });

  it('is nothing for a monitor', async () => {
    const home = house();
    const wish = { targets: ['Socket'], command: 'on' };
    const result = await call(TOOL, wish, { home, principal: monitor });
    expect(errorOf(result)?.code).toBe('not_allowed');
    expect(home.executed).toEqual([]);
  });

  it('prefers what knows the command among things of one name', async () => {
    const home = new FakeHome([
      control({ id: 'a', name: 'Terrace', type: 'InfoOnlyAnalog', room: HALL }),
      control({ id: 'b', name: 'Terrace', type: 'Switch', room: HALL }),
      control({ id: 'c', name: 'Terrace', type: 'Jalousie', room: HALL }),
    ]);
    home.react = () => ({ active: 1 });
    const wish = { targets: ['Terrace'], command: 'on' };
    const result = await call(TOOL, wish, { home, principal: operator });
    expect(outcomesOf(result)).toEqual({ b: 'changed' });
  });

  it('sends nothing in a dry run', async () => {
    const home = house();
    const wish = { targets: ['Socket'], command: 'on', dry_run: true };
    const result = await call(TOOL, wish, { home });
    expect(result.text).toBe(
      'Dry run, nothing was sent.\nSocket [Hall]: would be sent on; it is off',
    );
    expect(home.executed).toEqual([]);
  });
});
