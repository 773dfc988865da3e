import { describe, expect, it } from 'vitest';
import { call, errorOf, itemsOf, outcomesOf } from './support/call.js';
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
