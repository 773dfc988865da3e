import { problemsOf, rehearse } from '../batch/rehearse.js';
import type { StepInput } from '../batch/step.js';
import { readSteps } from '../batch/step.js';
import type { ToolCall, ToolKit } from '../define-tool.js';
import type { SavedScene, SceneStep } from '../ports/scenes.js';
import type { ToolErrorCode } from '../tool-error.js';

/** Errors of a step that names something which the caller does not see. */
const UNSEEN: ReadonlySet<ToolErrorCode> = new Set([
  'unknown_device',
  'ambiguous_device',
  'unknown_room',
  'ambiguous_room',
  'nothing_selected',
]);

/** Steps of a saved scene as a call passes them. */
export function stepInputs(steps: readonly SceneStep[]): readonly StepInput[] {
  return steps.map(({ tool, args, delayMs }) => ({
    tool,
    args,
    ...(delayMs !== undefined && { delay_ms: delayMs }),
  }));
}

/**
 * The scenes that exist for the caller: a scene names devices, so who does not see one of them does
 * not see the scene, unless they look after the house or have saved it.
 */
export async function seenScenes(
  scenes: readonly SavedScene[],
  kit: ToolKit,
  call: ToolCall,
): Promise<readonly SavedScene[]> {
  const seen: SavedScene[] = [];
  for (const scene of scenes) {
    if (mayChange(scene, call) || (await seesAllOf(scene, kit, call))) seen.push(scene);
  }
  return seen;
}

/** Whoever saved a scene may change it, and whoever looks after the house. */
export function mayChange({ createdBy }: SavedScene, { context, tool }: ToolCall): boolean {
  const { principal, authorize } = context;
  if (principal.id === createdBy) return true;
  return authorize(principal, { kind: 'tool', name: tool, risk: 'admin' }).allow;
}

async function seesAllOf({ steps }: SavedScene, kit: ToolKit, call: ToolCall): Promise<boolean> {
  const read = readSteps(stepInputs(steps), kit);
  if (read.problems.length > 0) return false;
  const problems = problemsOf(await rehearse(read.steps, call));
  return !problems.some(({ code }) => UNSEEN.has(code));
}
