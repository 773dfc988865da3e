import { McpAuthError } from '@gatehouse/core';

/** The variable that holds the keys of the backend `env`. */
export const API_KEYS_VARIABLE = 'LOXONE_API_KEYS';

/** An id with more behind its number: all that older servers of this name knew of a key. */
const WHOLE_KEY = /^[a-z][a-z0-9-]*(?:_[a-z0-9-]+)*_\d{3,}_\S/i;

const REMEDY =
  `Make new keys in a store that can be written (unset LOXONE_KEY_BACKEND, then: loxone-mcp keys ` +
  `generate), and set ${API_KEYS_VARIABLE} to what this prints: loxone-mcp keys export --format env`;

/**
 * Refuses keys that let nobody in. Older servers took the id for the key itself; here an id is public
 * and stands in lists and logs, and a key is recognised by its hash.
 *
 * @param value - Of the variable; what is no JSON is left to who reads it.
 * @throws McpAuthError `ERR_MCPAUTH_CONFIG_INVALID` that says of each entry what is missing, and what
 *   to write instead. No id is repeated: it may be a key.
 */
export function checkEnvKeys(value: string): void {
  const entries = entriesOf(value);
  const problems = entries.flatMap((entry, index) => problemOf(entry, `keys[${index}]`));
  const works = problems.length < entries.length;
  const isPlain = entries.some(holdsWholeKey);
  if (problems.length === 0 || (works && !isPlain)) return;
  throw new McpAuthError(
    'ERR_MCPAUTH_CONFIG_INVALID',
    `The keys in ${API_KEYS_VARIABLE} cannot be used: ${problems.join('; ')}. ${REMEDY}`,
    { problems },
  );
}

type Entry = ReadonlyMap<string, unknown>;

function entriesOf(value: string): readonly Entry[] {
  const json = parse(value);
  const keys = Array.isArray(json) ? json : fieldsOf(json).get('keys');
  return Array.isArray(keys) ? keys.map(fieldsOf) : [];
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Entry {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

/** A key in a field of its own is told by who reads the variable. */
function hasNothing(entry: Entry): boolean {
  return ['hash', 'key', 'secret'].every((name) => (entry.get(name) ?? '') === '');
}

function holdsWholeKey(entry: Entry): boolean {
  return hasNothing(entry) && WHOLE_KEY.test(String(entry.get('id')));
}

function problemOf(entry: Entry, place: string): readonly string[] {
  if (!hasNothing(entry)) return [];
  return holdsWholeKey(entry)
    ? [
        `${place}.id is a whole key in plain text, as the old server had it, and ids are shown to people`,
      ]
    : [`${place} has no hash, which is what a key is recognised by`];
}
