import { brightnessOf, type Color, formatColor, parseColor, withBrightness } from './color.js';
import { clamp } from './noise.js';
import type { Device, InitialState, Physics, PhysicsTable, WireCommand } from './physics.js';
import { detailNumber, numberArgument } from './wire-command.js';

const WARM_KELVIN = 2700;

/** A coloured or tunable white lamp. */
class ColorPicker implements Physics {
  readonly #device: Device;
  readonly #whiteSpace: 'temp' | 'lumitech';
  #last = 100;

  constructor(device: Device, whiteSpace: 'temp' | 'lumitech') {
    this.#device = device;
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
    return word === 'setfav' ? this.#favorite(args) : word === 'setfavsequence' && args.length > 2;
  }

  /** `{place}/{color}`; only the first pickers show their favourites. */
  #favorite([place, color = '']: readonly string[]): boolean {
    const index = Number(place);
    if (!Number.isInteger(index) || index < 0 || index > 99) return false;
    if (parseColor(color) === undefined) return false;
    const favorites: unknown = JSON.parse(this.#device.text('favorites') || '[]');
    const list = Array.isArray(favorites) ? favorites : [];
    list[index] = color;
    this.#device.set('favorites', JSON.stringify(list));
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

export const COLOR_PICKER_PHYSICS: PhysicsTable = {
  ColorPickerV2: (device) => new ColorPicker(device, 'temp'),
  Colorpicker: (device) => new ColorPicker(device, 'lumitech'),
};
