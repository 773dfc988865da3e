import type { SavedScene, SceneStore } from '@gatehouse/loxone-tools';
import { formatSceneFile, parseSceneFile } from './scene-file.js';

/** Most scenes that a store keeps, and the longest file, in characters. */
const MAX_SCENES = 200;
const MAX_LENGTH = 1_000_000;

/** Where the text of all scenes is kept. */
export interface SceneText {
  /** @returns `undefined` where there is none yet. Rejects when it cannot be read. */
  read(): Promise<string | undefined>;
  /** Replaces it as a whole or not at all. */
  write(text: string): Promise<void>;
}

/** Why a store refuses. The world is not to blame, so it is no coded error of a family. */
export class SceneStoreProblem extends Error {
  override readonly name = 'SceneStoreProblem';
}

/** Scenes that end with the process: for one that must not need a file. */
export function createMemorySceneStore(): SceneStore {
  let text: string | undefined;
  return createSceneStore({
    read: async () => text,
    write: async (next) => {
      text = next;
    },
  });
}

/**
 * Scenes in one text, read anew for each call, so that what somebody edits counts at once. Changes
 * come one after another; a file that is not of this kind is never replaced.
 */
export function createSceneStore(text: SceneText): SceneStore {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  };
  const load = async (): Promise<readonly SavedScene[]> => parseSceneFile(await text.read());
  return {
    list: load,
    get: async (id) => (await load()).find((scene) => scene.id === id),
    put: (scene, expectedRevision) =>
      inTurn(async () => {
        const scenes = await load();
        const known = scenes.find(({ id }) => id === scene.id);
        checkRevision(known, expectedRevision);
        const saved = { ...scene, revision: nextRevision(known) };
        await save(text, [...scenes.filter(({ id }) => id !== scene.id), saved]);
        return saved;
      }),
    delete: (id, expectedRevision) =>
      inTurn(async () => {
        const scenes = await load();
        const known = scenes.find((scene) => scene.id === id);
        checkRevision(known, expectedRevision);
        await save(
          text,
          scenes.filter((scene) => scene !== known),
        );
      }),
  };
}

function checkRevision(known: SavedScene | undefined, expected: string | undefined): void {
  if (known?.revision !== expected) {
    throw new SceneStoreProblem('The scene was changed meanwhile.');
  }
}

function nextRevision(known: SavedScene | undefined): string {
  return String(Number(known?.revision ?? 0) + 1);
}

async function save(text: SceneText, scenes: readonly SavedScene[]): Promise<void> {
  const next = formatSceneFile(scenes);
  if (scenes.length > MAX_SCENES || next.length > MAX_LENGTH) {
    throw new SceneStoreProblem(`The store holds at most ${MAX_SCENES} scenes.`);
  }
  await text.write(next);
}
