import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import { MAX_ASKED_LENGTH, SPELLINGS } from '../house/name-table.js';
import { candidateOf, closeEntries } from '../house/suggest.js';
import { cleanText } from '../text/clean-text.js';
import { type Outcome, toolError } from '../tool-error.js';
import { type Looker, takesTypingErrors } from './looker.js';
import { namesOfEntry, nearest } from './near-name.js';
import { readName } from './read-name.js';
import type { TargetScope } from './target-scope.js';

/** `Name [Room]`; the room is what stands in the last brackets. */
const LABEL = /^(.*\S)\s*\[([^[\]]+)\]\s*$/u;

/**
 * Finds the one control that is meant by an id, a name, `Name [Room]` or a kind of thing and a place
 * (`Licht Küche`). What the caller may not see
 * is treated as if it did not exist, everywhere: it is not found, makes nothing ambiguous and is not
 * offered.
 *
 * Among several of one name only those count that the tool is for: a light called like the blind
 * of its room is not ambiguous to a tool for lights.
 */
export function resolveName(
  asked: string,
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): Outcome<HouseEntry> {
  const found = entriesMeant(asked, index, access, scope);
  const fitting = found.filter((entry) => scope.accepts(entry));
  const [only, ...others] = fitting.length > 0 ? fitting : found;
  if (only === undefined) return unknown(asked, index, access, scope);
  if (others.length > 0 && fitting.length > 0) return ambiguous(fitting);
  return fitting.length > 0 ? { ok: true, value: only } : { ok: false, error: scope.refuse(only) };
}

/**
 * Everything that a text may mean: as it is called; else as it is described; else, where little can
 * go wrong, as it is misspelt.
 */
export function entriesMeant(
  asked: string,
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): readonly HouseEntry[] {
  const sees = (entry: HouseEntry): boolean => access.sees(entry);
  const called = lookUp(asked, index, sees);
  if (called.length > 0 || asked.length > MAX_ASKED_LENGTH) return called;
  const described = readName(asked, index, (entry) => scope.accepts(entry) && sees(entry));
  if (described.length > 0) return described;
  const other = readName(asked, index, sees);
  if (other.length > 0 || !takesTypingErrors(access)) return other;
  const near = nearest(asked, index.entries.filter(sees), namesOfEntry);
  return near === undefined ? [] : [near];
}

function lookUp(
  asked: string,
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly HouseEntry[] {
  const byId = index.byId(asked.trim());
  if (byId !== undefined && sees(byId)) return [byId];
  const byName = index.controlNames.find(asked, sees);
  return byName.length > 0 ? byName : lookUpLabel(asked, index, sees);
}

/** In the brackets may stand the room, or the control that a circuit is a part of. */
function lookUpLabel(
  asked: string,
  index: HouseIndex,
  sees: (entry: HouseEntry) => boolean,
): readonly HouseEntry[] {
  const [, name = '', place = ''] = LABEL.exec(asked.slice(0, MAX_ASKED_LENGTH)) ?? [];
  if (name === '') return [];
  for (const spelling of SPELLINGS) {
    const wanted = spelling(place);
    const found = index.controlNames.find(
      name,
      (entry) => placesOf(entry).some((other) => spelling(other) === wanted) && sees(entry),
    );
    if (wanted !== '' && found.length > 0) return found;
  }
  return [];
}

function placesOf(entry: HouseEntry): readonly string[] {
  const places = [entry.room?.name, entry.parent?.name].filter((place) => place !== undefined);
  return [...places, ...places.map((place) => cleanText(place))];
}

function unknown(
  asked: string,
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): Outcome<HouseEntry> {
  // The asked name is not repeated: the caller has it, and it would be one more way to leak.
  const message = 'no device of this name or id is known.';
  const rooms = index.roomNames.find(asked, (room) =>
    room.entries.some((entry) => access.sees(entry)),
  );
  if (rooms.length > 0) {
    const hint = `It is the name of a room: for all its ${scope.plural} pass {"room": "…", "all": true}.`;
    return { ok: false, error: toolError('unknown_device', message, hint) };
  }
  const close = closeEntries(
    asked,
    index.entries,
    (entry) => scope.accepts(entry) && access.sees(entry),
  );
  const hint =
    close.length > 0
      ? 'Pass one of the candidates if it is meant, or find it with loxone_search.'
      : 'Find it with loxone_search.';
  return { ok: false, error: toolError('unknown_device', message, hint, close) };
}

function ambiguous(entries: readonly HouseEntry[]): Outcome<HouseEntry> {
  const count = entries.length;
  const candidates = entries.map(candidateOf);
  // Things of one kind that are called differently may all be meant: "the lights in the kitchen".
  const isKind = new Set(entries.map(({ search }) => search.name)).size > 1;
  const message = isKind ? `${count} devices fit this.` : `${count} devices have this name.`;
  const hint = isKind ? `${hintFor(entries)} ${FOR_ALL}` : hintFor(entries);
  return { ok: false, error: toolError('ambiguous_device', message, hint, candidates) };
}

const FOR_ALL = 'For all of them pass {"room": "…", "family": "…", "all": true}.';

function hintFor(entries: readonly HouseEntry[]): string {
  const labels = new Set(entries.map((entry) => entry.label));
  return labels.size === entries.length
    ? 'Pass "Name [Room]" or the id of the one that is meant.'
    : 'Pass the id of the one that is meant.';
}
