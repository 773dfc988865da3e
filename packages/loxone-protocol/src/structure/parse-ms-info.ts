import {
  type Fields,
  fieldsOf,
  flag,
  optionalNumber,
  optionalText,
  otherFields,
  pathTo,
  requiredText,
} from './fields.js';
import type { StructureMsInfo, StructureUser } from './types.js';

const TEXTS = [
  'projectName',
  'localUrl',
  'remoteUrl',
  'currency',
  'location',
  'languageCode',
] as const;

const KNOWN: ReadonlySet<string> = new Set([
  ...TEXTS,
  'serialNr',
  'msName',
  'tempUnit',
  'miniserverType',
  'currentUser',
]);

const KNOWN_OF_USER: ReadonlySet<string> = new Set(['name', 'uuid', 'isAdmin', 'userRights']);

/** @throws LoxoneError `ERR_LOXONE_STRUCTURE_INVALID`. */
export function parseMsInfo(fields: Fields): StructureMsInfo {
  const miniserverType = optionalNumber(fields, 'miniserverType');
  const currentUser = parseUser(fields);
  const texts: Partial<Record<(typeof TEXTS)[number], string>> = {};
  for (const key of TEXTS) {
    const text = optionalText(fields, key);
    if (text !== undefined) texts[key] = text;
  }
  return {
    serialNr: requiredText(fields, 'serialNr'),
    msName: requiredText(fields, 'msName'),
    tempUnit: optionalNumber(fields, 'tempUnit') === 1 ? 1 : 0,
    ...texts,
    ...(miniserverType !== undefined && { miniserverType }),
    ...(currentUser !== undefined && { currentUser }),
    other: otherFields(fields, KNOWN),
  };
}

function parseUser(fields: Fields): StructureUser | undefined {
  const value = fields.object.currentUser ?? undefined;
  if (value === undefined) return undefined;
  const user = fieldsOf(value, pathTo(fields, 'currentUser'));
  const uuid = optionalText(user, 'uuid');
  const userRights = optionalNumber(user, 'userRights');
  return {
    name: requiredText(user, 'name'),
    isAdmin: flag(user, 'isAdmin'),
    ...(uuid !== undefined && { uuid }),
    ...(userRights !== undefined && { userRights }),
    other: otherFields(user, KNOWN_OF_USER),
  };
}
