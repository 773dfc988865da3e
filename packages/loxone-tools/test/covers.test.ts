import { describe, expect, it } from 'vitest';
import { closedShare } from '../src/state/condition.js';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
import { control } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';

const COVERS = 'loxone_control_covers';

describe('loxone_control_covers', () => {
  it.each([
    [{ action: 'open' }, 'open', {}],
    [{ action: 'close' }, 'close', {}],
    [{ action: 'stop' }, 'stop', {}],
    [{ action: 'shade' }, 'shade', {}],
    [{ action: 'position', position: 70 }, 'set-position', { position: 70 }],
    [{ action: 'slats', slats: 25 }, 'set-tilt', { tilt: 25 }],
  ])('gives a blind the command for %j', async (wish, command, args) => {
    const home = testHouse();
    await call(COVERS, { targets: ['Blind'], ...wish }, { home });
    expect(home.executed.map(({ request }) => request)).toEqual([
      { control: 'blind', command, args },
    ]);
  });

  it('reports a blind that is on its way as it is, not as it will be', async () => {
    const result = await call(
      COVERS,
      { targets: ['Blind'], action: 'close' },
      { home: testHouse() },
    );
    expect(result.text).toBe(
      'Blind [Küche]: now shading 40 %, slats open, moving down, not (yet) as asked',
    );
    expect(outcomesOf(result)).toEqual({ blind: 'changed' });
  });

  it('counts positions towards closed', async () => {
    const home = testHouse();
    const args = { targets: ['Blind'], action: 'position', position: 100 };
    const result = await call(COVERS, args, { home });
    expect(itemsOf(result)).toMatchObject([
      { state: 'closed, slats open', detail: 'now closed, slats open' },
    ]);
  });

  it('knows that a closed curtain need not be closed', async () => {
    const home = testHouse();
    home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const result = await call(COVERS, { targets: ['Curtain'], action: 'close' }, { home });
    expect(result.isError).toBeUndefined();
    expect(result.text).toBe('Curtain [Living room]: nothing changed: it was already closed');
  });

  it('does not take a moving cover for one that has arrived', async () => {
    const home = testHouse();
    home.set('curtain', { up: 1 });
    home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const result = await call(COVERS, { targets: ['Curtain'], action: 'close' }, { home });
    expect(outcomesOf(result)).toEqual({ curtain: 'unchanged' });
  });

  it('has nothing to stop where nothing moves', async () => {
    const home = testHouse();
    const result = await call(COVERS, { targets: ['Blind'], action: 'stop' }, { home });
    expect(outcomesOf(result)).toEqual({ blind: 'already' });
  });

  it('cannot tell whether shading was reached when nothing moved', async () => {
    const result = await call(
      COVERS,
      { targets: ['Blind'], action: 'shade' },
      { home: testHouse() },
    );
    expect(outcomesOf(result)).toEqual({ blind: 'unchanged' });
  });

  it('turns no slats of a curtain', async () => {
    const home = testHouse();
    const result = await call(
      COVERS,
      { targets: ['Curtain'], action: 'slats', slats: 5 },
      { home },
    );
    expect(errorOf(result)).toMatchObject({ code: 'not_supported' });
    expect(result.text).toContain('it has no slats');
    const all = await call(
      COVERS,
      { targets: [{ all: true }], action: 'slats', slats: 5 },
      { home },
    );
    expect(outcomesOf(all)).toEqual({ blind: 'changed', curtain: 'skipped' });
  });

  it('cannot position a central control', async () => {
    const args = { targets: ['All blinds'], action: 'position', position: 5 };
    expect(errorOf(await call(COVERS, args, { home: testHouse() }))?.code).toBe('not_supported');
  });

  it.each([
    ['Garage', 'gate', 'Use loxone_control_access for it.'],
    ['Table lamp', 'dimmer', 'Use loxone_control_lights for it.'],
    ['Oven lamp', 'switch', 'Use loxone_control_lights for it.'],
    ['Temperature', 'InfoOnlyAnalog', 'No tool here commands it'],
  ])('does not take %s', async (target, type, hint) => {
    const home = testHouse();
    const result = await call(COVERS, { targets: [target], action: 'open' }, { home });
    expect(errorOf(result)?.code).toBe('not_supported');
    expect(errorOf(result)?.message).toContain(type);
    expect(errorOf(result)?.hint).toContain(hint);
    expect(home.executed).toEqual([]);
  });

  it.each([
    [{ action: 'position' }, 'invalid_argument'],
    [{ action: 'slats' }, 'invalid_argument'],
    [{ action: 'open', position: 20 }, 'invalid_argument'],
    [{ action: 'slats', position: 20, slats: 20 }, 'invalid_argument'],
    [{ action: 'position', position: 101 }, 'out_of_range'],
    [{ action: 'slats', slats: -1 }, 'out_of_range'],
    [{ action: 'lift' }, 'invalid_argument'],
  ])('refuses %j', async (wish, code) => {
    const home = testHouse();
    const result = await call(COVERS, { targets: ['Blind'], ...wish }, { home });
    expect(errorOf(result)?.code).toBe(code);
    expect(home.executed).toEqual([]);
  });

  it('takes the covers of a room, and no central control', async () => {
    const home = testHouse();
    const targets = [{ room: 'Living room', all: true }];
    expect(outcomesOf(await call(COVERS, { targets, action: 'open' }, { home }))).toEqual({
      curtain: 'changed',
    });
  });

  it('says that a selection is empty', async () => {
    const args = { targets: [{ room: 'Outside', all: true }], action: 'open' };
    const error = errorOf(await call(COVERS, args, { home: testHouse() }));
    expect(error).toMatchObject({
      code: 'nothing_selected',
      message: 'targets[0]: there are no covers in this selection.',
    });
  });
});

describe('an awning', () => {
  const awning = control({
    id: 'awning',
    name: 'Awning',
    type: 'Jalousie',
    details: { animation: 6 },
  });
  const blind = control({
    id: 'blind',
    name: 'Blind',
    type: 'Jalousie',
    details: { animation: 0 },
  });
  const central = control({
    id: 'all',
    name: 'All shading',
    type: 'CentralJalousie',
    details: { controls: [{ uuid: 'awning' }, { uuid: 'blind' }] },
  });

  const house = (): FakeHome =>
    new FakeHome([awning, blind, central], {
      awning: { position: 0, up: 0, down: 0 },
      blind: { position: 0, shadePosition: 0, up: 0, down: 0 },
    });

  const commandsOf = (home: FakeHome): readonly string[] =>
    home.executed.map(({ request }) => request.command);

  it.each([
    ['open', 'close'],
    ['close', 'open'],
    ['up', 'open'],
    ['down', 'close'],
  ])('is the other way round than a blind: %s is the wire way %s', async (action, command) => {
    const home = house();
    await call(COVERS, { targets: ['Awning'], action }, { home });
    expect(commandsOf(home)).toEqual([command]);
    const other = house();
    await call(COVERS, { targets: ['Blind'], action }, { home: other });
    const same = action === 'open' || action === 'close' ? action : command;
    expect(commandsOf(other)).toEqual([same]);
  });

  it('is out at 100, as the Miniserver counts', async () => {
    const home = house();
    home.react = ({ args }) => ({ position: Number(args?.position ?? 100) / 100 });
    const half = { targets: ['Awning'], action: 'position', position: 40 };
    const partly = await call(COVERS, half, { home });
    expect(home.executed[0]?.request.args).toEqual({ position: 40 });
    expect(partly.text).toContain('now 40 % out');
    const out = await call(COVERS, { targets: ['Awning'], action: 'open' }, { home });
    expect(out.text).toBe('Awning: now out');
    expect(closedShare(awning, home.states('awning'))).toBe(0);
  });

  it('is not open when it is in', async () => {
    const home = house();
    const result = await call(COVERS, { targets: ['Awning'], action: 'close' }, { home });
    expect(outcomesOf(result)).toEqual({ awning: 'already' });
    const opened = await call(COVERS, { targets: ['Awning'], action: 'open' }, { home });
    expect(outcomesOf(opened)).toEqual({ awning: 'unchanged' });
  });

  it('makes "open" of a central control a question', async () => {
    const home = house();
    const result = await call(COVERS, { targets: ['All shading'], action: 'open' }, { home });
    expect(errorOf(result)?.message).toContain('the other way');
    expect(errorOf(result)?.hint).toContain('up (in) or down (out)');
    expect(commandsOf(home)).toEqual([]);
    await call(COVERS, { targets: ['All shading'], action: 'up' }, { home });
    expect(commandsOf(home)).toEqual(['open']);
  });
});

describe('animations', () => {
  it.each([
    [undefined, true],
    [0, true],
    [1, false],
    [2, false],
    [3, true],
    [4, false],
    [5, false],
    [6, false],
  ])('%s: has slats is %s, and 100 is down or closed', async (animation, hasSlats) => {
    const details = animation === undefined ? {} : { animation };
    const home = new FakeHome([control({ id: 'it', name: 'It', type: 'Jalousie', details })]);
    const position = { targets: ['it'], action: 'position', position: 70 };
    await call(COVERS, position, { home });
    await call(COVERS, { targets: ['it'], action: 'slats', slats: 30 }, { home });
    await call(COVERS, { ...position, slats: 30 }, { home });
    expect(home.executed.map(({ request }) => [request.command, request.args])).toEqual([
      ['set-position', { position: 70 }],
      ...(hasSlats
        ? [
            ['set-tilt', { tilt: 30 }],
            ['set-position-and-tilt', { position: 70, tilt: 30 }],
          ]
        : []),
    ]);
  });
});

describe('a cover that is held', () => {
  it.each([
    [{ safetyActive: 1 }, 'held by a safety input'],
    [{ locked: 1 }, 'locked'],
  ])('stays so, and the reason is said: %j', async (wire, reason) => {
    const home = testHouse();
    home.set('blind', { ...wire, infoText: 'Wind' });
    home.react = () => ({ outcome: 'unchanged', waitedMs: 2000 });
    const result = await call(COVERS, { targets: ['Blind'], action: 'close' }, { home });
    expect(result.isError).toBe(true);
    expect(outcomesOf(result)).toEqual({ blind: 'unchanged' });
    expect(result.text).toContain(reason);
    expect(result.text).toContain('Wind');
    expect(home.executed, 'no other way was tried').toHaveLength(1);
  });
});

describe('what is no blind', () => {
  it.each([
    ['open', 'pulse-up'],
    ['up', 'pulse-up'],
    ['close', 'pulse-down'],
    ['down', 'pulse-down'],
  ])('a pair of buttons is pressed for %s: %s', async (action, command) => {
    const home = new FakeHome([control({ id: 'it', name: 'Awning', type: 'UpDownDigital' })]);
    const result = await call(COVERS, { targets: ['Awning'], action }, { home });
    expect(home.executed.map(({ request }) => request.command)).toEqual([command]);
    expect(outcomesOf(result)).toEqual({ it: 'accepted' });
  });

  it('a pair of buttons has no positions, and is in no group', async () => {
    const home = new FakeHome([control({ id: 'it', name: 'Awning', type: 'UpDownDigital' })]);
    const args = { targets: ['Awning'], action: 'position', position: 5 };
    expect(errorOf(await call(COVERS, args, { home }))?.code).toBe('not_supported');
    const group = { targets: [{ all: true }], action: 'open' };
    expect(errorOf(await call(COVERS, group, { home }))?.code).toBe('nothing_selected');
  });

  it.each(['Window', 'Gate', 'CentralWindow', 'CentralGate'])(
    'a %s is left to its own tool',
    async (type) => {
      const home = new FakeHome([control({ id: 'it', name: 'It', type })]);
      const result = await call(COVERS, { targets: ['It'], action: 'open' }, { home });
      expect(errorOf(result)?.hint).toContain('loxone_control_access');
      expect(home.executed).toEqual([]);
    },
  );
});

describe('the automatic of blinds', () => {
  it.each([
    ['auto', 'enable-automatic', 1],
    ['auto_off', 'disable-automatic', 0],
  ])('%s is %s', async (action, command, active) => {
    const home = testHouse();
    home.set('blind', { autoActive: 1 - active });
    home.react = () => ({ autoActive: active });
    const result = await call(COVERS, { targets: ['Blind'], action }, { home });
    expect(home.executed.map(({ request }) => request.command)).toEqual([command]);
    expect(outcomesOf(result)).toEqual({ blind: 'changed' });
    expect(result.text).toContain(`autoActive: ${active === 1 ? 'yes' : 'no'}`);
    expect(result.text).not.toContain('not (yet)');
  });
});
