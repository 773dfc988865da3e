import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import {
  type CommandPlan,
  cannot,
  hasCommand,
  type PlanContext,
  type Planner,
  plan,
  type Reached,
} from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { closedShare } from '../state/condition.js';
import { stateValue } from '../state/state-value.js';

/** What is wanted of covers; all percentages count towards closed. */
export type CoverWish =
  | { readonly action: 'open' | 'close' | 'stop' | 'shade' }
  | { readonly action: 'position'; readonly position: number }
  | { readonly action: 'slats'; readonly slats: number };

/** Motors stop near what they were told. */
const TOLERANCE = 2;

/** `details.animation` of the one kind of blind that has slats (protocol reference §5.3). */
const SLATTED = 0;

/** Puts a wish to one cover. */
export function coverPlanner(wish: CoverWish): Planner {
  switch (wish.action) {
    case 'open':
      return simple('open', isClosedBy(0));
    case 'close':
      return simple('close', isClosedBy(100));
    case 'stop':
      return simple('stop', isStill);
    case 'shade':
      // Where a blind shades is its own affair, so its states cannot tell.
      return simple('shade', () => undefined);
    case 'position':
      return simple('set-position', isClosedBy(wish.position), { position: wish.position });
    case 'slats':
      return (context) => planSlats(context, wish.slats);
  }
}

function simple(
  command: string,
  reached: Reached,
  args: Readonly<Record<string, number>> = {},
): Planner {
  return ({ control }) =>
    hasCommand(control, command)
      ? plan(control.id, command, reached, args)
      : cannotDo(control, command);
}

function planSlats({ control }: PlanContext, tilt: number): CommandPlan {
  const { animation } = control.details;
  const hasSlats = animation === undefined || animation === SLATTED;
  if (!hasSlats) {
    return cannot('it has no slats.', 'Use action position, open or close.');
  }
  return simple('set-tilt', isTiltedBy(tilt), { tilt })({
    control,
    states: [],
    find: () => undefined,
  });
}

function cannotDo(control: HomeControl, command: string): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} does not take ${command}.`,
    'Use another action, or name single covers.',
  );
}

function isClosedBy(wanted: number): Reached {
  return (control, states) => {
    const closed = closedShare(control, states);
    if (closed === undefined) return undefined;
    return isNear(closed, wanted) && !isMoving(states);
  };
}

function isTiltedBy(wanted: number): Reached {
  return (_control, states) => {
    const tilt = stateValue(states, 'shadePosition');
    return typeof tilt === 'number' ? isNear(tilt, wanted) && !isMoving(states) : undefined;
  };
}

const isStill: Reached = (_control, states) =>
  stateValue(states, 'up') === undefined ? undefined : !isMoving(states);

function isMoving(states: readonly HomeState[]): boolean {
  return stateValue(states, 'up') === true || stateValue(states, 'down') === true;
}

function isNear(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) <= TOLERANCE;
}
