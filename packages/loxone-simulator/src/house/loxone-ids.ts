import { isUuid, type Uuid } from '@gatehouse/loxone-protocol';
import { uuidFrom } from '../uuid-from.js';

/** Fields that hold an id wherever they stand in a structure file. */
const ID_FIELDS: ReadonlySet<string> = new Set([
  'uuid',
  'uuidAction',
  'room',
  'cat',
  'deviceMonitor',
]);
/** Objects whose keys are ids. */
const KEYED_BY_ID: ReadonlySet<string> = new Set([
  'rooms',
  'cats',
  'controls',
  'subControls',
  'messageCenter',
  'autopilot',
  'mediaServer',
  'caller',
  'mailer',
]);
/** Objects whose values are ids. */
const HOLDS_IDS: ReadonlySet<string> = new Set(['states', 'globalStates']);

/** What people wrote, and a type's own settings, where `room` may be a room's name. */
const NO_IDS: ReadonlySet<string> = new Set(['name', 'details']);

/** Stands for the field of a value in one of {@link HOLDS_IDS}. */
const STATE = ' state';

/**
 * Hand-made structure files use placeholders where a Miniserver has uuids, which no event table can
 * carry. Replaces each of them, wherever it is referred to, by a uuid made from its text; a file
 * of a real Miniserver comes back as it is.
 */
export function withUuids(json: unknown): unknown {
  const placeholders = new Map<string, Uuid>();
  collect(json, '', placeholders);
  return placeholders.size === 0 ? json : replace(json, placeholders);
}

function collect(node: unknown, field: string, found: Map<string, Uuid>): void {
  if (Array.isArray(node)) {
    for (const entry of node) collect(entry, field, found);
  } else if (typeof node === 'object' && node !== null) {
    for (const [key, child] of Object.entries(node)) {
      if (NO_IDS.has(key)) continue;
      if (KEYED_BY_ID.has(field) && !isBare(node)) note(key, found);
      collect(child, HOLDS_IDS.has(field) ? STATE : key, found);
    }
  } else if (typeof node === 'string' && field === STATE) {
    // A state has no suffix: all of it must be a uuid.
    if (node !== '' && !isUuid(node)) found.set(node, uuidOf(node));
  } else if (typeof node === 'string' && ID_FIELDS.has(field)) {
    note(node, found);
  }
}

/** A bare object where a Miniserver has several by id; files that other programs write have them. */
function isBare(node: object): boolean {
  return 'uuidAction' in node;
}

/** Parts are called `<uuid>/<suffix>`; only what stands before the slash must be a uuid. */
function note(id: string, found: Map<string, Uuid>): void {
  const [base = ''] = id.split('/');
  if (base !== '' && !isUuid(base)) found.set(base, uuidOf(base));
}

function uuidOf(placeholder: string): Uuid {
  const lower = placeholder.toLowerCase();
  return isUuid(lower) ? lower : uuidFrom(placeholder);
}

function replace(node: unknown, placeholders: ReadonlyMap<string, Uuid>): unknown {
  if (typeof node === 'string') return renamed(node, placeholders);
  if (Array.isArray(node)) return node.map((entry) => replace(entry, placeholders));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [
      renamed(key, placeholders),
      key === 'name' ? child : replace(child, placeholders),
    ]),
  );
}

function renamed(text: string, placeholders: ReadonlyMap<string, Uuid>): string {
  const [base = '', ...suffix] = text.split('/');
  const whole = placeholders.get(text);
  if (whole !== undefined) return whole;
  const uuid = placeholders.get(base);
  return uuid === undefined ? text : [uuid, ...suffix].join('/');
}
