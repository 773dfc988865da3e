import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DaytimerEvent,
  decodeDaytimerTable,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherTable,
  encodeDaytimerTable,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherTable,
  iterateTextTable,
  iterateValueTable,
  type TableDamage,
  type TextEvent,
  type ValueEvent,
  type WeatherEvent,
  ZERO_UUID,
} from '../src/index.js';
import { anyText, anyUuid, concat, fromHex, toHex } from './support/bytes.js';
import vectors from './vectors/tables.json' with { type: 'json' };

const UUID = '01020304-0506-0708-090a0b0c0d0e0f10';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const anyValueEvents: fc.Arbitrary<ValueEvent[]> = fc.array(
  fc.record({ uuid: anyUuid, value: fc.double() }),
);
const anyTextEvents: fc.Arbitrary<TextEvent[]> = fc.array(
  fc.record({ uuid: anyUuid, icon: anyUuid, text: anyText }),
);
const anyDaytimerEvents: fc.Arbitrary<DaytimerEvent[]> = fc.array(
  fc.record({
    uuid: anyUuid,
    defaultValue: fc.double(),
    entries: fc.array(
      fc.record({
        mode: int32,
        from: int32,
        to: int32,
        needActivate: fc.boolean(),
        value: fc.double(),
      }),
      { maxLength: 4 },
    ),
  }),
);
const anyWeatherEvents: fc.Arbitrary<WeatherEvent[]> = fc.array(
  fc.record({
    uuid: anyUuid,
    lastUpdate: fc.nat(0xffff_ffff),
    entries: fc.array(
      fc.record({
        timestamp: int32,
        weatherType: int32,
        windDirection: int32,
        solarRadiation: int32,
        relativeHumidity: int32,
        temperature: fc.double(),
        perceivedTemperature: fc.double(),
        dewPoint: fc.double(),
        precipitation: fc.double(),
        windSpeed: fc.double(),
        barometricPressure: fc.double(),
      }),
      { maxLength: 3 },
    ),
  }),
);

describe('the vectors', () => {
  it('values', () => {
    const { hex, events } = vectors.values;
    expect(decodeValueTable(fromHex(hex))).toEqual(events);
    expect(toHex(encodeValueTable(events))).toBe(hex);
  });

  it('texts: empty, padded, exact multiple of four, beyond the BMP', () => {
    const { hex, events } = vectors.texts;
    expect(decodeTextTable(fromHex(hex))).toEqual(events);
    expect(toHex(encodeTextTable(events))).toBe(hex);
  });

  it('daytimers', () => {
    const { hex, events } = vectors.daytimers;
    expect(decodeDaytimerTable(fromHex(hex))).toEqual(events);
    expect(toHex(encodeDaytimerTable(events))).toBe(hex);
  });

  it('weather', () => {
    const { hex, events } = vectors.weather;
    expect(decodeWeatherTable(fromHex(hex))).toEqual(events);
    expect(toHex(encodeWeatherTable(events))).toBe(hex);
  });
});

describe('round trips', () => {
  it('values', () => {
    fc.assert(
      fc.property(anyValueEvents, (events) => {
        expect(decodeValueTable(encodeValueTable(events))).toEqual(events);
      }),
    );
  });

  it('texts', () => {
    fc.assert(
      fc.property(anyTextEvents, (events) => {
        expect(decodeTextTable(encodeTextTable(events))).toEqual(events);
      }),
    );
  });

  it('daytimers', () => {
    fc.assert(
      fc.property(anyDaytimerEvents, (events) => {
        expect(decodeDaytimerTable(encodeDaytimerTable(events))).toEqual(events);
      }),
    );
  });

  it('weather', () => {
    fc.assert(
      fc.property(anyWeatherEvents, (events) => {
        expect(decodeWeatherTable(encodeWeatherTable(events))).toEqual(events);
      }),
    );
  });
});

interface Decoding {
  readonly events: readonly object[];
  readonly damage: readonly TableDamage[];
}

type Decoder = (
  bytes: Uint8Array,
  options: { onDamage: (damage: TableDamage) => void },
) => readonly object[];

function decodeWith(decode: Decoder, bytes: Uint8Array): Decoding {
  const damage: TableDamage[] = [];
  const events = decode(bytes, { onDamage: (found) => damage.push(found) });
  return { events, damage };
}

/** Where a table may end without anything missing; the last text needs no zeros after it. */
const WHOLE_ENDS = {
  values: [0, 24, 48],
  texts: [0, 36, 36 + 36 + 13, 36 + 36 + 14, 36 + 36 + 15, 36 + 36 + 16, 128, 168],
  daytimers: [0, 76, 104],
  weather: [0, 92],
} as const;

describe.each([
  ['values', decodeValueTable, vectors.values.hex],
  ['texts', decodeTextTable, vectors.texts.hex],
  ['daytimers', decodeDaytimerTable, vectors.daytimers.hex],
  ['weather', decodeWeatherTable, vectors.weather.hex],
] as const)('a damaged table of %s', (table, decode, hex) => {
  it('is reported once wherever it is cut, and keeps the events before', () => {
    const whole = fromHex(hex);
    const wholeEvents: readonly object[] = decode(whole);
    const ends: readonly number[] = WHOLE_ENDS[table];
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const { events, damage } = decodeWith(decode, whole.subarray(0, cut));
      expect(damage, `cut at ${cut}`).toHaveLength(ends.includes(cut) ? 0 : 1);
      if (damage[0] !== undefined) expect(damage[0].table).toBe(table);
      const sound = events.filter((event) => !('truncated' in event));
      expect(events.length - sound.length).toBeLessThanOrEqual(damage.length);
      expect(sound).toEqual(wholeEvents.slice(0, sound.length));
    }
  });

  it('answers for any bytes, of which it makes no more events than they can hold', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { events, damage } = decodeWith(decode, bytes);
        expect(events.length).toBeLessThanOrEqual(Math.ceil(bytes.length / 24));
        expect(damage.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it('is read from a view into a larger buffer', () => {
    const padded = concat(Uint8Array.of(1, 2, 3), fromHex(hex), Uint8Array.of(4));
    const { events } = decodeWith(decode, padded.subarray(3, padded.length - 1));
    expect(events).toEqual(decode(fromHex(hex)));
  });

  it('refuses what is no Uint8Array as a programming error', () => {
    expect(() => decode('00' as unknown as Uint8Array)).toThrow(TypeError);
  });

  it('is read in silence without a listener', () => {
    expect(() => decode(fromHex(hex).subarray(0, 30))).not.toThrow();
  });
});

describe('a text that is cut short', () => {
  const table = encodeTextTable([
    { uuid: UUID, icon: ZERO_UUID, text: 'whole' },
    { uuid: UUID, icon: ZERO_UUID, text: 'Grüße aus der Küche' },
  ]);

  it('comes marked, with its beginning, and the report names both lengths', () => {
    const { events, damage } = decodeWith(decodeTextTable, table.subarray(0, 44 + 36 + 3));
    expect(events.at(-1)).toEqual({ uuid: UUID, icon: ZERO_UUID, text: 'Gr', truncated: true });
    expect(damage).toEqual([
      { table: 'texts', offset: 44, problem: 'cut short: 22 bytes of text announced, 3 present' },
    ]);
  });

  it('does not matter where only the zeros after the last text are missing', () => {
    const { events, damage } = decodeWith(decodeTextTable, table.subarray(0, table.length - 2));
    expect(events).toEqual(decodeTextTable(table));
    expect(damage).toEqual([]);
  });

  it('may announce four gigabytes', () => {
    const bytes = table.slice(0, 44);
    new DataView(bytes.buffer).setUint32(32, 0xffff_ffff, true);
    const { events, damage } = decodeWith(decodeTextTable, bytes);
    expect(events).toEqual([{ uuid: UUID, icon: ZERO_UUID, text: 'whole', truncated: true }]);
    expect(damage).toHaveLength(1);
  });
});

describe('texts', () => {
  it('in ISO 8859-1 are read', () => {
    const bytes = encodeTextTable([{ uuid: UUID, icon: ZERO_UUID, text: 'Kxche' }]);
    bytes[37] = 0xfc;
    expect(decodeTextTable(bytes)[0]?.text).toBe('Küche');
  });

  it('lose NULs at their end, keep those inside', () => {
    const bytes = encodeTextTable([{ uuid: UUID, icon: ZERO_UUID, text: 'a\0b\0\0' }]);
    expect(decodeTextTable(bytes)[0]?.text).toBe('a\0b');
  });
});

describe.each([
  ['daytimers', decodeDaytimerTable, vectors.daytimers.hex, 24],
  ['weather', decodeWeatherTable, vectors.weather.hex, 20],
] as const)('a count of %s entries that cannot be right', (_, decode, hex, countAt) => {
  it.each([-1, -(2 ** 31), 2 ** 31 - 1, 1000])('%s: reported, no endless loop', (count) => {
    const bytes = fromHex(hex);
    new DataView(bytes.buffer).setInt32(countAt, count, true);
    const { events, damage } = decodeWith(decode, bytes);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ truncated: true });
    expect(damage).toHaveLength(1);
    expect(damage[0]?.problem).toContain(String(count));
  });
});

describe('encoders refuse what would wrap silently', () => {
  const entry = { mode: 1, from: 0, to: 1440, needActivate: false, value: 1 };

  it.each(['mode', 'from', 'to'] as const)('a daytimer entry whose %s is no integer', (field) => {
    for (const value of [2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN]) {
      const events = [{ uuid: UUID, defaultValue: 0, entries: [{ ...entry, [field]: value }] }];
      expect(() => encodeDaytimerTable(events)).toThrow(RangeError);
      expect(() => encodeDaytimerTable(events)).toThrow(field);
    }
  });

  it('a weather update before the epoch', () => {
    const events = [{ uuid: UUID, lastUpdate: -1, entries: [] }];
    expect(() => encodeWeatherTable(events)).toThrow(/lastUpdate/);
  });

  it('an id that is no uuid', () => {
    const uuid = '__uuid__controls_switch';
    expect(() => encodeValueTable([{ uuid, value: 1 }])).toThrow(RangeError);
    expect(() => encodeTextTable([{ uuid: UUID, icon: uuid, text: '' }])).toThrow(RangeError);
  });
});

describe('iterators', () => {
  it('read no further than they are asked', () => {
    const bytes = encodeValueTable(
      Array.from({ length: 50_000 }, (_, value) => ({ uuid: UUID, value })),
    );
    const events = iterateValueTable(bytes);
    const firstThree = [events.next().value, events.next().value, events.next().value];
    expect(firstThree).toEqual([0, 1, 2].map((value) => ({ uuid: UUID, value })));
    // What was not read yet still follows the bytes: proof that nothing was decoded ahead.
    new DataView(bytes.buffer).setFloat64(3 * 24 + 16, -7, true);
    expect(events.next().value).toEqual({ uuid: UUID, value: -7 });
  });

  it('report damage only when they come to it', () => {
    const damage: TableDamage[] = [];
    const bytes = fromHex(vectors.texts.hex).subarray(0, 60);
    const events = iterateTextTable(bytes, { onDamage: (found) => damage.push(found) });
    expect(events.next().value).toMatchObject({ text: '' });
    expect(damage).toEqual([]);
    expect(events.next().done).toBe(true);
    expect(damage).toHaveLength(1);
  });
});
