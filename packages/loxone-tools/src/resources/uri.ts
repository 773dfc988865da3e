/** Scheme of all resources of a house. */
export const SCHEME = 'loxone://';

/** Query parameters that page and cut every list. */
export const PAGE_PARAMETERS = ['fields', 'limit', 'cursor'] as const;

/** Longest URI that is looked at. */
const MAX_URI_LENGTH = 2000;

/** A URI pattern of one resource: `loxone://rooms/{room}{?fields,limit,cursor}`. */
export interface UriPattern {
  /** RFC 6570, level 3. */
  readonly template: string;
  /** Without query; `undefined` when the path has variables. */
  readonly uri: string | undefined;
  /** Names in the path. */
  readonly variables: readonly string[];
  /** Names in the query; all of them may be left out. */
  readonly query: readonly string[];
  /** @returns Decoded values by name; `undefined` when it is another resource's URI, or none. */
  match(uri: string): Readonly<Record<string, string>> | undefined;
  /** @throws RangeError when a variable of the path is missing. */
  expand(values: Readonly<Record<string, string>>): string;
}

/**
 * Makes a pattern.
 *
 * @param path - `rooms/{room}/devices`: each variable is a whole segment.
 */
export function uriPattern(path: string, query: readonly string[] = []): UriPattern {
  const segments = path.split('/');
  const variables = segments.flatMap((segment) => variableOf(segment) ?? []);
  const tail = query.length === 0 ? '' : `{?${query.join(',')}}`;
  return {
    template: `${SCHEME}${path}${tail}`,
    uri: variables.length === 0 ? `${SCHEME}${path}` : undefined,
    variables,
    query,
    match(uri) {
      if (!uri.startsWith(SCHEME) || uri.length > MAX_URI_LENGTH) return undefined;
      const [given = '', search, ...rest] = uri.slice(SCHEME.length).split('?');
      if (rest.length > 0) return undefined;
      const bound = bind(segments, given.split('/'));
      const asked = bound === undefined ? undefined : readQuery(search, query);
      return bound === undefined || asked === undefined ? undefined : { ...asked, ...bound };
    },
    expand(values) {
      const expanded = segments.map((segment) => {
        const name = variableOf(segment);
        if (name === undefined) return segment;
        const value = values[name];
        if (value === undefined) throw new RangeError(`values.${name} is missing`);
        return encodeURIComponent(value);
      });
      return `${SCHEME}${expanded.join('/')}`;
    },
  };
}

function variableOf(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

function bind(
  segments: readonly string[],
  given: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== given.length) return undefined;
  const values: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = decoded(given[at] ?? '');
    const name = variableOf(segment);
    if (name === undefined ? value !== segment : value === undefined || value === '') {
      return undefined;
    }
    if (name !== undefined) values[name] = value ?? '';
  }
  return values;
}

/** Each parameter at most once: what stands there twice could be read in two ways. */
function readQuery(
  search: string | undefined,
  names: readonly string[],
): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(search ?? '')) {
    if (!names.includes(name) || Object.hasOwn(values, name)) return undefined;
    values[name] = value;
  }
  return values;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
