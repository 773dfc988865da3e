import type { HomeState } from '@gatehouse/loxone-controls';
import { stateValue } from '../state/state-value.js';

const HSV = /^hsv\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*[\d.]+\s*\)$/i;
const WHITE = /^(?:temp|lumitech)\(\s*[\d.]+\s*,\s*([\d.]+)\s*\)$/i;

/** A command that keeps the colour and changes the brightness. */
export interface ColorCommand {
  readonly command: 'set-color' | 'set-color-temperature';
  readonly args: Readonly<Record<string, number>>;
}

/**
 * Dims a first-generation colour circuit, which takes no brightness alone (protocol reference §5.2).
 *
 * @returns `undefined` while its present colour is not known.
 */
export function withBrightness(
  states: readonly HomeState[],
  brightness: number,
): ColorCommand | undefined {
  const color = stateValue(states, 'color');
  if (typeof color !== 'string') return undefined;
  const [, hue, saturation] = HSV.exec(color) ?? [];
  if (hue !== undefined && saturation !== undefined) {
    const args = { hue: Number(hue), saturation: Number(saturation), brightness };
    return { command: 'set-color', args };
  }
  const [, kelvin] = WHITE.exec(color) ?? [];
  if (kelvin === undefined) return undefined;
  return { command: 'set-color-temperature', args: { brightness, kelvin: Number(kelvin) } };
}
