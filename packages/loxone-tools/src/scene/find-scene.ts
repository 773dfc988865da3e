import type { ToolCall } from '../define-tool.js';
import { createNameTable } from '../house/name-table.js';
import type { SavedScene } from '../ports/scenes.js';
import { resolveRoom } from '../targets/resolve-room.js';
import { cleanText } from '../text/clean-text.js';
import { type Candidate, type Outcome, toolError } from '../tool-error.js';
import { houseScenes } from './house-scenes.js';
import { SCENE_KINDS, type SceneKind, type SceneMatch } from './scene-match.js';
import { seenScenes } from './scene-sight.js';

/** Most names that an error offers. */
const MAX_NAMES = 12;

/** What a call says of the scene that it means. */
export interface AskedScene {
  readonly scene: string;
  readonly room?: string | undefined;
  readonly kind?: SceneKind | undefined;
}

/**
 * Finds what is meant by the name of a scene. Of one name there may be a mood in each room: they are
 * one scene of the house. Where a name means things of different kinds, the kind has to be said.
 */
export async function findScene(
  asked: AskedScene,
  call: ToolCall,
): Promise<Outcome<readonly [SceneMatch, ...SceneMatch[]]>> {
  const all = await scenesOf(asked, call);
  if (!all.ok) return all;
  const found = createNameTable(all.value, ({ name }) => name).find(asked.scene, () => true);
  const [first, ...others] = found.length > 0 ? found : byId(asked.scene, all.value);
  if (first === undefined) return unknown(all.value);
  const kinds = SCENE_KINDS.filter((kind) => [first, ...others].some((one) => one.kind === kind));
  if (kinds.length > 1) return ambiguous(kinds, [first, ...others]);
  if (first.kind !== 'mood' && others.length > 0) return severalOf([first, ...others]);
  return { ok: true, value: [first, ...others] };
}

async function scenesOf(
  { room, kind }: AskedScene,
  call: ToolCall,
): Promise<Outcome<readonly SceneMatch[]>> {
  const place = room === undefined ? undefined : resolveRoom(room, call.index, call.access);
  if (place?.ok === false) return place;
  const own = houseScenes(place?.value.entries ?? call.index.entries, call);
  const ofHouse = place === undefined ? [...(await saved(call)), ...modes(call)] : [];
  const all = [...own, ...ofHouse];
  return { ok: true, value: kind === undefined ? all : all.filter((one) => one.kind === kind) };
}

/** Within a scene there are none: one that runs another could run for ever. */
async function saved(call: ToolCall): Promise<readonly SceneMatch[]> {
  if (call.context.frame?.within.includes(call.tool) === true) return [];
  const { home, index, access, context } = call;
  const { principal } = context;
  const seen = seenScenes(await listOf(call), { home, index, access, principal });
  return seen.map((scene) => ({ kind: 'saved', name: scene.name, scene }));
}

/** A store that fails must not stand in the way of a mood. */
async function listOf({ ports }: ToolCall): Promise<readonly SavedScene[]> {
  try {
    return (await ports.scenes?.list()) ?? [];
  } catch {
    return [];
  }
}

function modes({ ports }: ToolCall): readonly SceneMatch[] {
  const all = ports.data?.modes().all ?? [];
  return all.map((mode) => ({ kind: 'mode', name: mode.name, mode }));
}

function byId(asked: string, all: readonly SceneMatch[]): readonly SceneMatch[] {
  return all.filter((one) => one.kind === 'saved' && one.scene.id === asked.trim());
}

function unknown(all: readonly SceneMatch[]): Outcome<never> {
  const names = [...new Set(all.map(({ name }) => cleanText(name)))];
  const shown = names.slice(0, MAX_NAMES).join(', ');
  const rest = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  const hint = shown === '' ? 'There are none here.' : `There are: ${shown}${rest}.`;
  const message = 'no scene or mood of this name is known.';
  return { ok: false, error: toolError('nothing_selected', message, hint) };
}

function ambiguous(kinds: readonly SceneKind[], found: readonly SceneMatch[]): Outcome<never> {
  const message = `this name means more than one thing: ${kinds.join(', ')}.`;
  const hint = 'Pass the kind that is meant.';
  const error = toolError('ambiguous_device', message, hint, candidatesOf(found));
  return { ok: false, error };
}

function severalOf(found: readonly SceneMatch[]): Outcome<never> {
  const message = `${found.length} scenes have this name.`;
  const hint = 'Pass its room, or the id of a saved one.';
  return { ok: false, error: toolError('ambiguous_device', message, hint, candidatesOf(found)) };
}

function candidatesOf(found: readonly SceneMatch[]): readonly Candidate[] {
  return found.flatMap((one) => {
    if (one.kind === 'mode') return [];
    if (one.kind === 'saved') return [{ id: one.scene.id, label: cleanText(one.name) }];
    return [{ id: one.entry.control.id, label: one.entry.label }];
  });
}
