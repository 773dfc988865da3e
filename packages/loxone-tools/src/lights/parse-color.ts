import { hueOfName, kelvinOfName } from './color-names.js';

/** A colour as somebody asked for it. */
export type AskedColor =
  | {
      readonly kind: 'hue';
      /** Degrees, 0–360. */
      readonly hue: number;
      /** Percent. */
      readonly saturation: number;
      /** Percent; absent when only the colour was named. */
      readonly brightness?: number;
    }
  | {
      readonly kind: 'white';
      readonly kelvin: number;
      /** A name, not a number: the nearest that the lamp has will do. */
      readonly roughly: boolean;
    };

const HEX = /^#?([\da-f]{3}|[\da-f]{6})$/i;
const RGB = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/i;
const HSV =
  /^hsv\(\s*(\d{1,3}(?:\.\d+)?)\s*,\s*(\d{1,3}(?:\.\d+)?)\s*(?:,\s*(\d{1,3}(?:\.\d+)?)\s*)?\)$/i;
const KELVIN = /^(\d{4,5})\s*k(?:elvin)?$/i;

/**
 * Reads a colour: a name, `#ff8800`, `rgb(255,136,0)`, `hsv(32,100,80)`, `hsv(32,100)`, `2700K`.
 *
 * @returns `undefined` for anything else.
 */
export function parseColor(text: string): AskedColor | undefined {
  const asked = text.trim();
  return parseKelvin(asked) ?? parseHsv(asked) ?? parseRgb(asked) ?? parseName(asked);
}

function parseKelvin(text: string): AskedColor | undefined {
  const [, kelvin] = KELVIN.exec(text) ?? [];
  return kelvin === undefined
    ? undefined
    : { kind: 'white', kelvin: Number(kelvin), roughly: false };
}

function parseHsv(text: string): AskedColor | undefined {
  const [, hue, saturation, brightness] = HSV.exec(text) ?? [];
  if (hue === undefined || Number(hue) > 360 || Number(saturation) > 100) return undefined;
  if (brightness === undefined) {
    return { kind: 'hue', hue: Number(hue), saturation: Number(saturation) };
  }
  if (Number(brightness) > 100) return undefined;
  return {
    kind: 'hue',
    hue: Number(hue),
    saturation: Number(saturation),
    brightness: Number(brightness),
  };
}

function parseRgb(text: string): AskedColor | undefined {
  const [, ...decimal] = RGB.exec(text) ?? [];
  const channels = decimal.length === 3 ? decimal.map(Number) : hexChannels(text);
  const [red, green, blue] = channels ?? [];
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return Math.max(red, green, blue) > 255 ? undefined : hsvOf(red, green, blue);
}

function hexChannels(text: string): readonly number[] | undefined {
  const [, digits] = HEX.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16));
}

/** Channels 0–255, as colour pickers of the web have them, to hue, saturation and brightness. */
function hsvOf(red: number, green: number, blue: number): AskedColor {
  const max = Math.max(red, green, blue);
  const range = max - Math.min(red, green, blue);
  return {
    kind: 'hue',
    hue: range === 0 ? 0 : Math.round(hueOf(red, green, blue, max, range)) % 360,
    saturation: max === 0 ? 0 : Math.round((range / max) * 100),
    brightness: Math.round((max / 255) * 100),
  };
}

function hueOf(red: number, green: number, blue: number, max: number, range: number): number {
  if (max === red) return (((green - blue) / range + 6) % 6) * 60;
  return max === green ? ((blue - red) / range + 2) * 60 : ((red - green) / range + 4) * 60;
}

function parseName(text: string): AskedColor | undefined {
  const hue = hueOfName(text);
  if (hue !== undefined) return { kind: 'hue', ...hue };
  const kelvin = kelvinOfName(text);
  return kelvin === undefined ? undefined : { kind: 'white', kelvin, roughly: true };
}
