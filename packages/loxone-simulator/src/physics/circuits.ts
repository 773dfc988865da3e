import { brightnessOf, type Color, formatColor, parseColor, withBrightness } from './color.js';
import { clamp } from './noise.js';
import type { Device } from './physics.js';

/** What a circuit shows: a dimmer's or switch's number, a colour picker's text. */
export type CircuitLight = number | string;

const WARM: Color = { space: 'temp', brightness: 0, kelvin: 2700 };

/** The parts of a light controller that are lamps, not its two masters. */
export function circuitsOf(controller: Device): readonly Device[] {
  return controller.parts.filter(
    (part) => !isMaster(part, 'masterValue') && !isMaster(part, 'masterColor'),
  );
}

/** Whether a part is the controller's `masterValue` or `masterColor` (protocol reference §5.2). */
export function isMaster(part: Device, which: 'masterValue' | 'masterColor'): boolean {
  return part.id.endsWith(`/${which}`) || part.parent?.details[which] === part.id;
}

/** Brightness of a circuit in percent. */
export function brightnessOfCircuit(circuit: Device): number {
  if (isColored(circuit)) return brightnessOf(parseColor(circuit.text('color')) ?? WARM);
  if (isSwitched(circuit)) return circuit.number('active') * 100;
  return circuit.number('position');
}

/** Brightness of the brightest dimmable circuit; of the switched ones where there is no other. */
export function brightestOf(controller: Device): number {
  const circuits = circuitsOf(controller);
  const dimmable = circuits.filter((circuit) => !isSwitched(circuit));
  const counted = dimmable.length > 0 ? dimmable : circuits;
  return Math.max(0, ...counted.map(brightnessOfCircuit));
}

/** Makes a circuit brighter or darker and keeps its colour. */
export function setBrightness(circuit: Device, brightness: number): void {
  const wanted = clamp(Math.round(brightness), 0, 100);
  if (isColored(circuit)) {
    const color = parseColor(circuit.text('color')) ?? WARM;
    circuit.set('color', formatColor(withBrightness(color, wanted)));
  } else if (isSwitched(circuit)) {
    circuit.set('active', wanted > 0 ? 1 : 0);
  } else {
    circuit.set('position', wanted);
  }
}

/** Gives a coloured circuit white light of this temperature; others are left alone. */
export function setWhite(circuit: Device, kelvin: number): void {
  if (!isColored(circuit)) return;
  const brightness = brightnessOfCircuit(circuit);
  const pickerType = circuit.details.pickerType;
  const white: Color =
    pickerType === 'Rgb'
      ? { space: 'hsv', hue: kelvin < 3500 ? 30 : 210, saturation: 35, value: brightness }
      : { space: circuit.type === 'Colorpicker' ? 'lumitech' : 'temp', brightness, kelvin };
  circuit.set('color', formatColor(white));
}

export function readCircuit(circuit: Device): CircuitLight {
  if (isColored(circuit)) return circuit.text('color');
  return circuit.number(isSwitched(circuit) ? 'active' : 'position');
}

export function writeCircuit(circuit: Device, light: CircuitLight): void {
  if (isColored(circuit)) circuit.set('color', light);
  else circuit.set(isSwitched(circuit) ? 'active' : 'position', light);
}

export function isColored(circuit: Device): boolean {
  return circuit.type === 'ColorPickerV2' || circuit.type === 'Colorpicker';
}

function isSwitched(circuit: Device): boolean {
  return circuit.type === 'Switch';
}
