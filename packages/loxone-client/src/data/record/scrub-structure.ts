import type { Disguise } from './disguise.js';
import { scrubJson } from './scrub-json.js';

/** A structure file as it may be told, and which states hold what must not be. */
export interface ScrubbedStructure {
  readonly text: string;
  /** Uuids, disguised, of text states that tell of people. */
  readonly personalStates: ReadonlySet<string>;
}

type Json = Readonly<Record<string, unknown>>;

/** Text states whose content is about people, doors and what was typed. */
const PERSONAL_STATE =
  /user|session|^entries|lastbell|^answers|^address|notification|livesearch|nfc|code|^profiles|phone|mail|tasks|modifications|cloudservice|devicesettings|^text$|message/i;

/**
 * Takes serial numbers, addresses, places and people out of a structure file. Names of rooms and
 * controls stay: without them the house could not be told.
 *
 * @returns `undefined` when the text is no structure file.
 */
export function scrubStructure(text: string, disguise: Disguise): ScrubbedStructure | undefined {
  const file = parseObject(text);
  if (file === undefined) return undefined;
  const msInfo = objectOf(file.msInfo);
  const user = objectOf(msInfo.currentUser);
  if (typeof user.name === 'string') disguise.learnName(user.name);
  const anonymous = {
    ...file,
    ...('msInfo' in file && {
      msInfo: {
        ...msInfo,
        ...('msName' in msInfo && { msName: 'Miniserver' }),
        ...('projectName' in msInfo && { projectName: 'House' }),
        ...('currentUser' in msInfo && { currentUser: { ...user, name: 'someone' } }),
      },
    }),
    ...('caller' in file && { caller: withoutNames(file.caller) }),
    ...('mailer' in file && { mailer: withoutNames(file.mailer) }),
  };
  const scrubbed = scrubJson(anonymous, disguise);
  const personalStates = new Set<string>();
  collectStates(scrubbed, personalStates);
  return { text: JSON.stringify(scrubbed), personalStates };
}

function withoutNames(group: unknown): Json {
  return Object.fromEntries(
    Object.entries(objectOf(group)).map(([id, entry], index) => [
      id,
      { ...objectOf(entry), name: `Contact ${index + 1}` },
    ]),
  );
}

function collectStates(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'states' || key === 'globalStates') {
      for (const [name, uuids] of Object.entries(objectOf(entry))) {
        if (PERSONAL_STATE.test(name)) addTexts(uuids, found);
      }
    } else collectStates(entry, found);
  }
}

function addTexts(uuids: unknown, found: Set<string>): void {
  for (const uuid of Array.isArray(uuids) ? uuids : [uuids]) {
    if (typeof uuid === 'string') found.add(uuid);
  }
}

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'msInfo' in value
      ? objectOf(value)
      : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
