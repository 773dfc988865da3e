import type { JsonObject } from '../json.js';
import {
  type Fields,
  fieldsOf,
  flag,
  mapRecord,
  optionalChild,
  optionalNumber,
  optionalObject,
  optionalText,
  otherFields,
  refuse,
  requiredText,
  stateUuids,
  textList,
} from './fields.js';
import type { StructureControl } from './types.js';

/** Real files nest parts once; anything much deeper is an attack on the stack. */
const MAX_DEPTH = 8;

const KNOWN: ReadonlySet<string> = new Set([
  'uuidAction',
  'name',
  'type',
  'room',
  'cat',
  'isSecured',
  'isFavorite',
  'defaultRating',
  'defaultIcon',
  'details',
  'states',
  'subControls',
  'restrictions',
  'securedDetails',
  'links',
  'statistic',
  'statisticV2',
]);

/**
 * Reads one control with its parts.
 *
 * @param key - What it stands under, which stands in for a missing `uuidAction`.
 * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`.
 */
export function parseTopControl(value: unknown, path: string, key: string): StructureControl {
  return parseControl(value, path, key, 0);
}

function parseControl(value: unknown, path: string, key: string, depth: number): StructureControl {
  if (depth > MAX_DEPTH) return refuse(path, `is nested deeper than ${MAX_DEPTH} levels`);
  const fields = fieldsOf(value, path);
  return {
    uuidAction: optionalText(fields, 'uuidAction') ?? key,
    name: requiredText(fields, 'name'),
    type: requiredText(fields, 'type'),
    isSecured: flag(fields, 'isSecured'),
    isFavorite: flag(fields, 'isFavorite'),
    defaultRating: optionalNumber(fields, 'defaultRating') ?? 0,
    details: optionalObject(fields, 'details') ?? {},
    states: stateUuids(fields),
    subControls: mapRecord(optionalChild(fields, 'subControls'), (part, partPath, partKey) =>
      parseControl(part, partPath, partKey, depth + 1),
    ),
    restrictions: optionalNumber(fields, 'restrictions') ?? 0,
    securedDetails: flag(fields, 'securedDetails'),
    links: textList(fields, 'links'),
    other: otherFields(fields, KNOWN),
    ...optionalFields(fields),
  };
}

function optionalFields(fields: Fields): {
  room?: string;
  cat?: string;
  defaultIcon?: string;
  statistic?: JsonObject;
  statisticV2?: JsonObject;
} {
  const room = optionalText(fields, 'room');
  const cat = optionalText(fields, 'cat');
  const defaultIcon = optionalText(fields, 'defaultIcon');
  const statistic = optionalObject(fields, 'statistic');
  const statisticV2 = optionalObject(fields, 'statisticV2');
  return {
    ...(room !== undefined && { room }),
    ...(cat !== undefined && { cat }),
    ...(defaultIcon !== undefined && { defaultIcon }),
    ...(statistic !== undefined && { statistic }),
    ...(statisticV2 !== undefined && { statisticV2 }),
  };
}
