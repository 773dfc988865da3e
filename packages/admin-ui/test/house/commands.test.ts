import { describe, expect, it } from 'vitest';
import {
  actOf,
  type ChoiceCommand,
  chooseOf,
  clamped,
  firstOf,
  isGrave,
  offeredBy,
  type SliderCommand,
  slideTo,
  stepOf,
  valueText,
} from '../../src/app/house/commands.js';
import { actRequest, type HouseCommand } from '../../src/wire/index.js';

const on: HouseCommand = { name: 'on', label: 'On', risk: 'control' };
const dim: SliderCommand = {
  name: 'set',
  label: 'Brightness',
  risk: 'control',
  argument: { name: 'value', min: 0, max: 100, unit: '%' },
};
const mood: ChoiceCommand = {
  name: 'set-mood',
  label: 'Mood',
  risk: 'control',
  argument: {
    name: 'mood',
    choices: [
      { value: 1, text: 'Bright' },
      { value: 778, text: 'Off' },
    ],
  },
};
const percent = { name: 'value', min: 0, max: 100, unit: '%' };
const celsius = { name: 'temperature', min: 5, max: 35, step: 0.5, unit: '°C' };

describe('what the page offers for a device', () => {
  const named = (command: HouseCommand, name: string): HouseCommand => ({ ...command, name });
  const many = (command: HouseCommand, count: number): readonly HouseCommand[] =>
    Array.from({ length: count }, (_, at) => named(command, `${command.name}-${at}`));
  const counts = (commands: readonly HouseCommand[]): readonly number[] => {
    const { first, more } = firstOf(offeredBy(commands));
    return [first.choices.length, first.sliders.length, first.buttons.length, more];
  };

  it('are names, sliders and buttons, in the order given', () => {
    expect(offeredBy([dim, on, mood])).toEqual({ choices: [mood], sliders: [dim], buttons: [on] });
    expect(offeredBy([])).toEqual({ choices: [], sliders: [], buttons: [] });
  });

  it('is a few of each at first, unless only one would be left', () => {
    expect(counts([dim, on])).toEqual([0, 1, 1, 0]);
    expect(counts(many(on, 5))).toEqual([0, 0, 5, 0]);
    expect(counts(many(on, 6))).toEqual([0, 0, 4, 2]);
    expect(counts(many(dim, 3))).toEqual([0, 3, 0, 0]);
    expect(counts([...many(dim, 10), ...many(on, 5)])).toEqual([0, 2, 4, 9]);
  });

  it('is what the house has names for before all buttons', () => {
    expect(counts([mood])).toEqual([1, 0, 0, 0]);
    expect(counts([mood, on])).toEqual([1, 0, 0, 1]);
    expect(counts([...many(mood, 5), ...many(on, 3), ...many(dim, 3)])).toEqual([1, 2, 0, 8]);
  });

  it('is no list of words before the buttons', () => {
    const argument = { name: 'mode', choices: [{ value: 'manual', text: 'manual' }] };
    const mode: HouseCommand = { name: 'set-mode', label: 'Mode', risk: 'control', argument };
    expect(counts([mode, ...many(on, 3), ...many(dim, 3)])).toEqual([0, 2, 3, 2]);
    expect(counts([mode, on])).toEqual([0, 0, 1, 1]);
  });

  it.each([
    [percent, 1],
    [celsius, 0.5],
    [{ name: 'share', min: 0, max: 1 }, 0.01],
    [{ ...percent, step: 0 }, 1],
  ])('moves a slider in sensible steps (%#)', (argument, step) => {
    expect(stepOf(argument)).toBe(step);
  });

  it('names a value as precisely as it can be set', () => {
    expect(valueText(40, percent)).toBe('40 %');
    expect(valueText(21, celsius)).toBe('21.0 °C');
    expect(valueText(0.5, { name: 'share', min: 0, max: 1 })).toBe('0.50');
  });

  it('keeps a value within its bounds', () => {
    expect([-1, 50, 101].map((value) => clamped(value, percent))).toEqual([0, 50, 100]);
  });
});

describe('what is sent', () => {
  it('is the command alone for a button', () => {
    expect(actOf(on)).toEqual({ command: 'on' });
    expect(actRequest.safeParse(actOf(on)).success).toBe(true);
  });

  it('is the command with its number for a slider', () => {
    expect(slideTo(dim, 40)).toEqual({ command: 'set', args: { value: 40 } });
    expect(slideTo(dim, 400)).toEqual({ command: 'set', args: { value: 100 } });
    expect(actRequest.safeParse(slideTo(dim, 40)).success).toBe(true);
  });

  it('is the command with what the name stands for', () => {
    expect(chooseOf(mood, 778)).toEqual({ command: 'set-mood', args: { mood: 778 } });
    expect(chooseOf(mood, 'manual')).toEqual({ command: 'set-mood', args: { mood: 'manual' } });
    expect(actRequest.safeParse(chooseOf(mood, 'manual')).success).toBe(true);
  });
});

it('marks what is more than everyday control', () => {
  expect(['read', 'control', 'access', 'admin', 'raw'].filter(isGrave)).toEqual([
    'access',
    'admin',
    'raw',
  ]);
});
