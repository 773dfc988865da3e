import { memoize } from './memoize.js';
import type { NameKind } from './roles.js';

/** A compiled pattern over tool names, URIs, prompt names, routes or administrative verbs. */
export interface NamePattern {
  /** Whether it has no `*`, and so names one thing. */
  readonly exact: boolean;
  /** What it consists of; absent = all names, also those that cannot be taken apart. */
  readonly parts?: Parts;
  /** Whether it surely means this name: what a permission that grants asks. */
  covers(name: string): boolean;
  /** Whether it may mean this name: what a permission that denies asks. */
  touches(name: string): boolean;
}

/** A name cut into segments and the separators between them, in turn. */
type Parts = readonly string[];

/** A pattern, or what is wrong with the text. */
export type ParsedPattern =
  | { readonly ok: true; readonly pattern: NamePattern }
  | { readonly ok: false; readonly problem: string };

const NAME_SEPARATOR = /([_.:/-])/;

function refuse(problem: string): ParsedPattern {
  return { ok: false, problem };
}

/** One spelling per segment; `undefined` for one that a server might read as something else. */
function decodeSegment(segment: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(segment).normalize('NFC');
  } catch {
    return undefined;
  }
  const ambiguous = decoded === '' || decoded === '.' || decoded === '..';
  return ambiguous || /[/\\\p{Cc}]/u.test(decoded) ? undefined : decoded;
}

/**
 * Cuts a URI or a route at its slashes, without query and fragment, which are parameters of the one
 * resource. The scheme counts in lower case and escapes count as what they stand for (RFC 3986
 * §6.2.2): otherwise `loxone://rooms/%4Bitchen` would pass by what is said of `loxone://rooms/Kitchen`.
 *
 * @returns `undefined` for a text with two readings: `..`, empty segments, escaped slashes.
 */
function partsOfUri(text: string): Parts | undefined {
  const [path = ''] = text.split(/[?#]/, 1);
  const [, scheme = '', slashes = '', rest = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*:))?(\/\/?)?(.*)$/su.exec(path) ?? [];
  const head = scheme.toLowerCase() + slashes;
  // `file:///x` has an empty authority, which is no second reading of anything.
  const authorityless = slashes === '//' && rest.startsWith('/');
  const segments = (authorityless ? rest.slice(1) : rest).split('/');
  const decoded: string[] = [authorityless ? `${head}/` : head];
  for (const segment of segments) {
    const one = decodeSegment(segment);
    if (one === undefined) {
      return undefined;
    }
    decoded.push(one, '/');
  }
  return decoded.slice(0, -1);
}

/** The names that a server lists are few and asked for all the time; URIs are the callers' own. */
const partsOfName: (text: string) => Parts = memoize((text) => text.split(NAME_SEPARATOR));

function partsOf(kind: NameKind, text: string): Parts | undefined {
  return kind === 'resource' || kind === 'rest' ? partsOfUri(text) : partsOfName(text);
}

/** In a pattern, `*` stands for one segment, or at the end for one or more. */
function matchesParts(pattern: Parts, name: Parts): boolean {
  const last = pattern.length - 1;
  const open = pattern[last] === '*';
  if (open ? name.length < pattern.length : name.length !== pattern.length) {
    return false;
  }
  return pattern.every((part, at) => part === '*' || part === name[at]);
}

/** Whether one pattern means every name that another one of the same kind may mean. */
export function includesPattern({ parts: outer }: NamePattern, inner: NamePattern): boolean {
  if (outer === undefined || inner.parts === undefined) {
    return outer === undefined;
  }
  const { parts } = inner;
  if (outer.at(-1) !== '*' && parts.at(-1) === '*') {
    return false;
  }
  return matchesParts(outer, parts);
}

function everything(): NamePattern {
  return { exact: false, covers: () => true, touches: () => true };
}

function problemOf(kind: NameKind, value: string): string | undefined {
  if (value === '' || value !== value.trim() || /\p{Cc}/u.test(value)) {
    return 'the name must not be empty, start or end with blanks, or hold control characters';
  }
  if (kind === 'resource' && !/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    return 'a resource is named by a URI with its scheme';
  }
  if ((kind === 'resource' || kind === 'rest') && /[?#]/.test(value)) {
    return 'query and fragment are not part of the name';
  }
  if (/%2a/i.test(value)) {
    return 'an escaped "*" cannot be named';
  }
  return undefined;
}

/**
 * Reads the part of a permission behind `tool:`, `resource:` and so on.
 *
 * @param value - A name, or one in which whole segments are `*`. Segments of URIs and routes lie
 *   between slashes, those of other names between `_`, `.`, `-`, `:` and `/`.
 */
export function parseNamePattern(kind: NameKind, value: string): ParsedPattern {
  if (value === '*') {
    return { ok: true, pattern: everything() };
  }
  const problem = problemOf(kind, value);
  if (problem !== undefined) {
    return refuse(problem);
  }
  const parts = partsOf(kind, value);
  if (parts === undefined) {
    return refuse('the URI has empty or dotted segments, or escapes that cannot be read');
  }
  if (parts.some((part) => part.includes('*') && part !== '*')) {
    return refuse('"*" must be a whole segment');
  }
  const matches = (name: string, otherwise: boolean): boolean => {
    const parsed = partsOf(kind, name);
    return parsed === undefined ? otherwise : matchesParts(parts, parsed);
  };
  return {
    ok: true,
    pattern: {
      exact: !parts.includes('*'),
      parts,
      covers: (name) => matches(name, false),
      touches: (name) => matches(name, true),
    },
  };
}
