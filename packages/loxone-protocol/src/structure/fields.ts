import { isLoxoneError, LoxoneError } from '../errors.js';
import { isJsonObject, type JsonObject } from '../json.js';
import type { StateUuids, StructureProblem } from './types.js';

/** One object of the structure file with the path that leads to it. */
export interface Fields {
  readonly path: string;
  readonly object: JsonObject;
  /** Where given, an entry that cannot be right is told here and left out, instead of refused. */
  readonly onProblem?: OnProblem | undefined;
}

/** Hears of what was left out. */
export type OnProblem = (problem: StructureProblem) => void;

const MAX_KEY_CHARS = 80;
const CONTROL_CHARACTERS = /\p{Cc}/gu;

/** @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`, always. The sentence names field and problem. */
export function refuse(field: string, problem: string): never {
  throw new LoxoneError(
    'ERR_LOXONE_STRUCTURE_INVALID',
    `The structure file cannot be used: ${field} ${problem}.`,
    { field, problem },
  );
}

/** The object at `path`, to be read field by field. */
export function fieldsOf(value: unknown, path: string, onProblem?: OnProblem): Fields {
  if (value === undefined) return refuse(path, 'is missing');
  if (!isJsonObject(value)) return refuse(path, `must be an object, got ${typeName(value)}`);
  return { path, object: value, onProblem };
}

/** The object under `key`. */
export function requiredChild(fields: Fields, key: string): Fields {
  return fieldsOf(present(fields, key), pathTo(fields, key), fields.onProblem);
}

/** The object under `key`, an empty one where it is absent. */
export function optionalChild(fields: Fields, key: string): Fields {
  const object = optionalObject(fields, key) ?? {};
  return { path: pathTo(fields, key), object, onProblem: fields.onProblem };
}

export function requiredText(fields: Fields, key: string): string {
  return optionalText(fields, key) ?? refuse(pathTo(fields, key), 'is missing');
}

export function optionalText(fields: Fields, key: string): string | undefined {
  const value = present(fields, key);
  return value === undefined || typeof value === 'string'
    ? value
    : wrong(fields, key, 'text', value);
}

export function optionalNumber(fields: Fields, key: string): number | undefined {
  const value = present(fields, key);
  return value === undefined || typeof value === 'number'
    ? value
    : wrong(fields, key, 'a number', value);
}

/** `false` where it is absent; some firmware writes 0 and 1. */
export function flag(fields: Fields, key: string): boolean {
  const value = present(fields, key) ?? false;
  if (value === 0 || value === 1) return value === 1;
  return typeof value === 'boolean' ? value : wrong(fields, key, 'true or false', value);
}

export function optionalObject(fields: Fields, key: string): JsonObject | undefined {
  const value = present(fields, key);
  return value === undefined || isJsonObject(value)
    ? value
    : wrong(fields, key, 'an object', value);
}

/** Empty where it is absent. */
export function textList(fields: Fields, key: string): readonly string[] {
  const value = present(fields, key) ?? [];
  return isTextList(value) ? value : wrong(fields, key, 'a list of texts', value);
}

/** Texts under arbitrary keys. */
export function textRecord(fields: Fields): Readonly<Record<string, string>> {
  return mapRecord(fields, (value, path) =>
    typeof value === 'string' ? value : refuse(path, `must be text, got ${typeName(value)}`),
  );
}

/** State name → uuid or list of uuids, under `states`; without the states that are null. */
export function stateUuids(fields: Fields, key: string = 'states'): StateUuids {
  return mapRecord(optionalChild(fields, key), (value, path) => {
    if (value === null) return undefined;
    if (typeof value === 'string' || isTextList(value)) return value;
    return refuse(path, `must be text or a list of texts, got ${typeName(value)}`);
  });
}

/**
 * Reads each entry of an object; entries read as `undefined` are left out. The result inherits
 * nothing, so that no name in the file reaches a built-in.
 */
export function mapRecord<Value>(
  fields: Fields,
  read: (value: unknown, path: string, key: string) => Value | undefined,
): Readonly<Record<string, Value>> {
  const record: Record<string, Value> = Object.create(null);
  for (const [key, value] of Object.entries(fields.object)) {
    const entry = spared(fields.onProblem, () => read(value, pathTo(fields, key), key));
    if (entry !== undefined) record[key] = entry;
  }
  return record;
}

/**
 * Reads a part that the rest can do without.
 *
 * @returns `undefined` when it was refused and somebody hears of problems; otherwise it throws.
 */
export function spared<Value>(
  onProblem: OnProblem | undefined,
  read: () => Value | undefined,
): Value | undefined {
  if (onProblem === undefined) return read();
  try {
    return read();
  } catch (error) {
    if (!isLoxoneError(error) || error.code !== 'ERR_LOXONE_STRUCTURE_INVALID') throw error;
    onProblem(error.details);
    return undefined;
  }
}

/** What stands beside the known keys, as it came. */
export function otherFields(fields: Fields, known: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(fields.object).filter(([key]) => !known.has(key)));
}

/** `controls.<uuid>.name`; keys come from the file, so they are cut to a length for one sentence. */
export function pathTo(fields: Fields, key: string): string {
  const shown = key.replace(CONTROL_CHARACTERS, '?').slice(0, MAX_KEY_CHARS);
  return fields.path === '' ? shown : `${fields.path}.${shown}`;
}

/** `null` is how the box writes "none". */
function present(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields.object, key) ? (fields.object[key] ?? undefined) : undefined;
}

function wrong(fields: Fields, key: string, expected: string, value: unknown): never {
  return refuse(pathTo(fields, key), `must be ${expected}, got ${typeName(value)}`);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return isTextList(value) ? 'a list' : 'a list with other values';
  return typeof value === 'string' ? 'text' : typeof value;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
