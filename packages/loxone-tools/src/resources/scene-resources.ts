import type { HouseEntry } from '../house/house-entry.js';
import type { SavedScene } from '../ports/scenes.js';
import { readMoods } from '../state/moods.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { listBody, objectBody, type Row } from './body.js';
import { findControl } from './control-resources.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';
import { seesAll } from './rows.js';

/** Moods, central controls and saved scenes. */
export const SCENE_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'scenes',
    name: 'scenes',
    title: 'Scenes',
    description: 'Moods of lights, controls for a whole group, and saved scenes.',
    changes: 'live',
    priority: 0.7,
    body: async (call) => listBody('scenes', await seenScenes(call), (row) => row),
  },
  {
    path: 'scenes/{id}',
    name: 'scene',
    title: 'Scene',
    description: 'One scene: a saved one with its steps, or the moods of one device.',
    changes: 'live',
    priority: 0.5,
    body: async (call) => {
      const { id = '' } = call.values;
      const saved = (await savedScenes(call)).find((scene) => scene.id === id);
      if (saved !== undefined) return objectBody({ ...savedRow(saved), steps: saved.steps });
      const entry = findControl(id, call);
      const row = entry === undefined ? undefined : houseScene(entry, call);
      return row === undefined ? undefined : objectBody(row);
    },
  },
];

/** All scenes that the caller may know of. */
export async function seenScenes(call: ResourceCall): Promise<readonly Row[]> {
  const own = call.entries.flatMap((entry): readonly Row[] => {
    const row = houseScene(entry, call);
    return row === undefined ? [] : [row];
  });
  return [...own, ...(await savedScenes(call)).map(savedRow)];
}

async function savedScenes(call: ResourceCall): Promise<readonly SavedScene[]> {
  const all = (await call.context.scenes?.list()) ?? [];
  return all.filter(({ steps }) => steps.every(({ args }) => seesTargets(args.targets, call)));
}

/** A scene names devices: who does not see one of them does not see the scene. */
function seesTargets(targets: unknown, call: ResourceCall): boolean {
  if (targets === undefined) return true;
  if (!Array.isArray(targets)) return false;
  return targets.every((target: unknown) => {
    if (typeof target === 'string') return findControl(target, call) !== undefined;
    if (typeof target !== 'object' || target === null) return false;
    const room = 'room' in target ? target.room : undefined;
    if (typeof room === 'string') return resolveRoom(room, call.index, call.access).ok;
    return seesAll(call);
  });
}

function houseScene({ control, name, label }: HouseEntry, { home }: ResourceCall): Row | undefined {
  const moods = readMoods(home.states(control.id));
  const isCentral = control.capabilities.includes('central');
  if (moods === undefined && !isCentral && control.family !== 'scenes') return undefined;
  return {
    id: control.id,
    kind: moods === undefined ? (isCentral ? 'central' : 'scene') : 'moods',
    name,
    label,
    ...(moods !== undefined && { moods: moods.list, active: moods.active }),
  };
}

function savedRow({ id, name, description, steps }: SavedScene): Row {
  return {
    id,
    kind: 'saved',
    name: cleanText(name),
    ...(description !== undefined && { description: cleanText(description, MAX_VALUE_LENGTH) }),
    steps: steps.length,
  };
}
