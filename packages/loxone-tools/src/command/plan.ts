import type {
  CommandProblem,
  CommandRequest,
  HomeControl,
  HomeState,
} from '@gatehouse/loxone-controls';
import { controlType } from '@gatehouse/loxone-controls';
import { cleanText, MAX_VALUE_LENGTH } from '../text/clean-text.js';
import { type ToolError, type ToolErrorCode, toolError } from '../tool-error.js';

/**
 * Whether a control is as the call wants it.
 *
 * @returns `undefined` when its states do not tell.
 */
export type Reached = (control: HomeControl, states: readonly HomeState[]) => boolean | undefined;

/** How a call's wish is put to one control. */
export type CommandPlan =
  | {
      readonly ok: true;
      readonly request: CommandRequest;
      readonly reached: Reached;
      /** It is as wanted, and the command would undo that: nothing is sent. */
      readonly needless?: true;
    }
  | { readonly ok: false; readonly error: ToolError };

/** What a planner may look at. */
export interface PlanContext {
  readonly control: HomeControl;
  /** States of the control. */
  readonly states: readonly HomeState[];
  /** Another control of the house: a part that stands for the whole. */
  readonly find: (id: string) => HomeControl | undefined;
}

/** Translates a call's wish for one control; reads, and never sends. */
export type Planner = (context: PlanContext) => CommandPlan;

/** Whether the catalog has a command of this name for a control. */
export function hasCommand(control: HomeControl, command: string): boolean {
  return controlType(control.type)?.commands.some(({ name }) => name === command) ?? false;
}

/** A command for a control. */
export function plan(
  control: string,
  command: string,
  reached: Reached,
  args: Readonly<Record<string, string | number>> = {},
): CommandPlan {
  return { ok: true, request: { control, command, args }, reached };
}

/** A control that cannot do what is wanted, and what can be done instead. */
export function cannot(message: string, hint: string): CommandPlan {
  return { ok: false, error: toolError('not_supported', message, hint) };
}

const CODES: Readonly<Record<CommandProblem['code'], ToolErrorCode>> = {
  'unknown-control': 'unknown_device',
  'unknown-command': 'not_supported',
  'missing-argument': 'invalid_argument',
  'unknown-argument': 'invalid_argument',
  'out-of-range': 'out_of_range',
  'not-a-choice': 'invalid_argument',
  secured: 'pin_required',
};

const HINTS: Readonly<Partial<Record<ToolErrorCode, string>>> = {
  not_supported: 'Leave it out, or ask for something else.',
  pin_required: 'It can only be used in the Loxone app.',
  out_of_range: 'Nothing was sent; pass a value within the range.',
};

/** What the catalog found wrong with a command. */
export function commandError(problem: CommandProblem): ToolError {
  const code = CODES[problem.code];
  const message = `${cleanText(problem.message, MAX_VALUE_LENGTH)}.`;
  return toolError(code, message, HINTS[code] ?? 'Nothing was sent; correct the arguments.');
}
