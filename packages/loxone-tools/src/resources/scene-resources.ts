import type { HouseEntry } from '../house/house-entry.js';
import type { SavedScene } from '../ports/scenes.js';
import { seenScenes } from '../scene/scene-sight.js';
import { readMoods } from '../state/moods.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { listBody, objectBody, type Row } from './body.js';
import { findControl } from './control-resources.js';
import type { ResourceCall, ResourceSpec } from './define-resource.js';

/** Moods, central controls and saved scenes. */
export const SCENE_RESOURCES: readonly ResourceSpec[] = [
  {
    path: 'scenes',
    name: 'scenes',
    title: 'Scenes',
    description: 'Moods of lights, controls for a whole group, and saved scenes.',
    changes: 'live',
    priority: 0.7,
    body: async (call) => listBody('scenes', await allScenes(call), (row) => row),
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
export async function allScenes(call: ResourceCall): Promise<readonly Row[]> {
  const own = call.entries.flatMap((entry): readonly Row[] => {
    const row = houseScene(entry, call);
    return row === undefined ? [] : [row];
  });
  return [...own, ...(await savedScenes(call)).map(savedRow)];
}

async function savedScenes({
  home,
  index,
  access,
  context,
}: ResourceCall): Promise<readonly SavedScene[]> {
  const { principal, scenes } = context;
  return seenScenes((await scenes?.list()) ?? [], { home, index, access, principal });
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
