import { describe, expect, it } from 'vitest';
import {
  actOf,
  clamped,
  isGrave,
  offeredBy,
  stepOf,
  valueText,
} from '../../src/app/house/commands.js';
import { actRequest, type HouseCommand } from '../../src/wire/index.js';

const on: HouseCommand = { name: 'on', label: 'On', risk: 'control' };
const dim: HouseCommand = {
  name: 'set',
  label: 'Brightness',
  risk: 'control',
  argument: { name: 'value', min: 0, max: 100, unit: '%' },
};
const percent = { name: 'value', min: 0, max: 100, unit: '%' };
const celsius = { name: 'temperature', min: 5, max: 35, step: 0.5, unit: '°C' };

describe('what the page offers for a device', () => {
  it('are buttons and sliders, in the order given', () => {
    expect(offeredBy([dim, on])).toEqual({ buttons: [on], sliders: [dim] });
    expect(offeredBy([])).toEqual({ buttons: [], sliders: [] });
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
    expect(actOf(dim, 40)).toEqual({ command: 'set', args: { value: 40 } });
    expect(actOf(dim, 400)).toEqual({ command: 'set', args: { value: 100 } });
    expect(actRequest.safeParse(actOf(dim, 40)).success).toBe(true);
  });

  it('holds no number that the command does not take', () => {
    expect(actOf(on, 40)).toEqual({ command: 'on' });
  });
});

it('marks what is more than everyday control', () => {
  expect(['read', 'control', 'access', 'admin', 'raw'].filter(isGrave)).toEqual([
    'access',
    'admin',
    'raw',
  ]);
});
