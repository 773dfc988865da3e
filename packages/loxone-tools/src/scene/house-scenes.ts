import { commandsOf } from '@gatehouse/loxone-controls';
import type { Access } from '../access.js';
import { choicesOf } from '../command/named-choice.js';
import type { ToolCall } from '../define-tool.js';
import type { HouseEntry } from '../house/house-entry.js';
import { readMoods } from '../state/moods.js';
import type { SceneMatch } from './scene-match.js';

/** `details.type` of a push-button that stands for a scene (protocol reference §5.1). */
const SCENE_BUTTON = 511;

/** Where scenes are looked for, and who looks. */
export interface HouseOfScenes extends Pick<ToolCall, 'home'> {
  readonly access: Pick<Access, 'sees'>;
}

/** All that the house itself has of scenes, as far as the caller sees it. */
export function houseScenes(
  entries: readonly HouseEntry[],
  { home, access }: HouseOfScenes,
): readonly SceneMatch[] {
  return entries.flatMap((entry) => {
    const found = [...moodsOf(entry, home), ...deviceScenes(entry)];
    return found.length > 0 && access.sees(entry) ? found : [];
  });
}

function moodsOf(entry: HouseEntry, home: ToolCall['home']): readonly SceneMatch[] {
  if (!entry.control.capabilities.includes('moods')) return [];
  const moods = readMoods(home.states(entry.control.id))?.list ?? [];
  return moods.map(({ id, name }) => ({ kind: 'mood', name, entry, mood: id }));
}

function deviceScenes(entry: HouseEntry): readonly SceneMatch[] {
  const { control, name } = entry;
  const { type, details } = control;
  if (type === 'Sequential') return [device(entry, name), ...sequencesOf(entry)];
  if (type === 'Pushbutton' && details.type === SCENE_BUTTON) {
    return [device(entry, name, { command: 'pulse', args: {} })];
  }
  return control.capabilities.includes('central') ? [device(entry, name)] : outputsOf(entry);
}

/** What can be selected of a control by a name of its own: the outputs of radio buttons. */
function outputsOf(entry: HouseEntry): readonly SceneMatch[] {
  const { control } = entry;
  const select = commandsOf(control).find(({ name }) => name === 'select');
  const [only, ...others] = select?.args ?? [];
  if (only?.kind !== 'number' || only.choicesFromDetails === undefined || others.length > 0) {
    return [];
  }
  return choicesOf(control, [], only.choicesFromDetails).flatMap(({ id, name }) =>
    name === '' ? [] : [device(entry, name, { command: 'select', args: { [only.name]: id } })],
  );
}

/** `details.sequences` is `[{ id, name }]`. */
function sequencesOf(entry: HouseEntry): readonly SceneMatch[] {
  const { sequences } = entry.control.details;
  if (!Array.isArray(sequences)) return [];
  return sequences.flatMap((sequence: unknown) => {
    if (typeof sequence !== 'object' || sequence === null) return [];
    if (!('id' in sequence) || !('name' in sequence)) return [];
    const { id, name } = sequence;
    if (typeof id !== 'number' || typeof name !== 'string') return [];
    return [device(entry, name, { command: 'start', args: { sequence: id } })];
  });
}

function device(
  entry: HouseEntry,
  name: string,
  wish?: Extract<SceneMatch, { kind: 'device' }>['wish'],
): SceneMatch {
  return { kind: 'device', name, entry, wish };
}
