import type { StepInput } from '../batch/step.js';
import type { ToolCall } from '../define-tool.js';
import type { SavedScene, SceneStep } from '../ports/scenes.js';

/** Steps of a saved scene as a call passes them. */
export function stepInputs(steps: readonly SceneStep[]): readonly StepInput[] {
  return steps.map(({ tool, args, delayMs }) => ({
    tool,
    args,
    ...(delayMs !== undefined && { delay_ms: delayMs }),
  }));
}

/** Whoever saved a scene may change it, and whoever looks after the house. */
export function mayChange({ createdBy }: SavedScene, { context, tool }: ToolCall): boolean {
  const { principal, authorize } = context;
  if (principal.id === createdBy) return true;
  return authorize(principal, { kind: 'tool', name: tool, risk: 'admin' }).allow;
}
