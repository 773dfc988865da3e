import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, hasCommand, plan, type Reached } from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { brightnessOf } from '../state/condition.js';
import { stateValue } from '../state/state-value.js';
import type { AskedColor } from './parse-color.js';

/** `hsv(120,100,50)`, `temp(80,2700)`, `lumitech(80,2700)`. */
const COLOR = /^(hsv|temp|lumitech)\(([^)]*)\)$/i;

/** Lamps may round what they were told. */
const TOLERANCE = { hue: 3, saturation: 2, brightness: 2, kelvin: 60 };

/** Puts a colour to a light, or to the part of a light controller that colours all its circuits. */
export function planColor(
  control: HomeControl,
  color: AskedColor,
  brightness: number | undefined,
  house: HouseView,
): CommandPlan {
  const lamp = coloredPart(control, house);
  if (lamp === undefined) {
    return cannot(
      `a ${typeLabel(control.type)} without colour circuits takes no colour.`,
      'Use action brightness or mood, or name a colour light.',
    );
  }
  const wanted = brightness ?? statedBrightness(color) ?? presentBrightness(lamp, house);
  return color.kind === 'white'
    ? planWhite(lamp, color, wanted)
    : planHue(lamp, { hue: color.hue, saturation: color.saturation, brightness: wanted });
}

function planHue(
  lamp: HomeControl,
  color: { readonly hue: number; readonly saturation: number; readonly brightness: number },
): CommandPlan {
  if (lamp.details.pickerType === 'TunableWhite') {
    return cannot('it is a white light.', 'Pass a colour temperature such as 2700K.');
  }
  const { hue, saturation, brightness } = color;
  const reached = isColor('hsv', [hue, saturation, brightness]);
  return plan(lamp.id, 'set-color', reached, { hue, saturation, brightness });
}

function planWhite(
  lamp: HomeControl,
  { kelvin: asked, roughly }: Extract<AskedColor, { kind: 'white' }>,
  brightness: number,
): CommandPlan {
  if (lamp.details.pickerType === 'Rgb') {
    // Its white is a mixture without a colour temperature.
    if (roughly) return planHue(lamp, { hue: 35, saturation: saturationOf(asked), brightness });
    return cannot('it has no colour temperature.', 'Pass a colour such as orange or #ffaa66.');
  }
  const kelvin = roughly ? nearestKelvin(lamp, asked) : asked;
  const reached = isColor('white', [brightness, kelvin]);
  return plan(lamp.id, 'set-color-temperature', reached, { brightness, kelvin });
}

/** How much warm colour makes an RGB lamp look like white of a temperature. */
function saturationOf(kelvin: number): number {
  if (kelvin < 3500) return 40;
  return kelvin < 5000 ? 15 : 0;
}

function nearestKelvin({ details }: HomeControl, kelvin: number): number {
  const low = typeof details.minKelvin === 'number' ? details.minKelvin : 2700;
  const high = typeof details.maxKelvin === 'number' ? details.maxKelvin : 6500;
  return Math.min(high, Math.max(low, kelvin));
}

function coloredPart(control: HomeControl, house: HouseView): HomeControl | undefined {
  if (hasCommand(control, 'set-color')) return control;
  const master = control.details.masterColor;
  const part = typeof master === 'string' ? house.control(master) : undefined;
  return part !== undefined && hasCommand(part, 'set-color') ? part : undefined;
}

function statedBrightness(color: AskedColor): number | undefined {
  return color.kind === 'hue' ? color.brightness : undefined;
}

/** A lamp that is off is lit by the wish for a colour. */
function presentBrightness(lamp: HomeControl, house: HouseView): number {
  const brightness = brightnessOf(lamp, house.states(lamp.id));
  return brightness === undefined || brightness === 0 ? 100 : brightness;
}

function isColor(kind: 'hsv' | 'white', wanted: readonly number[]): Reached {
  const tolerances =
    kind === 'hsv'
      ? [TOLERANCE.hue, TOLERANCE.saturation, TOLERANCE.brightness]
      : [TOLERANCE.brightness, TOLERANCE.kelvin];
  return (_control: HomeControl, states: readonly HomeState[]) => {
    const color = stateValue(states, 'color');
    const [, space = '', list = ''] = typeof color === 'string' ? (COLOR.exec(color) ?? []) : [];
    if (space === '') return undefined;
    if ((space.toLowerCase() === 'hsv') !== (kind === 'hsv')) return false;
    const values = list.split(',').map(Number);
    return wanted.every((value, at) => isNear(values[at], value, tolerances[at] ?? 0));
  };
}

function isNear(value: number | undefined, wanted: number, tolerance: number): boolean {
  return value !== undefined && Math.abs(value - wanted) <= tolerance;
}
