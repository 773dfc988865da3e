import { errorIn, problemsOf, rehearse } from '../batch/rehearse.js';
import { readSteps, type StepInput } from '../batch/step.js';
import { failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { createNameTable } from '../house/name-table.js';
import type { SavedScene, SceneStep, SceneStore } from '../ports/scenes.js';
import { mayChange } from '../scene/saved-scenes.js';
import { seenScenes } from '../scene/scene-sight.js';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { fold } from '../text/fold.js';
import type { ToolResult } from '../tool.js';
import { joinErrors, type ToolError, type ToolErrorCode, toolError } from '../tool-error.js';

/** Most steps of one scene. */
export const MAX_SCENE_STEPS = 50;

/** A result that holds nothing. */
export const NO_SCENES: Readonly<Record<string, unknown>> = { scenes: [] };

/** What is asked of the saved scenes. */
export interface Management {
  readonly action: 'list' | 'show' | 'save' | 'delete';
  readonly scene?: string | undefined;
  readonly description?: string | undefined;
  readonly steps?: readonly StepInput[] | undefined;
  readonly dry_run?: boolean | undefined;
}

interface Managing {
  readonly asked: Management;
  readonly store: SceneStore;
  readonly seen: readonly SavedScene[];
  readonly kit: ToolKit;
  readonly call: ToolCall;
}

/** Lists, shows, saves and deletes; what the caller does not see of saved scenes does not exist. */
export async function runManagement(
  asked: Management,
  kit: ToolKit,
  call: ToolCall,
): Promise<ToolResult> {
  const store = call.ports.scenes;
  if (store === undefined) return refuse('not_supported', 'This server keeps no scenes.');
  try {
    const { home, index, access, context } = call;
    const { principal } = context;
    const seen = seenScenes(await store.list(), { home, index, access, principal });
    return await manage({ asked, store, seen, kit, call });
  } catch {
    return refuse('refused', 'The store of scenes failed, or the scene was changed meanwhile.');
  }
}

function manage(managing: Managing): Promise<ToolResult> | ToolResult {
  const { asked, seen } = managing;
  if (asked.action === 'list') return told(seen.map(rowOf));
  const name = asked.scene?.trim() ?? '';
  if (name === '') return refuse('invalid_argument', 'This action needs scene.');
  if (asked.action === 'save') return save(name, managing);
  const found = find(name, seen);
  if (found === undefined)
    return refuse('nothing_selected', 'No saved scene of this name is known.');
  if (asked.action === 'show') return told([{ ...rowOf(found), steps: found.steps }]);
  return remove(found, managing);
}

async function remove(scene: SavedScene, { asked, store, call }: Managing): Promise<ToolResult> {
  if (!mayChange(scene, call)) return notYours();
  if (asked.dry_run !== true) await store.delete(scene.id, scene.revision);
  return told([rowOf(scene)], asked.dry_run === true ? 'Would be deleted' : 'Deleted');
}

/** What is saved has been tried with the rights of who saves it: nobody plants what they may not do. */
async function save(name: string, managing: Managing): Promise<ToolResult> {
  const { asked, store, seen, kit, call } = managing;
  const read = readSteps(asked.steps ?? [], kit);
  const [first, ...others] = [...read.problems, ...(await trial(read.steps, call))];
  if (first !== undefined) return failure(joinErrors([first, ...others]), NO_SCENES);
  const steps = stepsOf(asked.steps ?? []);
  if (steps.length === 0) return refuse('invalid_argument', 'A scene needs steps.');
  const known = find(name, seen) ?? (await store.get(slugOf(name)));
  if (known !== undefined && !mayChange(known, call)) return notYours();
  const { description } = asked;
  const scene = {
    id: known?.id ?? slugOf(name),
    name: known?.name ?? cleanText(name),
    ...(description !== undefined && { description: cleanText(description, MAX_VALUE_LENGTH) }),
    steps,
    createdBy: known?.createdBy ?? call.context.principal.id,
  };
  if (scene.id === '') return refuse('invalid_argument', 'The name needs a letter or a digit.');
  if (asked.dry_run === true) return told([rowOf({ ...scene, revision: '' })], 'Would be saved');
  return told([rowOf(await store.put(scene, known?.revision))], 'Saved');
}

async function trial(
  steps: Parameters<typeof rehearse>[0],
  call: ToolCall,
): Promise<readonly ToolError[]> {
  const rehearsals = await rehearse(steps, call);
  const denied = rehearsals.flatMap((rehearsal) => {
    const error = rehearsal === undefined ? undefined : errorIn(rehearsal.result);
    return error?.code === 'not_allowed' ? [error] : [];
  });
  return [...problemsOf(rehearsals), ...denied];
}

/** A pause alone becomes the delay of the step behind it; behind the last step it is nothing. */
function stepsOf(inputs: readonly StepInput[]): readonly SceneStep[] {
  const steps: SceneStep[] = [];
  let delayMs = 0;
  for (const { tool, args = {}, delay_ms: before = 0 } of inputs) {
    delayMs += before;
    if (tool === undefined) continue;
    steps.push({ tool, args, ...(delayMs > 0 && { delayMs }) });
    delayMs = 0;
  }
  return steps;
}

function find(asked: string, scenes: readonly SavedScene[]): SavedScene | undefined {
  const byId = scenes.find(({ id }) => id === asked);
  if (byId !== undefined) return byId;
  const [only, ...others] = createNameTable(scenes, ({ name }) => name).find(asked, () => true);
  return others.length === 0 ? only : undefined;
}

/** `Movie night!` → `movie-night` */
function slugOf(name: string): string {
  return fold(name)
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
}

function rowOf({ id, name, description, steps }: SavedScene): Record<string, unknown> {
  return { id, name, ...(description !== undefined && { description }), step_count: steps.length };
}

function told(scenes: readonly Record<string, unknown>[], what?: string): ToolResult {
  const lines = scenes.map(({ id, name, step_count }) => `${name} (${id}): ${step_count} steps`);
  const text = lines.length === 0 ? 'No saved scenes.' : lines.join('\n');
  return { text: what === undefined ? text : `${what}: ${text}`, structured: { scenes } };
}

function refuse(code: ToolErrorCode, message: string): ToolResult {
  return failure(toolError(code, message, 'Nothing was changed.'), NO_SCENES);
}

function notYours(): ToolResult {
  return refuse('not_allowed', 'Only who saved it, or an administrator, may change it.');
}
