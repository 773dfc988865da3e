/** A lamp's colour as the wire has it (protocol reference §5.2). */
export type Color =
  | {
      readonly space: 'hsv';
      readonly hue: number;
      readonly saturation: number;
      readonly value: number;
    }
  /** `temp` of a ColorPickerV2, `lumitech` of the first Colorpicker. */
  | { readonly space: 'temp' | 'lumitech'; readonly brightness: number; readonly kelvin: number }
  | { readonly space: 'daylight'; readonly brightness: number };

const COLOR = /^(hsv|temp|lumitech|daylight)\(([\d.,\s]*)\)$/;

/** Reads `hsv(h,s,v)`, `temp(brightness,kelvin)` and their like; anything else is none. */
export function parseColor(text: string): Color | undefined {
  const [, space, list] = COLOR.exec(text.toLowerCase()) ?? [];
  if (space === undefined || list === undefined) return undefined;
  const [a, b, c, ...more] = list
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (more.length > 0 || !isWithin(a, space === 'hsv' ? 360 : 100)) return undefined;
  switch (space) {
    case 'hsv':
      return isWithin(b, 100) && isWithin(c, 100)
        ? { space: 'hsv', hue: a, saturation: b, value: c }
        : undefined;
    case 'daylight':
      return b === undefined ? { space: 'daylight', brightness: a } : undefined;
    default:
      return isWithin(b, 20_000) && c === undefined
        ? { space: space === 'temp' ? 'temp' : 'lumitech', brightness: a, kelvin: b }
        : undefined;
  }
}

export function formatColor(color: Color): string {
  switch (color.space) {
    case 'hsv':
      return `hsv(${color.hue},${color.saturation},${color.value})`;
    case 'daylight':
      return `daylight(${color.brightness})`;
    default:
      return `${color.space}(${color.brightness},${color.kelvin})`;
  }
}

/** Brightness in percent. */
export function brightnessOf(color: Color): number {
  return color.space === 'hsv' ? color.value : color.brightness;
}

/** The same colour, brighter or darker. */
export function withBrightness(color: Color, brightness: number): Color {
  return color.space === 'hsv' ? { ...color, value: brightness } : { ...color, brightness };
}

function isWithin(value: number | undefined, high: number): value is number {
  return value !== undefined && value >= 0 && value <= high;
}
