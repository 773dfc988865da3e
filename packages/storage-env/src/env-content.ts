import type { KeyRecord, SealedPepper, StoreHeader } from '@gatehouse/core';
import { sealedKeyId } from '@gatehouse/crypto';
import type { Problems } from './field-readers.js';
import { Fields, text } from './field-readers.js';
import type { HashPlaintext } from './record-json.js';
import { readRecord } from './record-json.js';

/** What the variable says. */
export interface EnvContent {
  readonly header: StoreHeader | undefined;
  /** Ordered by creation. */
  readonly records: readonly KeyRecord[];
}

/** What a host adds that takes keys in plain text. */
export interface PlaintextKeys {
  /** Makes the hash of a whole key under the first pepper of `header`. */
  readonly hash: HashPlaintext;
  readonly header: StoreHeader;
}

const CONTENT_FIELDS: ReadonlySet<string> = new Set(['peppers', 'keys']);
const PEPPER_FIELDS: ReadonlySet<string> = new Set(['id', 'sealed']);

function readPepper(value: unknown, path: string, problems: Problems): SealedPepper | undefined {
  const fields = Fields.of(value, path, problems);
  if (fields === undefined) {
    return undefined;
  }
  fields.refuseUnknown(PEPPER_FIELDS);
  const id = fields.required('id', text);
  const sealed = fields.required('sealed', text);
  if (id !== undefined && !/^[A-Za-z0-9-]{1,64}$/.test(id)) {
    problems.add(fields.at('id'), 'must be letters, digits and -');
  }
  if (sealed !== undefined && sealedKeyId(sealed) === undefined) {
    problems.add(fields.at('sealed'), 'is no sealed value, which begins with enc:v1:');
  }
  return id === undefined || sealed === undefined ? undefined : Object.freeze({ id, sealed });
}

function listAt(value: unknown, path: string, problems: Problems): readonly unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  problems.add(path, 'must be a list');
  return [];
}

function refuseTwins(ids: readonly (string | undefined)[], list: string, problems: Problems): void {
  for (const [index, id] of ids.entries()) {
    if (id !== undefined && id !== '' && ids.indexOf(id) < index) {
      problems.add(`${list}[${index}].id`, `is the id of ${list}[${ids.indexOf(id)}] too`);
    }
  }
}

function readPeppers(value: unknown, problems: Problems): readonly SealedPepper[] {
  const read = listAt(value, 'peppers', problems).map((item, index) =>
    readPepper(item, `peppers[${index}]`, problems),
  );
  refuseTwins(
    read.map((pepper) => pepper?.id),
    'peppers',
    problems,
  );
  return read.filter((pepper) => pepper !== undefined);
}

function readKeys(
  value: unknown,
  peppers: readonly SealedPepper[],
  hash: HashPlaintext | undefined,
  problems: Problems,
): readonly KeyRecord[] {
  const context = { problems, hash, pepperIds: new Set(peppers.map(({ id }) => id)) };
  const records = listAt(value, 'keys', problems).flatMap((item, index) => {
    const fields = Fields.of(item, `keys[${index}]`, problems);
    return fields === undefined ? [] : [readRecord(fields, context)];
  });
  refuseTwins(
    records.map(({ id }) => id),
    'keys',
    problems,
  );
  return Object.freeze([...records].sort((a, b) => a.createdAt - b.createdAt));
}

function topLevel(json: unknown, problems: Problems): readonly [peppers: unknown, keys: unknown] {
  // A bare list is what older programs, and their documentation, have here.
  if (Array.isArray(json)) {
    return [[], json];
  }
  if (typeof json !== 'object' || json === null || !Object.hasOwn(json, 'keys')) {
    problems.add('the value', 'must be {"peppers": […], "keys": […]}, or a list of keys');
    return [[], []];
  }
  Fields.of(json, '', problems)?.refuseUnknown(CONTENT_FIELDS);
  const own = new Map(Object.entries(json));
  return [own.get('peppers') ?? [], own.get('keys')];
}

/** Reads parsed JSON as the content of the variable; all that is wrong is added to `problems`. */
export function readContent(
  json: unknown,
  plaintext: PlaintextKeys | undefined,
  problems: Problems,
): EnvContent {
  const [peppersJson, keysJson] = topLevel(json, problems);
  const own = readPeppers(peppersJson, problems);
  const peppers = [...own, ...(plaintext?.header.peppers ?? [])];
  const records = readKeys(keysJson, peppers, plaintext?.hash, problems);
  const header =
    peppers.length === 0 ? undefined : Object.freeze({ peppers: Object.freeze(peppers) });
  return { header, records };
}
