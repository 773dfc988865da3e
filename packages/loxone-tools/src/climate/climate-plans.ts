import { type CommandPlan, cannot, type PlanContext } from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import type { ToolError } from '../tool-error.js';
import type { ClimateWish } from './climate-wish.js';

/** A wish of one action. */
export type WishOf<Action extends ClimateWish['action']> = Extract<
  ClimateWish,
  { readonly action: Action }
>;

/** This type does not know what is wanted. */
export function cannotDo({ control }: Pick<PlanContext, 'control'>, what: string): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} does not take ${what}.`,
    'loxone_describe_control tells what it takes.',
  );
}

/** This type can do it only for a while, or only for good. */
export function needsDuration(isWanted: boolean): CommandPlan {
  return isWanted
    ? cannot('it does this only for a while.', 'Pass duration_s too.')
    : cannot('it cannot do this for a while.', 'Leave out duration_s.');
}

/** Nobody knows what the clock of the house shows. */
export function noHouseTime(): CommandPlan {
  return cannot(
    'the time zone of the house is not known here, so nothing can end by itself.',
    'Leave out duration_s, and end it with action resume.',
  );
}

/** An error as a plan. */
export function refused(error: ToolError): CommandPlan {
  return { ok: false, error };
}
