import { tryParseJson } from '../json.js';
import {
  type Fields,
  fieldsOf,
  flag,
  mapRecord,
  type OnProblem,
  optionalChild,
  optionalNumber,
  optionalText,
  otherFields,
  refuse,
  requiredChild,
  requiredText,
  spared,
  stateUuids,
  textRecord,
} from './fields.js';
import { parseTopControl } from './parse-control.js';
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
 * @param options.onProblem - Hears of rooms, categories, controls, parts of controls and the like
 *   that cannot be right; they are left out then, and the rest of the house is read. What the whole
 *   file stands on (`msInfo`, `controls` as such) is refused all the same.
 */
export function parseStructure(
  json: unknown,
  options: { readonly onProblem?: OnProblem } = {},
): Structure {
  const raw = fieldsOf(typeof json === 'string' ? parseJson(json) : json, WHOLE_FILE).object;
  const { onProblem } = options;
  const top: Fields = { path: '', object: raw, onProblem };
  const weatherServer = spared(onProblem, () => parseWeatherServer(top));
  const messageCenter = spared(onProblem, () => parseMessageCenters(top));
  return {
    lastModified: requiredText(top, 'lastModified'),
    msInfo: parseMsInfo(requiredChild(top, 'msInfo')),
    globalStates: stateUuids(top, 'globalStates'),
    operatingModes: textRecord(optionalChild(top, 'operatingModes')),
    rooms: mapRecord(optionalChild(top, 'rooms'), parseRoom),
    cats: mapRecord(optionalChild(top, 'cats'), parseCategory),
    controls: mapRecord(requiredChild(top, 'controls'), (value, path, key) =>
      parseTopControl(value, { path, key, onProblem }),
    ),
    ...(weatherServer !== undefined && { weatherServer }),
    messageCenter: messageCenter ?? {},
    other: otherFields(top, KNOWN),
    raw,
  };
}

function parseJson(text: string): unknown {
  const json = tryParseJson(text.replace(/^\uFEFF/, ''));
  return json === undefined ? refuse(WHOLE_FILE, describeNoJson(text)) : json.value;
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
  const fields = optionalChild(top, 'weatherServer');
  if (Object.keys(fields.object).length === 0) return undefined;
  return {
    states: stateUuids(fields),
    format: textRecord(optionalChild(fields, 'format')),
    weatherTypeTexts: textRecord(optionalChild(fields, 'weatherTypeTexts')),
    other: otherFields(fields, KNOWN_OF_WEATHER),
  };
}

/** Boxes key message centres by uuid; files that other programs write hold a bare one, or a blank. */
function parseMessageCenters(top: Fields): Structure['messageCenter'] {
  const fields = optionalChild(top, 'messageCenter');
  const { uuidAction } = fields.object;
  if (uuidAction === '') return {};
  if (typeof uuidAction !== 'string') return mapRecord(fields, parseMessageCenter);
  return { [uuidAction]: parseMessageCenter(fields.object, fields.path, uuidAction) };
}

function parseMessageCenter(value: unknown, path: string, key: string): StructureMessageCenter {
  const fields = fieldsOf(value, path);
  return {
    name: optionalText(fields, 'name') ?? '',
    uuidAction: optionalText(fields, 'uuidAction') ?? key,
    states: stateUuids(fields),
    other: otherFields(fields, KNOWN_OF_MESSAGES),
  };
}
