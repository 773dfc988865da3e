import type { SavedScene, SceneStore } from '../../src/ports/scenes.js';

/** Scenes in memory, with the promises of a real store: a change needs the revision that it is of. */
export function memoryScenes(scenes: readonly SavedScene[]): SceneStore {
  const kept = new Map(scenes.map((scene) => [scene.id, scene]));
  let count = scenes.length;
  const check = (id: string, expected: string | undefined): void => {
    if (kept.get(id)?.revision !== expected) throw new RangeError('changed meanwhile');
  };
  return {
    list: async () => [...kept.values()],
    get: async (id) => kept.get(id),
    async put(scene, expected) {
      check(scene.id, expected);
      count += 1;
      const saved = { ...scene, revision: String(count) };
      kept.set(scene.id, saved);
      return saved;
    },
    async delete(id, expected) {
      check(id, expected);
      kept.delete(id);
    },
  };
}
