import type { NeededConsent } from '@gatehouse/core';
import { agree, type Intent, joinIntents, needOf } from '../command/agree.js';
import { rejected } from '../command/report.js';
import type { Rehearsed } from '../command/step-frame.js';
import type { ToolCall } from '../define-tool.js';
import type { ToolContext, ToolResult } from '../tool.js';
import { covering } from './covering.js';
import { pause } from './pause.js';
import { problemsOf, type Rehearsal, rehearse } from './rehearse.js';
import type { Step } from './step.js';
import { notRun, type StepItem, stepItem, stepsReport, withoutConsent } from './steps-report.js';

/** Several calls that are made as one. */
export interface StepsWish {
  readonly steps: readonly Step[];
  readonly stopOnError: boolean;
  readonly dryRun: boolean;
}

/**
 * Runs steps in their order. All are tried first, what any of them needs is asked for once, and each
 * is then judged anew when its turn comes, exactly as if it were called alone.
 */
export async function runSteps(wish: StepsWish, call: ToolCall): Promise<ToolResult> {
  const rehearsals = await rehearse(wish.steps, call);
  const [first, ...others] = problemsOf(rehearsals);
  if (first !== undefined) return rejected([first, ...others]);
  const rehearsed = rehearsals.flatMap((rehearsal) => rehearsal?.rehearsed ?? []);
  const intent = intentOf(rehearsals);
  const planned = wish.steps.map((step, at) => stepItem(at, step, rehearsals[at]?.result));
  if (wish.dryRun) {
    call.context.frame?.rehearse?.({ ...intent, tool: call.tool, args: call.args });
    return stepsReport(planned, { dryRun: true });
  }
  const agreement = await agree(intent, call);
  if (!agreement.ok) return withoutConsent(agreement, planned);
  const need = needOf(intent, call.bulkLimit);
  return stepsReport(await runAll(wish, call, contextOf(call, rehearsed, need?.kind)));
}

/** Effects tell which step they are of. */
function intentOf(rehearsals: readonly (Rehearsal | undefined)[]): Intent {
  const intents = rehearsals.flatMap((rehearsal, at) =>
    (rehearsal?.rehearsed ?? []).map((one) => ({
      ...one,
      effects: one.effects.map((effect) => `${at + 1}. ${effect}`),
    })),
  );
  return joinIntents(intents);
}

function contextOf(
  { context, tool }: ToolCall,
  rehearsed: readonly Rehearsed[],
  kind: NeededConsent | undefined,
): ToolContext {
  const { progress: _progress, ...own } = context;
  const within = [...(context.frame?.within ?? []), tool];
  return { ...own, consent: covering(rehearsed, kind), frame: { within } };
}

async function runAll(
  { steps, stopOnError }: StepsWish,
  call: ToolCall,
  context: ToolContext,
): Promise<readonly StepItem[]> {
  const items: StepItem[] = [];
  for (const [at, step] of steps.entries()) {
    const failed = items.some(({ outcome }) => outcome === 'failed' || outcome === 'partial');
    if (stopOnError && failed) {
      items.push(notRun(at, step, 'skipped'));
      continue;
    }
    await pause(step.delayMs, call);
    items.push(
      call.signal?.aborted === true
        ? notRun(at, step, 'cancelled')
        : stepItem(at, step, await step.tool?.run(step.args, context)),
    );
    call.ports.progress?.(at + 1, steps.length, step.tool?.title ?? 'Pause');
  }
  return items;
}
