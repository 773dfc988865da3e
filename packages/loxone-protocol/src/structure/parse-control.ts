import type { JsonObject } from '../json.js';
import {
  type Fields,
  fieldsOf,
  flag,
  mapRecord,
  type OnProblem,
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
 * @param place.key - What it stands under, which stands in for a missing `uuidAction`.
 * @param place.onProblem - Hears of parts that were left out; without it they are refused.
 * @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`.
 */
export function parseTopControl(value: unknown, place: Omit<Place, 'depth'>): StructureControl {
  return parseControl(value, { ...place, depth: 0 });
}

/** Where a control stands in the file. */
interface Place {
  readonly path: string;
  readonly key: string;
  readonly depth: number;
  readonly onProblem: OnProblem | undefined;
}

function parseControl(value: unknown, place: Place): StructureControl {
  const { path, key, depth, onProblem } = place;
  if (depth > MAX_DEPTH) return refuse(path, `is nested deeper than ${MAX_DEPTH} levels`);
  // What a control itself says is needed whole: half a control would mislead.
  const fields = fieldsOf(value, path);
  const parts = fieldsOf(
    optionalObject(fields, 'subControls') ?? {},
    `${path}.subControls`,
    onProblem,
  );
  return {
    uuidAction: optionalText(fields, 'uuidAction') ?? key,
    name: requiredText(fields, 'name'),
    type: requiredText(fields, 'type'),
    isSecured: flag(fields, 'isSecured'),
    isFavorite: flag(fields, 'isFavorite'),
    defaultRating: optionalNumber(fields, 'defaultRating') ?? 0,
    details: optionalObject(fields, 'details') ?? {},
    states: stateUuids(fields),
    subControls: mapRecord(parts, (part, partPath, partKey) =>
      parseControl(part, { path: partPath, key: partKey, depth: depth + 1, onProblem }),
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
