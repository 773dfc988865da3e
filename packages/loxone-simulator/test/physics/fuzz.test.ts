import { CONTROL_TYPES } from '@gatehouse/loxone-controls';
import { describe, expect, it } from 'vitest';
import { PHYSICS } from '../../src/physics/registry.js';
import { Bench } from '../support/bench.js';
import { randomly } from '../support/random.js';

const NUMBERS = [
  '0',
  '1',
  '-1',
  '5',
  '50',
  '100',
  '101',
  '777',
  '778',
  '1e9',
  '99999999999',
  '0.5',
  'NaN',
  '-0',
];
const WORDS = [
  'on',
  'off',
  'pulse',
  'up',
  'down',
  'stop',
  'open',
  'close',
  'plus',
  'minus',
  'next',
  'reset',
  'hsv(1,2,3)',
  'temp(50,99999)',
  'constructor',
  '__proto__',
  'toString',
  '',
  '%',
  '%00',
  'ä',
];

/** Each command that the catalog knows of any type, without its arguments. */
const COMMANDS: readonly string[] = [
  ...new Set(CONTROL_TYPES.flatMap(({ commands }) => commands.map(({ wire }) => wire))),
];

function randomTail(random: (below: number) => number): string {
  const argument = (): string =>
    random(2) === 0 ? (NUMBERS[random(NUMBERS.length)] ?? '') : (WORDS[random(WORDS.length)] ?? '');
  if (random(3) === 0) return [argument(), argument()].slice(random(2)).join('/');
  const wire = COMMANDS[random(COMMANDS.length)] ?? '';
  return wire.replace(/\{\w+\}/g, argument);
}

/** States that are shares of something, or yes and no. */
const UNIT_STATES = ['shadePosition', 'active', 'armed', 'up', 'down', 'openWindow'];

const DETAILS = {
  min: 0,
  max: 100,
  step: 1,
  allOff: 'None',
  outputs: { '1': 'One', '3': 'Three' },
  animation: 0,
  windows: [{ name: 'One' }],
  loads: [{ id: 1, name: 'Boiler' }],
};

describe.each(Object.keys(PHYSICS))('%s, whatever it is told', (type) => {
  it.each([1, 2, 3])('keeps its states within what they can be (seed %d)', (seed) => {
    const random = randomly(seed * 7919 + type.length);
    const bench = new Bench([
      {
        type,
        name: 'It',
        details: DETAILS,
        parts: {
          masterValue: { type: 'Dimmer', name: 'Master' },
          masterColor: { type: 'ColorPickerV2', name: 'Master colour' },
          AI1: { type: 'Dimmer', name: 'One' },
          AI2: { type: 'ColorPickerV2', name: 'Two' },
          AI3: { type: 'Switch', name: 'Three' },
        },
      },
    ]);
    const targets = ['It', 'It/masterValue', 'It/masterColor', 'It/AI1', 'It/AI2', 'It/AI3'];
    const said: string[] = [];
    for (let step = 0; step < 120; step += 1) {
      const target = targets[random(3) === 0 ? random(targets.length) : 0] ?? 'It';
      const tail = randomTail(random);
      said.push(`${target}: ${tail}`);
      bench.send(target, tail);
      if (random(4) === 0) bench.jump([1, 5, 60, 3600][random(4)] ?? 1);
      for (const state of UNIT_STATES) {
        const value = bench.number('It', state);
        // Gates and windows count their direction from −1 on.
        const low = state === 'active' && (type === 'Gate' || type === 'Window') ? -1 : 0;
        expect(
          value >= low && value <= 1,
          `${state} is ${value} after ${said.slice(-5).join(' · ')}`,
        ).toBe(true);
      }
      const brightness = bench.number('It/AI1', 'position');
      expect(brightness >= 0 && brightness <= 100, said.slice(-5).join(' · ')).toBe(true);
      expect(bench.text('It/AI2', 'color'), said.slice(-5).join(' · ')).toMatch(
        /^(hsv|temp|daylight)\([\d.,]+\)$/,
      );
    }
  });

  it('is not moved by time standing still, or by a whole year passing at once', () => {
    const bench = new Bench([{ type, name: 'It', details: DETAILS }]);
    bench.house.tick(0);
    bench.house.tick(0);
    bench.jump(365 * 86_400);
    expect(bench.house.execute(`${bench.control('It').id}/state`, { secured: true }).code).toBe(
      200,
    );
  });
});
