import { describe, expect, it } from 'vitest';
import {
  CommandCipher,
  CommandDecipher,
  createSessionKey,
  decodeDaytimerTable,
  decodeHeader,
  decodeTextTable,
  decodeValueTable,
  decodeWeatherTable,
  encodeDaytimerTable,
  encodeTextTable,
  encodeValueTable,
  encodeWeatherTable,
  type HashAlgorithm,
  hashLogin,
  hashPassword,
  hashToken,
  hashVisuPassword,
  parseAnswer,
  parseApiInfo,
  parseHashInputs,
  parseStructure,
  parseTokenGrant,
  type StructureControl,
  type TableDamage,
} from '../src/index.js';
import { fromHex, toHex } from './support/bytes.js';
import {
  hasSharedData,
  NEEDS_SHARED_DATA,
  readSharedJson,
  readSharedText,
} from './support/shared-data.js';

interface EventTables {
  readonly valueTableHex: string;
  readonly valueEvents: readonly { readonly uuid: string; readonly value: number }[];
  readonly textTableHex: string;
  readonly textEvents: readonly {
    readonly uuid: string;
    readonly icon: string;
    readonly text: string;
    readonly truncatedAtSource?: boolean;
  }[];
}

describe.skipIf(!hasSharedData)(`a captured dump ${NEEDS_SHARED_DATA}`, () => {
  const load = (): EventTables => readSharedJson('vectors/loxone-java_event_tables.json');

  it('has 79 value events', () => {
    const { valueTableHex, valueEvents } = load();
    const damage: TableDamage[] = [];
    const events = decodeValueTable(fromHex(valueTableHex), { onDamage: (d) => damage.push(d) });
    expect(events).toHaveLength(79);
    expect(events).toEqual(valueEvents.map(({ uuid, value }) => ({ uuid, value })));
    expect(damage).toEqual([]);
    expect(toHex(encodeValueTable(events))).toBe(valueTableHex);
  });

  it('has 6 text events, the last cut short: reported, not thrown', () => {
    const { textTableHex, textEvents } = load();
    const damage: TableDamage[] = [];
    const events = decodeTextTable(fromHex(textTableHex), { onDamage: (d) => damage.push(d) });
    expect(events).toHaveLength(6);
    expect(events.map(({ uuid, icon, text }) => ({ uuid, icon, text }))).toEqual(
      textEvents.map(({ uuid, icon, text }) => ({ uuid, icon, text })),
    );
    expect(events.map((event) => event.truncated ?? false)).toEqual(
      textEvents.map((event) => event.truncatedAtSource ?? false),
    );
    expect(damage).toEqual([
      { table: 'texts', offset: 272, problem: expect.stringContaining('2175 bytes of text') },
    ]);
    const sound = encodeTextTable(events.slice(0, 5));
    expect(textTableHex.startsWith(toHex(sound))).toBe(true);
  });

  it('belongs to the structure file of its house', () => {
    const { valueEvents } = load();
    const structure = parseStructure(readSharedText('structure/loxone-java_LoxAPP3.json'));
    const known = new Set(Object.values(structure.globalStates).flat());
    const collect = (control: StructureControl): void => {
      for (const uuids of Object.values(control.states)) {
        for (const uuid of [uuids].flat()) known.add(uuid);
      }
      Object.values(control.subControls).forEach(collect);
    };
    Object.values(structure.controls).forEach(collect);
    const matched = valueEvents.filter(({ uuid }) => known.has(uuid));
    expect(matched.length).toBeGreaterThan(50);
  });
});

interface HashVector {
  readonly kind: 'password' | 'visu' | 'token' | 'aes';
  readonly alg: string;
  readonly user: string;
  readonly password: string;
  readonly salt: string;
  readonly key: string;
  readonly pwHash: string;
  readonly hash: string;
  readonly token: string;
  readonly iv: string;
  readonly plaintext: string;
  readonly zeroPadded: string;
  readonly nulThenPkcs7: string;
}

describe.skipIf(!hasSharedData)(`known hashes ${NEEDS_SHARED_DATA}`, () => {
  const load = (kind: HashVector['kind']): readonly HashVector[] =>
    readSharedJson<readonly HashVector[]>('vectors/hash_vectors.json').filter(
      (vector) => vector.kind === kind,
    );
  const algorithmOf = (vector: HashVector): HashAlgorithm =>
    vector.alg === 'sha1' ? 'SHA1' : 'SHA256';

  it('of passwords', () => {
    const vectors = load('password');
    expect(vectors).toHaveLength(4);
    for (const vector of vectors) {
      const algorithm = algorithmOf(vector);
      const passwordHash = hashPassword({ ...vector, algorithm });
      expect(passwordHash).toBe(vector.pwHash);
      expect(hashLogin({ ...vector, passwordHash, algorithm })).toBe(vector.hash);
    }
  });

  it('of visualisation passwords', () => {
    const vectors = load('visu');
    expect(vectors).toHaveLength(2);
    for (const vector of vectors) {
      expect(hashVisuPassword({ ...vector, algorithm: algorithmOf(vector) })).toBe(vector.hash);
    }
  });

  it('of tokens', () => {
    const vectors = load('token');
    expect(vectors).toHaveLength(2);
    for (const vector of vectors) {
      expect(hashToken({ ...vector, algorithm: algorithmOf(vector) })).toBe(vector.hash);
    }
  });

  it('and an encrypted command in both paddings', () => {
    const [vector] = load('aes');
    if (vector === undefined) return expect.unreachable('no AES vector');
    const session = { key: fromHex(vector.key), iv: fromHex(vector.iv) };
    for (const base64 of [vector.zeroPadded, vector.nulThenPkcs7]) {
      const opened = new CommandDecipher(session).unwrap(`jdev/sys/enc/${base64}`);
      expect(`salt/AB12/${opened.command}`).toBe(vector.plaintext);
      expect(new CommandCipher(session).unwrapAnswer(base64)).toBe(vector.plaintext);
    }
    expect(new CommandDecipher(session).wrapAnswer(vector.plaintext)).toBe(vector.zeroPadded);
  });
});

describe.skipIf(!hasSharedData)(`synthetic tables ${NEEDS_SHARED_DATA}`, () => {
  interface Tables {
    readonly header_text_171: string;
    readonly keepalive: string;
    readonly value_23_5: { readonly hex: string; readonly uuid: string; readonly value: number };
    readonly 'value_-42_75': Tables['value_23_5'];
    readonly text_Hello: { readonly hex: string; readonly text: string };
    readonly daytimer_1: {
      readonly hex: string;
      readonly default: number;
      readonly entries: readonly { readonly needActivate: number }[];
    };
    readonly weather_1: {
      readonly hex: string;
      readonly lastUpdate: number;
      readonly entry: object;
    };
  }
  const load = (): Tables => readSharedJson('vectors/synthetic_tables.json');

  it('headers', () => {
    const { header_text_171: text, keepalive } = load();
    expect(decodeHeader(fromHex(text))).toEqual({ kind: 0, estimated: false, length: 171 });
    expect(decodeHeader(fromHex(keepalive))).toEqual({ kind: 6, estimated: false, length: 0 });
  });

  it('values', () => {
    const tables = load();
    for (const { hex, uuid, value } of [tables.value_23_5, tables['value_-42_75']]) {
      expect(decodeValueTable(fromHex(hex))).toEqual([{ uuid, value }]);
      expect(toHex(encodeValueTable([{ uuid, value }]))).toBe(hex);
    }
  });

  it('texts', () => {
    const { hex, text } = load().text_Hello;
    const events = decodeTextTable(fromHex(hex));
    expect(events).toMatchObject([{ text }]);
    expect(toHex(encodeTextTable(events))).toBe(hex);
  });

  it('daytimers', () => {
    const { hex, default: defaultValue, entries } = load().daytimer_1;
    const events = decodeDaytimerTable(fromHex(hex));
    const expected = entries.map((entry) => ({ ...entry, needActivate: entry.needActivate !== 0 }));
    expect(events).toMatchObject([{ defaultValue, entries: expected }]);
    expect(toHex(encodeDaytimerTable(events))).toBe(hex);
  });

  it('weather', () => {
    const { hex, lastUpdate, entry } = load().weather_1;
    const events = decodeWeatherTable(fromHex(hex));
    expect(events).toMatchObject([{ lastUpdate, entries: [entry] }]);
    expect(toHex(encodeWeatherTable(events))).toBe(hex);
  });
});

describe.skipIf(!hasSharedData)(`captured answers ${NEEDS_SHARED_DATA}`, () => {
  const message = (name: string): string => readSharedText(`answers/message/${name}.json`);

  it('getkey2', () => {
    const answer = parseAnswer(message('getKeyMessage'));
    expect(answer).toMatchObject({ control: 'jdev/sys/getkey2/showroom', code: 200 });
    expect(parseHashInputs(answer.value)).toMatchObject({ algorithm: 'SHA1' });
  });

  it('key material with and without an algorithm', () => {
    expect(parseHashInputs(message('hashing_10_2')).algorithm).toBe('SHA1');
    expect(parseHashInputs(message('hashing_10_3')).algorithm).toBe('SHA1');
  });

  it('a token granted and one refused', () => {
    expect(parseTokenGrant(message('token'))).toMatchObject({ rights: 1666, weakPassword: false });
    expect(parseAnswer(message('getToken401'))).toMatchObject({
      code: 401,
      value: { unix: 1230768000 },
    });
  });

  it('all outputs of a control', () => {
    const answer = parseAnswer(message('alarmAll'));
    expect(answer).toMatchObject({ code: 200, value: '0.000' });
    expect(Object.keys(answer.extra)).toEqual(['output0', 'output1']);
  });

  it('what boxes say about themselves', () => {
    expect(parseApiInfo(JSON.parse(message('apiInfo')))).toEqual({
      serial: '504F9410B84A',
      firmware: '9.1.10.30',
    });
    expect(parseApiInfo(JSON.parse(message('apiInfo103')))).toEqual({
      serial: 'EEE000D80B0E',
      firmware: '10.3.11.25',
      hasEventSlots: true,
    });
  });

  it('what is no answer is refused', () => {
    expect(() => parseAnswer(message('oneWireDetails'))).toThrow(/not an LL envelope/);
  });
});

describe.skipIf(!hasSharedData)(`structure files of others ${NEEDS_SHARED_DATA}`, () => {
  it.each([
    ['structure/loxone-client-kotlin_sample-app.json', 135, 44, 51, 136],
    ['structure/loxone-java_LoxAPP3.json', 6, 3, 3, 12],
    ['structure/loxbuddy_demoStructure.json', 39, 7, 8, 54],
    ['homebridge/structure-file.lighting.json', 1, 1, 1, 3],
    ['homebridge/structure-file.climate-window.json', 3, 2, 2, 3],
  ])('%s is read whole', (path, controls, rooms, cats, withParts) => {
    const structure = parseStructure(readSharedText(path));
    expect(Object.keys(structure.controls)).toHaveLength(controls);
    expect(Object.keys(structure.rooms)).toHaveLength(rooms);
    expect(Object.keys(structure.cats)).toHaveLength(cats);
    const count = (control: StructureControl): number =>
      Object.values(control.subControls).reduce((sum, part) => sum + count(part), 1);
    const all = Object.values(structure.controls).reduce((sum, control) => sum + count(control), 0);
    expect(all).toBe(withParts);
  });

  it('lose nothing: known fields and `other` together are the file', () => {
    const path = 'structure/loxone-client-kotlin_sample-app.json';
    const structure = parseStructure(readSharedText(path));
    const raw = structure.raw as { controls: Record<string, Record<string, unknown>> };
    for (const [key, source] of Object.entries(raw.controls)) {
      const { other, ...known } = structure.controls[key] ?? { other: {} };
      const present = Object.entries(source).filter(([, value]) => value !== null);
      for (const [field] of present)
        expect([...Object.keys(known), ...Object.keys(other)]).toContain(field);
    }
  });
});

it('a session key fits one connection only: another one does not open its commands', () => {
  const path = new CommandCipher(createSessionKey()).wrap('jdev/sps/io/x/on', 'enc');
  expect(() => new CommandDecipher(createSessionKey()).unwrap(path)).toThrow(/cannot be decrypted/);
});
