/** What an entry of an intelligent room controller's schedule asks for (protocol reference §5.4). */
export type ScheduleValue =
  /** 0 economy · 1 comfort · 2 building protection. */
  | { readonly kind: 'mode'; readonly mode: number }
  | {
      readonly kind: 'temperature';
      /** In the unit of the house, with one decimal. */
      readonly temperature: number;
      readonly heating: boolean;
      readonly cooling: boolean;
    };

const CUSTOM = 0x10;
const HEATING = 0x20;
const COOLING = 0x40;
const TEMPERATURE_SHIFT = 8;
const MAX_TENTHS = 0x7fff;

/**
 * Reads the number of such an entry: a mode, or a temperature of its own packed with what may be done
 * to reach it. 57648 is 22.5 °, heating only.
 *
 * @returns `undefined` for a number that is neither.
 */
export function decodeScheduleValue(value: number): ScheduleValue | undefined {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) return undefined;
  if ((value & CUSTOM) === 0) return value > 0xff ? undefined : { kind: 'mode', mode: value };
  // The shift left and back again extends the sign of the 16 bits.
  const tenths = ((value >>> TEMPERATURE_SHIFT) << 16) >> 16;
  return {
    kind: 'temperature',
    temperature: tenths / 10,
    heating: (value & HEATING) !== 0,
    cooling: (value & COOLING) !== 0,
  };
}

/** @throws RangeError for a mode that is not 0–15 or a temperature beyond ±3276.7. */
export function encodeScheduleValue(value: ScheduleValue): number {
  if (value.kind === 'mode') {
    if (!Number.isInteger(value.mode) || value.mode < 0 || value.mode >= CUSTOM) {
      throw new RangeError(`mode must be an integer from 0 to 15, got ${value.mode}`);
    }
    return value.mode;
  }
  const tenths = Math.round(value.temperature * 10);
  if (!(Math.abs(tenths) <= MAX_TENTHS)) {
    throw new RangeError(`temperature must be from -3276.7 to 3276.7, got ${value.temperature}`);
  }
  const flags = CUSTOM + (value.heating ? HEATING : 0) + (value.cooling ? COOLING : 0);
  return ((tenths & 0xffff) << TEMPERATURE_SHIFT) + flags;
}
