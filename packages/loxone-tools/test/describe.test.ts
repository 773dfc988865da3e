import type { Authorize } from '@gatehouse/core';
import { describe, expect, it } from 'vitest';
import { limitedTo } from './support/authorize.js';
import { call, errorOf, everythingIn } from './support/call.js';
import { control, room } from './support/controls.js';
import { FakeHome } from './support/fake-home.js';
import { testHouse } from './support/house.js';
import { tokensOfResult } from './support/tokens.js';

const DESCRIBE = 'loxone_describe_control';

interface Description {
  readonly id: string;
  readonly commands?: readonly string[];
  readonly states?: readonly string[];
  readonly [field: string]: unknown;
}

async function describeOne(target: string, home = testHouse()): Promise<Description> {
  const { structured } = await call(DESCRIBE, { targets: [target] }, { home });
  const [one] = structured.devices as Description[];
  if (one === undefined) throw new TypeError('nothing described');
  return one;
}

describe('loxone_describe_control', () => {
  it('says what a blind is, takes and tells', async () => {
    const blind = await describeOne('Blind');
    expect(blind).toMatchObject({
      id: 'blind',
      name: 'Blind',
      room: 'Küche',
      type: 'blind (Jalousie)',
      family: 'covers',
      state: 'shading 40 %, slats open',
      tool: 'loxone_control_covers',
    });
    expect(blind.capabilities).toContain('positionable');
    expect(blind.commands).toContainEqual(
      expect.stringMatching(/^set-position \{position: 0–100 %\}: /),
    );
    expect(blind.states).toContainEqual(expect.stringMatching(/^position \(%\): /));
    expect(blind).not.toHaveProperty('parts');
    expect(blind).not.toHaveProperty('secured');
  });

  it('lists moods and parts of a light controller', async () => {
    const ceiling = await describeOne('Ceiling');
    expect(ceiling.moods).toEqual(['1 = Bright', '2 = Evening', '777 = All on', '778 = Off']);
    expect(ceiling.parts).toContainEqual({ id: 'ceiling/AI1', name: 'Spots', type: 'dimmer' });
    expect((await describeOne('ceiling/AI1')).part_of).toBe('Ceiling');
  });

  it('narrows ranges by what the control itself says', async () => {
    const floor = await describeOne('Floor lamp');
    expect(floor.commands).toContainEqual(expect.stringContaining('{brightness: 10–80 %}'));
  });

  it('names outputs and modes as the house does', async () => {
    const home = new FakeHome([
      control({
        id: 'r',
        name: 'Sprinkler',
        type: 'Radio',
        details: { outputs: { '1': 'Lawn\nnow', '2': 'Beds' }, allOff: 'Off' },
      }),
    ]);
    const radio = await describeOne('Sprinkler', home);
    expect(radio.values_outputs).toEqual(['1 = Lawn now', '2 = Beds']);
  });

  it('says which commands are risky, and that a control is secured', async () => {
    const gate = await describeOne('Garage');
    expect(gate.tool).toBe('loxone_control_access');
    expect(gate.commands).toContainEqual(expect.stringMatching(/^open \[risk access\]: /));
    expect((await describeOne('Safe lamp')).secured).toBe(true);
  });

  it('says that nothing commands what only tells, and what nobody knows', async () => {
    for (const target of ['Temperature', 'Mystery']) {
      const one = await describeOne(target);
      expect(one).not.toHaveProperty('tool');
      expect(one).not.toHaveProperty('commands');
    }
    const result = await call(DESCRIBE, { targets: ['Temperature'] }, { home: testHouse() });
    expect(result.text).toMatch(/^Temperature \[Küche\]: .*\n {2}read only$/);
  });

  it('gives what it found, and says what it did not', async () => {
    const args = { targets: ['Blind', 'Nonsense'] };
    const result = await call(DESCRIBE, args, { home: testHouse() });
    expect(result.isError).toBeUndefined();
    expect(errorOf(result)?.code).toBe('unknown_device');
    const nothing = await call(DESCRIBE, { targets: ['Nonsense'] }, { home: testHouse() });
    expect(nothing.isError).toBe(true);
    expect(nothing.structured.devices).toEqual([]);
  });

  it('describes at most ten', async () => {
    const result = await call(DESCRIBE, { targets: [{ all: true }] }, { home: testHouse() });
    expect(errorOf(result)).toMatchObject({ code: 'too_many_targets' });
    expect(result.structured.devices).toEqual([]);
  });

  it('hides the whole and the parts that a key does not see', async () => {
    const principal = limitedTo({ devices: ['ceiling/AI1'] });
    const part = await call(DESCRIBE, { targets: ['Spots'] }, { home: testHouse(), principal });
    expect(everythingIn(part)).not.toMatch(/Ceiling|Strip|Hood/);
    expect((part.structured.devices as Description[])[0]?.id).toBe('ceiling/AI1');
  });

  it('leaves out a part that is denied to who sees the whole', async () => {
    const rules: Authorize = (_principal, { targets = [] }) =>
      targets.some(({ id }) => id === 'ceiling/AI2')
        ? { allow: false, reason: 'denied' }
        : { allow: true };
    const options = { home: testHouse(), authorize: rules };
    const whole = await call(DESCRIBE, { targets: ['Ceiling'] }, options);
    expect(everythingIn(whole)).toContain('Spots');
    expect(everythingIn(whole)).not.toMatch(/Strip|AI2/);
  });

  it('costs little', async () => {
    const one = await call(DESCRIBE, { targets: ['Blind'] }, { home: testHouse() });
    expect(tokensOfResult(one)).toBeLessThan(900);
    const home = new FakeHome([
      control({ id: 'i', name: 'Heating', type: 'IRoomControllerV2', room: room('Hall') }),
    ]);
    const climate = await call(DESCRIBE, { targets: ['Heating'] }, { home });
    expect(tokensOfResult(climate)).toBeLessThan(2200);
  });
});
