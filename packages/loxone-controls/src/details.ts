import type { HomeControl } from './home.js';

type Details = HomeControl['details'];

/** The ids that a detail lists, as keys of an object or as `[{ id }]`; none without the detail. */
export function idsOf(details: Details, name: string | undefined): readonly string[] {
  return [...namesOf(details, name).keys()];
}

/** The uuids that a detail lists as `[{ uuid }]`: members of a central control. */
export function uuidsIn(details: Details, name: string | undefined): readonly string[] {
  const detail = name === undefined ? undefined : details[name];
  if (!Array.isArray(detail)) return [];
  return detail.flatMap((item) => field(item, 'uuid') ?? []);
}

/**
 * Names by wire value, from a detail of one of the shapes that the structure file uses:
 * `{ '1': 'Party' }`, `{ '0': { name } }`, `[{ id, name }]`, `{ on, off }` for 1 and 0, and a
 * text that names 0.
 */
export function namesOf(details: Details, name: string | undefined): ReadonlyMap<string, string> {
  const detail = name === undefined ? undefined : details[name];
  if (typeof detail === 'string') return new Map([['0', detail]]);
  if (typeof detail !== 'object' || detail === null) return new Map();
  const pairs = Array.isArray(detail)
    ? detail.map((item) => [field(item, 'id'), field(item, 'name')] as const)
    : Object.entries(detail).map(([key, value]) => [wireKey(key), nameIn(value)] as const);
  return new Map(pairs.flatMap(([key, value]) => (key === undefined ? [] : [[key, value ?? key]])));
}

function nameIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : field(value, 'name');
}

function field(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Reflect.get(value, key);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}

function wireKey(key: string): string {
  if (key === 'on') return '1';
  return key === 'off' ? '0' : key;
}
