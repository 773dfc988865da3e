import {
  type Fields,
  fieldsOf,
  flag,
  mapRecord,
  optionalNumber,
  optionalObject,
  optionalText,
  otherFields,
  refuse,
  requiredText,
  stateUuids,
  textRecord,
} from './fields.js';
import { parseControl } from './parse-control.js';
import { parseMsInfo } from './parse-ms-info.js';
import type {
  Structure,
  StructureCategory,
  StructureMessageCenter,
  StructureRoom,
  StructureWeatherServer,
} from './types.js';

/** How the file as a whole is called where no field is at fault. */
const WHOLE_FILE = 'LoxAPP3.json';

const KNOWN: ReadonlySet<string> = new Set([
  'lastModified',
  'msInfo',
  'globalStates',
  'operatingModes',
  'rooms',
  'cats',
  'controls',
  'weatherServer',
  'messageCenter',
]);
const KNOWN_OF_GROUP: ReadonlySet<string> = new Set([
  'uuid',
  'name',
  'type',
  'image',
  'color',
  'defaultRating',
  'isFavorite',
]);
const KNOWN_OF_WEATHER: ReadonlySet<string> = new Set(['states', 'format', 'weatherTypeTexts']);
const KNOWN_OF_MESSAGES: ReadonlySet<string> = new Set(['name', 'uuidAction', 'states']);

/**
 * Reads `data/LoxAPP3.json` (protocol reference §4). What a field may lack is filled in, `null`
 * counts as absent, and unknown keys survive under `other` and in `raw`.
 *
 * @param json - The file's text, or what `JSON.parse` made of it (kept, not copied, as `raw`).
 * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID` naming the first field that cannot be right:
 *   `controls.<uuid>.type must be text, got number`.
 */
export function parseStructure(json: unknown): Structure {
  const value = typeof json === 'string' ? parseJson(json) : json;
  const raw = fieldsOf(value, WHOLE_FILE).object;
  const top: Fields = { path: '', object: raw };
  const weatherServer = parseWeatherServer(top);
  return {
    lastModified: requiredText(top, 'lastModified'),
    msInfo: parseMsInfo(fieldsOf(raw.msInfo, 'msInfo')),
    globalStates: stateUuids(top, 'globalStates'),
    operatingModes: textRecord(top, 'operatingModes'),
    rooms: mapRecord(top, 'rooms', parseRoom),
    cats: mapRecord(top, 'cats', parseCategory),
    controls: mapRecord(
      { ...top, object: { controls: fieldsOf(raw.controls, 'controls').object } },
      'controls',
      (control, path, key) => parseControl(control, path, key),
    ),
    ...(weatherServer !== undefined && { weatherServer }),
    messageCenter: mapRecord(top, 'messageCenter', parseMessageCenter),
    other: otherFields(top, KNOWN),
    raw,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's message quotes the file, so it is not passed on.
    return refuse(WHOLE_FILE, describeNoJson(text));
  }
}

function describeNoJson(text: string): string {
  if (text.trim() === '') return 'is empty';
  if (text.trimStart().startsWith('<')) return 'is not JSON but HTML or XML';
  return `is not JSON, or cut short (${text.length} characters)`;
}

function parseRoom(value: unknown, path: string, key: string): StructureRoom {
  const fields = fieldsOf(value, path);
  const type = optionalNumber(fields, 'type');
  return { ...parseGroup(fields, key), ...(type !== undefined && { type }) };
}

function parseCategory(value: unknown, path: string, key: string): StructureCategory {
  const fields = fieldsOf(value, path);
  return { ...parseGroup(fields, key), type: optionalText(fields, 'type') ?? 'undefined' };
}

/** What rooms and categories have in common. */
function parseGroup(fields: Fields, key: string): Omit<StructureRoom, 'type'> {
  const image = optionalText(fields, 'image');
  const color = optionalText(fields, 'color');
  return {
    uuid: optionalText(fields, 'uuid') ?? key,
    name: requiredText(fields, 'name'),
    ...(image !== undefined && { image }),
    ...(color !== undefined && { color }),
    defaultRating: optionalNumber(fields, 'defaultRating') ?? 0,
    isFavorite: flag(fields, 'isFavorite'),
    other: otherFields(fields, KNOWN_OF_GROUP),
  };
}

/** An empty object is how the box writes "no weather service". */
function parseWeatherServer(top: Fields): StructureWeatherServer | undefined {
  const object = optionalObject(top, 'weatherServer') ?? {};
  if (Object.keys(object).length === 0) return undefined;
  const fields: Fields = { path: 'weatherServer', object };
  return {
    states: stateUuids(fields, 'states'),
    format: textRecord(fields, 'format'),
    weatherTypeTexts: textRecord(fields, 'weatherTypeTexts'),
    other: otherFields(fields, KNOWN_OF_WEATHER),
  };
}

function parseMessageCenter(value: unknown, path: string, key: string): StructureMessageCenter {
  const fields = fieldsOf(value, path);
  return {
    name: optionalText(fields, 'name') ?? '',
    uuidAction: optionalText(fields, 'uuidAction') ?? key,
    states: stateUuids(fields, 'states'),
    other: otherFields(fields, KNOWN_OF_MESSAGES),
  };
}
