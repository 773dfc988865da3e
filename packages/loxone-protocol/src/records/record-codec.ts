import { isJsonObject, type JsonObject } from '../json.js';

/** How one field stands in a JSON object of the Miniserver. */
export interface Field<Value> {
  /** Its name on the wire. */
  readonly key: string;
  /** @returns `undefined` for what makes no sense: the field then counts as absent. */
  read(value: unknown): Value | undefined;
  write(value: Value): unknown;
}

/** How the fields of a record stand in a JSON object. */
export type Fields<Shape> = {
  readonly [Name in keyof Shape]-?: Field<Exclude<Shape[Name], undefined>>;
};

/** Reads and writes records of one kind. */
export interface RecordCodec<Shape> {
  /** @returns `undefined` when a required field is missing or it is no object. */
  decode(value: unknown): Shape | undefined;
  encode(record: Shape): JsonObject;
}

/** No answer holds longer lists; a longer one is cut. */
const MAX_LIST = 100_000;
const NUMBER = /^\s*[+-]?\d+(?:\.\d*)?(?:e[+-]?\d{1,3})?\s*$/i;

/**
 * Makes the codec of a record from one description of its fields, so that what is written is what is
 * read. Lists and flags default to empty and `false`; `null` counts as absent, as does any other
 * field of a wrong type.
 *
 * @param required - Without these a record is none.
 */
export function recordCodec<Shape extends object>(
  fields: Fields<Shape>,
  required: readonly (keyof Shape)[],
): RecordCodec<Shape> {
  const names = Object.keys(fields) as (keyof Shape)[];
  return {
    decode(value) {
      if (!isJsonObject(value)) return undefined;
      const record: Partial<Shape> = {};
      for (const name of names) {
        const { key, read } = fields[name];
        const found = read(Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined);
        if (found !== undefined) record[name] = found;
      }
      if (required.some((name) => record[name] === undefined)) return undefined;
      // Whatever is not required is optional in the shape, or has a default in its field.
      return record as Shape;
    },
    encode(record) {
      const object: Record<string, unknown> = {};
      for (const name of names) {
        const value = record[name];
        if (value !== undefined) {
          object[fields[name].key] = fields[name].write(
            value as Exclude<Shape[keyof Shape], undefined>,
          );
        }
      }
      return object;
    },
  };
}

/** Text; a number is taken for its digits. */
export function text(key: string): Field<string> {
  return plain(key, (value) => {
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' ? value : undefined;
  });
}

/** A finite number, also as text. */
export function number(key: string): Field<number> {
  return plain(key, readNumber);
}

/** `true`, `"true"`, 1 and `"1"`; anything else is `false`. */
export function flag(key: string): Field<boolean> {
  return plain(key, (value) => value === true || value === 1 || value === '1' || value === 'true');
}

/** A list of texts, without what is none. */
export function texts(key: string): Field<readonly string[]> {
  return plain(key, (value) => listOf(value).filter((entry) => typeof entry === 'string'));
}

/** A list of numbers, without what is none. */
export function numbers(key: string): Field<readonly number[]> {
  return plain(key, (value) => listOf(value).flatMap((entry) => readNumber(entry) ?? []));
}

/** A list of records, without what is none. */
export function records<Shape>(key: string, codec: RecordCodec<Shape>): Field<readonly Shape[]> {
  return {
    key,
    read: (value) => decodeList(codec, value),
    write: (list) => list.map((entry) => codec.encode(entry)),
  };
}

/** One of a few words, which stand as numbers on the wire. */
export function choice<Word extends string>(
  key: string,
  words: ReadonlyMap<number, Word>,
): Field<Word> {
  return {
    key,
    read: (value) => words.get(readNumber(value) ?? Number.NaN),
    write: (word) => Array.from(words).find(([, other]) => other === word)?.[0],
  };
}

/** The entries of a JSON list that the codec can read. */
export function decodeList<Shape>(codec: RecordCodec<Shape>, value: unknown): readonly Shape[] {
  return listOf(value).flatMap((entry) => codec.decode(entry) ?? []);
}

function plain<Value>(key: string, read: (value: unknown) => Value | undefined): Field<Value> {
  return { key, read, write: (value) => value };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_LIST) : [];
}

function readNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && NUMBER.test(value)) return readNumber(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
