import type { Rehearsed } from '../command/step-frame.js';
import type { ToolCall } from '../define-tool.js';
import type { ToolResult } from '../tool.js';
import { about, type ToolError } from '../tool-error.js';
import { isActing, placeOf, type Step } from './step.js';

/** What a step would do. */
export interface Rehearsal {
  readonly result: ToolResult;
  readonly rehearsed: readonly Rehearsed[];
}

/** Tries all steps as they would be called alone, and sends nothing; waiting is left out. */
export async function rehearse(
  steps: readonly Step[],
  call: Pick<ToolCall, 'context' | 'tool'>,
): Promise<readonly (Rehearsal | undefined)[]> {
  const rehearsals: (Rehearsal | undefined)[] = [];
  for (const step of steps) {
    rehearsals.push(isActing(step) ? await rehearseOne(step, call) : undefined);
  }
  return rehearsals;
}

async function rehearseOne(
  { tool, args }: Step,
  call: Pick<ToolCall, 'context' | 'tool'>,
): Promise<Rehearsal | undefined> {
  const { context } = call;
  const rehearsed: Rehearsed[] = [];
  const result = await tool?.run(
    { ...args, dry_run: true },
    {
      ...context,
      // What is only tried is not recorded as denied; the step itself is, when its turn comes.
      authorizeAct: context.authorize,
      frame: {
        within: [...(context.frame?.within ?? []), call.tool],
        rehearse: (one) => rehearsed.push(one),
      },
    },
  );
  return result && { result, rehearsed };
}

/**
 * What is wrong with steps so that none of them should be run. A denial is not: it stops its own step
 * only, as it would a call of its own.
 */
export function problemsOf(rehearsals: readonly (Rehearsal | undefined)[]): readonly ToolError[] {
  return rehearsals.flatMap((rehearsal, at) => {
    const error = rehearsal === undefined ? undefined : errorIn(rehearsal.result);
    return error === undefined || error.code === 'not_allowed' ? [] : [about(placeOf(at), error)];
  });
}

/** The error of a call that came to nothing. */
export function errorIn({ isError, structured }: ToolResult): ToolError | undefined {
  return isError === true ? (structured.error as ToolError | undefined) : undefined;
}
