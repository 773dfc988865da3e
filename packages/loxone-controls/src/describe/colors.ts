/** Hues in degrees up to which a colour has this name. */
const HUES: readonly (readonly [number, string])[] = [
  [15, 'red'],
  [45, 'orange'],
  [70, 'yellow'],
  [160, 'green'],
  [200, 'cyan'],
  [255, 'blue'],
  [290, 'violet'],
  [345, 'pink'],
  [360, 'red'],
];

/** Below this share of saturation a colour looks white. */
const PALE = 15;

const COLOR = /^(hsv|temp|lumitech|daylight)\(([-\d.,\s]*)\)$/i;

/**
 * A colour of the wire in words: `on, 60 % bright, warm white 2700 K`, `on, 80 % bright, green`,
 * `off`.
 *
 * @returns `undefined` for what is no colour.
 */
export function colorText(color: string): string | undefined {
  const match = COLOR.exec(color.trim());
  const numbers = (match?.[2] ?? '').split(',').map(Number);
  if (match === null || !numbers.every(Number.isFinite)) return undefined;
  const [first = 0, second = 0, third = 0] = numbers;
  switch (match[1]?.toLowerCase()) {
    case 'hsv':
      return lit(third, hueText(first, second));
    case 'daylight':
      return lit(first, 'daylight');
    default:
      return lit(first, `${whiteText(second)} ${Math.round(second)} K`);
  }
}

function lit(brightness: number, color: string): string {
  return brightness <= 0 ? 'off' : `on, ${Math.round(brightness)} % bright, ${color}`;
}

function hueText(hue: number, saturation: number): string {
  if (saturation < PALE) return 'white';
  return HUES.find(([end]) => hue <= end)?.[1] ?? 'red';
}

function whiteText(kelvin: number): string {
  if (kelvin < 3300) return 'warm white';
  return kelvin <= 5300 ? 'neutral white' : 'cold white';
}
