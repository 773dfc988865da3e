import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex, RoomEntry } from '../house/house-index.js';
import { familyNamed } from '../text/families.js';
import { foldLoosely } from '../text/fold.js';
import { isSaidBy, tellingWords } from '../text/said.js';
import { about, type Outcome, type ToolError, toolError } from '../tool-error.js';
import type { Looker } from './looker.js';
import { resolveFloor } from './resolve-floor.js';
import { resolveName } from './resolve-name.js';
import { resolveRoom } from './resolve-room.js';
import { MAX_TARGETS, type Selector, type Target } from './target-schema.js';
import type { TargetScope } from './target-scope.js';

/** A control that a call is about. */
export interface ResolvedTarget {
  readonly entry: HouseEntry;
  /** Whether somebody named it, instead of selecting the group that it is in. */
  readonly named: boolean;
}

/** What the targets of a call come to. */
export interface ResolvedTargets {
  /** Each control once, in the order of the targets. */
  readonly targets: readonly ResolvedTarget[];
  /** One for each target that came to nothing. */
  readonly problems: readonly ToolError[];
}

/** Resolves all targets of a call; one that fails does not hide what is wrong with the next. */
export function resolveTargets(
  asked: readonly Target[],
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): ResolvedTargets {
  if (asked.length === 0) return { targets: [], problems: [noTargets()] };
  const targets = new Map<string, ResolvedTarget>();
  const problems: ToolError[] = [];
  for (const [at, target] of asked.entries()) {
    const found = resolveOne(target, index, access, scope);
    if (!found.ok) {
      problems.push(about(`targets[${at}]`, found.error));
      continue;
    }
    const named = typeof target === 'string';
    for (const entry of found.value) {
      const known = targets.get(entry.control.id);
      targets.set(entry.control.id, { entry, named: named || known?.named === true });
    }
  }
  if (targets.size > MAX_TARGETS) {
    return { targets: [], problems: [tooMany(targets.size), ...problems] };
  }
  return { targets: [...targets.values()], problems };
}

function resolveOne(
  target: Target,
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): Outcome<readonly HouseEntry[]> {
  if (typeof target !== 'string') return resolveSelector(target, index, access, scope);
  const found = resolveName(target, index, access, scope);
  return found.ok ? { ok: true, value: [found.value] } : found;
}

function resolveSelector(
  selector: Selector,
  index: HouseIndex,
  access: Looker,
  scope: TargetScope,
): Outcome<readonly HouseEntry[]> {
  const pool = poolOf(selector, index, access);
  if (!pool.ok) return pool;
  const family = selector.family === undefined ? undefined : familyNamed(selector.family);
  const selected = pool.value.filter(
    (entry) =>
      (family === undefined || entry.families.includes(family)) &&
      (selector.category === undefined || isInCategory(entry, selector.category)) &&
      scope.selects(entry) &&
      access.sees(entry) &&
      !isSpokenFor(entry, index, access),
  );
  if (selected.length === 0) return { ok: false, error: nothingSelected(scope) };
  return { ok: true, value: selected };
}

/** Where a selector looks: a room, a floor, a room that must be on that floor, or the house. */
function poolOf(
  { room, floor }: Selector,
  index: HouseIndex,
  access: Looker,
): Outcome<readonly HouseEntry[]> {
  const inRoom = room === undefined ? undefined : resolveRoom(room, index, access);
  if (inRoom?.ok === false) return inRoom;
  const onFloor = floor === undefined ? undefined : resolveFloor(floor, index, access);
  if (onFloor?.ok === false) return onFloor;
  const there = onFloor?.value ?? index.rooms;
  if (inRoom === undefined) {
    return { ok: true, value: onFloor === undefined ? index.entries : there.flatMap(entriesOf) };
  }
  return { ok: true, value: there.includes(inRoom.value) ? inRoom.value.entries : [] };
}

function entriesOf({ entries }: RoomEntry): readonly HouseEntry[] {
  return entries;
}

function isInCategory({ words, search }: HouseEntry, asked: string): boolean {
  if (search.category !== '' && search.category === foldLoosely(asked)) return true;
  const wanted = tellingWords(asked);
  return wanted.length > 0 && wanted.every((word) => isSaidBy(word, words.category, 'form'));
}

/** A group holds light controllers, not their circuits: the whole speaks for its parts. */
function isSpokenFor({ parent }: HouseEntry, index: HouseIndex, access: Looker): boolean {
  const whole = parent === undefined ? undefined : index.byId(parent.id);
  return whole !== undefined && access.sees(whole);
}

function noTargets(): ToolError {
  return toolError('invalid_argument', 'targets is empty.', 'Name at least one device or group.');
}

function nothingSelected(scope: TargetScope): ToolError {
  return toolError(
    'nothing_selected',
    `there are no ${scope.plural} in this selection.`,
    'Widen the selector, or look with loxone_search.',
  );
}

function tooMany(count: number): ToolError {
  return toolError(
    'too_many_targets',
    `The targets come to ${count} devices; one call takes at most ${MAX_TARGETS}.`,
    'Split the call, by room for example.',
  );
}
