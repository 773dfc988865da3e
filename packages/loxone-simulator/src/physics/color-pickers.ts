import { brightnessOf, type Color, formatColor, parseColor, withBrightness } from './color.js';
import { clamp } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand, World } from './physics.js';
import { detailNumber, numberArgument } from './wire-command.js';

const WARM_KELVIN = 2700;
const MAX_PLACE = 99;
const MAX_SEQUENCE = 6;

/** A coloured or tunable white lamp. */
class ColorPicker implements Physics {
  readonly #device: Device;
  readonly #world: World;
  readonly #whiteSpace: 'temp' | 'lumitech';
  #last = 100;

  constructor(device: Device, world: World, whiteSpace: 'temp' | 'lumitech') {
    this.#device = device;
    this.#world = world;
    this.#whiteSpace = whiteSpace;
  }

  initialStates(): Readonly<Record<string, InitialState>> {
    const off: Color =
      this.#device.details.pickerType === 'Rgb'
        ? { space: 'hsv', hue: 0, saturation: 0, value: 0 }
        : { space: this.#whiteSpace, brightness: 0, kelvin: WARM_KELVIN };
    return {
      color: formatColor(off),
      favorites: '[]',
      sequence: '',
      sequenceColorIdx: -1,
      jLocked: '',
    };
  }

  command(command: WireCommand): boolean {
    if (this.#isSetting(command)) return true;
    const color = this.#wanted(command);
    if (color === undefined) return false;
    if (brightnessOf(color) > 0) this.#last = brightnessOf(color);
    this.#device.set('color', formatColor(this.#withinRange(color)));
    this.#device.set('sequenceColorIdx', -1);
    return true;
  }

  #wanted(command: WireCommand): Color | undefined {
    const now = parseColor(this.#device.text('color'));
    switch (command.word) {
      case 'on':
        return now && withBrightness(now, this.#last);
      case 'off':
        return now && withBrightness(now, 0);
      case 'setbrightness': {
        const brightness = numberArgument(command, 0, 0, 100);
        return now && brightness !== undefined ? withBrightness(now, brightness) : undefined;
      }
      default:
        return command.args.length === 0 ? parseColor(command.word) : undefined;
    }
  }

  /** Favourites and sequences: kept, but nothing in the house depends on them. */
  #isSetting({ word, args }: WireCommand): boolean {
    if (word === 'setsequence' && args.length >= 2) {
      const colors = args.slice(1, -1);
      const sequence = { colors, interval: Number(args[0]), type: 0, mode: 4 };
      this.#device.set('sequence', JSON.stringify(sequence));
      this.#device.set('sequenceColorIdx', Number(args.at(-1)) || 0);
      return true;
    }
    const daylight = /^daylighttype\(([45])\)$/.exec(word)?.[1] ?? args[0];
    if (word.startsWith('daylighttype') && /^[45]$/.test(daylight ?? '')) {
      const sequence = { colors: [], interval: 60, type: 2, mode: Number(daylight) };
      this.#device.set('sequence', JSON.stringify(sequence));
      return true;
    }
    if (word === 'setfav') return this.#favorite(args);
    return word === 'setfavsequence' && this.#favoriteSequence(args);
  }

  /** `{place}/{color}`: favourites of the whole house; the first pickers had some of their own. */
  #favorite([text, color = '']: readonly string[]): boolean {
    const place = placeOf(text);
    if (place === undefined || parseColor(color) === undefined) return false;
    if (this.#whiteSpace === 'temp') {
      this.#world.keepFavorite('favColors', place, color);
      return true;
    }
    const favorites: unknown = JSON.parse(this.#device.text('favorites') || '[]');
    const list = Array.isArray(favorites) ? favorites : [];
    list[place] = color;
    this.#device.set('favorites', JSON.stringify(list));
    return true;
  }

  /** `{place}/{seconds}/{color}…`, at most six of them. */
  #favoriteSequence([text, seconds, ...colors]: readonly string[]): boolean {
    const place = placeOf(text);
    const interval = Number(seconds);
    const isSequence = colors.length > 0 && colors.length <= MAX_SEQUENCE && interval > 0;
    if (place === undefined || !isSequence) return false;
    if (colors.some((color) => parseColor(color) === undefined)) return false;
    this.#world.keepFavorite('favColorSequences', place, { colors, interval, type: 0, mode: 4 });
    return true;
  }

  #withinRange(color: Color): Color {
    if (color.space !== 'temp') return color;
    const { details } = this.#device;
    const low = detailNumber(details, 'minKelvin', WARM_KELVIN);
    const high = detailNumber(details, 'maxKelvin', 6500);
    return { ...color, kelvin: clamp(color.kelvin, low, high) };
  }
}

function placeOf(text: string | undefined): number | undefined {
  const place = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isInteger(place) && place >= 0 && place <= MAX_PLACE ? place : undefined;
}

export const COLOR_PICKER_PHYSICS: PhysicsTable = {
  ColorPickerV2: (device, world) => new ColorPicker(device, world, 'temp'),
  Colorpicker: (device, world) => new ColorPicker(device, world, 'lumitech'),
};
