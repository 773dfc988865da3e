import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { Access } from '../access.js';
import { readScope } from '../get-state/read-scope.js';
import type { HouseEntry } from '../house/house-entry.js';
import type { HouseIndex } from '../house/house-index.js';
import { membersOf } from '../house/members.js';
import { createNameTable } from '../house/name-table.js';
import { originalOf } from '../house/watch-reads.js';
import type { SavedScene } from '../ports/scenes.js';
import { entriesMeant } from '../targets/resolve-name.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { houseScenes } from './house-scenes.js';

/** Who looks at saved scenes, and in which house. */
export interface Onlooker {
  readonly home: LoxoneHome;
  readonly index: HouseIndex;
  readonly access: Pick<Access, 'sees'>;
  readonly principal: { readonly id: string };
}

type Args = Readonly<Record<string, unknown>>;

/**
 * The house as nobody's limits show it. What a scene was saved for is read here: read with the limits
 * of whoever looks, a name of something hidden could be taken for something that they see.
 */
const EVERYTHING = { sees: () => true };

/** Most batches within each other; deeper ones are not looked into, and so not shown. */
const MAX_DEPTH = 4;

/**
 * The scenes that exist for somebody. A scene says what it moves, so it is there only for those who
 * see all of that, and for whoever saved it.
 */
export function seenScenes(
  scenes: readonly SavedScene[],
  onlooker: Onlooker,
): readonly SavedScene[] {
  const { access, index, principal } = onlooker;
  if (index.entries.every((entry) => access.sees(entry))) return scenes;
  return scenes.filter(
    ({ createdBy, steps }) =>
      createdBy === principal.id || steps.every(({ args }) => seesStep(args, onlooker, 0)),
  );
}

/** Nothing is shown of a step that does not tell what it moves. */
function seesStep(args: Args, onlooker: Onlooker, depth: number): boolean {
  const { steps, targets, target, scene } = args;
  const judged = [
    ...(steps === undefined ? [] : [seesSteps(steps, onlooker, depth)]),
    ...(targets === undefined ? [] : [seesTargets(targets, onlooker)]),
    ...(target === undefined ? [] : [seesTarget(target, onlooker)]),
    ...(scene === undefined ? [] : [seesNamedScene(args, onlooker)]),
  ];
  return judged.length > 0 && judged.every((seen) => seen);
}

function seesSteps(steps: unknown, onlooker: Onlooker, depth: number): boolean {
  if (!Array.isArray(steps) || depth >= MAX_DEPTH) return false;
  return steps.every((step: unknown) => {
    if (!isRecord(step)) return false;
    if (step.tool === undefined && step.args === undefined) return true;
    return isRecord(step.args) && seesStep(step.args, onlooker, depth + 1);
  });
}

function seesTargets(targets: unknown, onlooker: Onlooker): boolean {
  return Array.isArray(targets) && targets.every((target) => seesTarget(target, onlooker));
}

/** A group without a room is of the whole house, which somebody with limits does not see. */
function seesTarget(target: unknown, { index, access }: Onlooker): boolean {
  if (typeof target === 'string') {
    const meant = entriesMeant(target, index, EVERYTHING, readScope);
    return meant.length > 0 && meant.every((entry) => seesWhole(entry, { index, access }));
  }
  const room = isRecord(target) ? target.room : undefined;
  if (typeof room !== 'string') return false;
  const found = resolveRoom(room, index, EVERYTHING);
  return found.ok && found.value.entries.every((entry) => access.sees(entry));
}

/** Moods, sequences and the like: all that have the name. A saved scene runs no other one. */
function seesNamedScene({ scene, room }: Args, onlooker: Onlooker): boolean {
  const { home, index } = onlooker;
  if (typeof scene !== 'string') return false;
  const place = typeof room === 'string' ? resolveRoom(room, index, EVERYTHING) : undefined;
  if (place?.ok === false) return false;
  const all = houseScenes(place?.value.entries ?? index.entries, {
    // What is judged is not what is shown, so nobody follows it.
    home: originalOf(home),
    access: EVERYTHING,
  });
  const named = createNameTable(all, ({ name }) => name).find(scene, EVERYTHING.sees);
  return named.length > 0 && named.every((one) => 'entry' in one && seesWhole(one.entry, onlooker));
}

/** It and, of a central control, everything that it moves. */
function seesWhole(
  entry: HouseEntry,
  { index, access }: Pick<Onlooker, 'index' | 'access'>,
): boolean {
  const members = membersOf(entry.control, index);
  return (
    access.sees(entry) &&
    members.every((member) => member.entry !== undefined && access.sees(member.entry))
  );
}

function isRecord(value: unknown): value is Args {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
