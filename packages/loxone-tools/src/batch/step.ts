import { z } from 'zod';
import { argumentError } from '../argument-error.js';
import { numberWithin } from '../command/command-schema.js';
import type { ToolKit } from '../define-tool.js';
import type { ToolDefinition } from '../tool.js';
import { about, type Outcome, type ToolError, toolError } from '../tool-error.js';

/** Most steps of one batch. */
export const MAX_STEPS = 100;

/** Longest pause before a step, and of all steps together, in milliseconds. */
const MAX_DELAY_MS = 300_000;
const MAX_TOTAL_DELAY_MS = 600_000;

/** The one tool that reads and may still be a step: it waits for the house. */
const WAITING = 'loxone_wait_for';

/** Tools that call others, or keep what others run, are no steps. */
const NO_STEPS: ReadonlySet<string> = new Set(['loxone_batch', 'loxone_manage_scenes']);

/** What a step says about how it is called belongs to the batch as a whole. */
const OF_THE_WHOLE = ['dry_run', 'confirm_token'] as const;

/** One call of another tool, or a pause alone. */
export const stepSchema: z.ZodType<StepInput> = z.strictObject({
  tool: z.string().optional(),
  args: z.looseObject({}).optional(),
  delay_ms: numberWithin(0, MAX_DELAY_MS).optional(),
});

/** A step as an assistant passes it. */
export interface StepInput {
  readonly tool?: string | undefined;
  readonly args?: Readonly<Record<string, unknown>> | undefined;
  readonly delay_ms?: number | undefined;
}

/** A step that can be run. */
export interface Step {
  /** `undefined`: it only waits. */
  readonly tool: ToolDefinition | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly delayMs: number;
}

/** Checks all steps as far as that goes without looking at the house. */
export function readSteps(
  inputs: readonly StepInput[],
  kit: Pick<ToolKit, 'toolNamed'>,
): { readonly steps: readonly Step[]; readonly problems: readonly ToolError[] } {
  const steps: Step[] = [];
  const problems: ToolError[] = [];
  for (const [at, input] of inputs.entries()) {
    const step = readStep(input, kit);
    if (step.ok) steps.push(step.value);
    else problems.push(about(placeOf(at), step.error));
  }
  const total = steps.reduce((sum, { delayMs }) => sum + delayMs, 0);
  if (total > MAX_TOTAL_DELAY_MS) problems.push(tooLong());
  return { steps, problems };
}

/** `steps[2]` */
export function placeOf(at: number): string {
  return `steps[${at}]`;
}

/** Whether a step changes something, and so is rehearsed. */
export function isActing({ tool }: Step): boolean {
  return tool !== undefined && tool.risk !== 'read';
}

function readStep(input: StepInput, { toolNamed }: Pick<ToolKit, 'toolNamed'>): Outcome<Step> {
  const { tool: name, args = {}, delay_ms: delayMs = 0 } = input;
  if (name === undefined) {
    const isPause = delayMs > 0 && Object.keys(args).length === 0;
    return isPause
      ? { ok: true, value: { tool: undefined, args, delayMs } }
      : wrong('tool is missing.');
  }
  const tool = toolNamed(name);
  if (tool === undefined || !isStepTool(tool)) {
    return wrong(
      'no tool of this name can be a step; those that control something, and loxone_wait_for, can.',
    );
  }
  const stray = OF_THE_WHOLE.find((key) => Object.hasOwn(args, key));
  if (stray !== undefined) return wrong(`${stray} is said for the whole call, not for a step.`);
  const parsed = tool.inputSchema.safeParse(args);
  if (!parsed.success) return { ok: false, error: argumentError(parsed.error.issues) };
  return { ok: true, value: { tool, args, delayMs } };
}

function isStepTool({ name, risk, inputSchema }: ToolDefinition): boolean {
  if (name === WAITING) return true;
  const acts = risk === 'control' || risk === 'access';
  return acts && !NO_STEPS.has(name) && 'dry_run' in inputSchema.shape;
}

function wrong(message: string): Outcome<never> {
  return {
    ok: false,
    error: toolError('invalid_argument', message, 'Nothing was sent; correct the step.'),
  };
}

function tooLong(): ToolError {
  return toolError(
    'out_of_range',
    `The pauses come to more than ${MAX_TOTAL_DELAY_MS / 60_000} minutes.`,
    'Nothing was sent; shorten them.',
  );
}
