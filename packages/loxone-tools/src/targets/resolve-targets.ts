import type { Access } from '../access.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import { about, type Outcome, type ToolError, toolError } from '../tool-error.js';
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
  access: Pick<Access, 'sees'>,
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
  access: Pick<Access, 'sees'>,
  scope: TargetScope,
): Outcome<readonly HouseEntry[]> {
  if (typeof target !== 'string') return resolveSelector(target, index, access, scope);
  const found = resolveName(target, index, access, scope);
  return found.ok ? { ok: true, value: [found.value] } : found;
}

function resolveSelector(
  selector: Selector,
  index: HouseIndex,
  access: Pick<Access, 'sees'>,
  scope: TargetScope,
): Outcome<readonly HouseEntry[]> {
  const room = selector.room === undefined ? undefined : resolveRoom(selector.room, index, access);
  if (room?.ok === false) return room;
  const selected = (room?.value.entries ?? index.entries).filter(
    (entry) =>
      (selector.family === undefined || entry.control.family === selector.family) &&
      scope.selects(entry) &&
      access.sees(entry) &&
      !isSpokenFor(entry, index, access),
  );
  if (selected.length === 0) return { ok: false, error: nothingSelected(scope) };
  return { ok: true, value: selected };
}

/** A group holds light controllers, not their circuits: the whole speaks for its parts. */
function isSpokenFor(
  { parent }: HouseEntry,
  index: HouseIndex,
  access: Pick<Access, 'sees'>,
): boolean {
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
