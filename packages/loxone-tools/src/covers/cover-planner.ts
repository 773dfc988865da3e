import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
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
import { stateValue } from '../state/state-value.js';
import { hasSlats, opensDownwards } from './cover-kind.js';

/** What is wanted of covers; all percentages count the way down, of awnings the way out. */
export type CoverWish =
  | { readonly action: 'open' | 'close' }
  | { readonly action: 'up' | 'down' | 'stop' | 'shade' | 'auto' | 'auto_off' }
  | {
      readonly action: 'position';
      readonly position: number;
      readonly slats: number | undefined;
    }
  | { readonly action: 'slats'; readonly slats: number };

/** Motors stop near what they were told. */
const TOLERANCE = 2;

/** Two buttons without a state: what they move, only the house knows. */
const BUTTONS: ReadonlySet<string> = new Set(['UpDownDigital']);

/** Puts a wish to one cover. */
export function coverPlanner(wish: CoverWish, house: HouseView): Planner {
  switch (wish.action) {
    case 'open':
      return (context) => planOpen(context, true, house);
    case 'close':
      return (context) => planOpen(context, false, house);
    case 'up':
      return (context) => planEnd(context, 'up');
    case 'down':
      return (context) => planEnd(context, 'down');
    case 'stop':
      return simple('stop', isStill);
    case 'shade':
      // Where a blind shades is its own affair, so its states cannot tell.
      return simple('shade', () => undefined);
    case 'auto':
      return simple('enable-automatic', isAutomatic(true));
    case 'auto_off':
      return simple('disable-automatic', isAutomatic(false));
    case 'position':
      return (context) => planPosition(context, wish.position, wish.slats);
    case 'slats':
      return (context) => planSlats(context, wish.slats);
  }
}

function simple(
  command: string,
  reached: Reached,
  args: Readonly<Record<string, number>> = {},
): (context: Pick<PlanContext, 'control'>) => CommandPlan {
  return ({ control }) =>
    hasCommand(control, command)
      ? plan(control.id, command, reached, args)
      : cannotDo(control, command);
}

/**
 * "Open" means out for an awning and up for every other cover. One command of a central control
 * cannot mean both, so it has to be said which way.
 */
function planOpen(context: PlanContext, isOpening: boolean, house: HouseView): CommandPlan {
  const { control } = context;
  const isCentral = control.capabilities.includes('central');
  if (isCentral && house.members(control).some((member) => opensDownwards(member))) {
    return cannot(
      'it moves awnings, which open the other way than blinds.',
      'Use action up (in) or down (out), or name single covers.',
    );
  }
  return planEnd(context, isOpening === opensDownwards(control) ? 'down' : 'up');
}

/** All the way; the catalog's `open` is the wire's way up. */
function planEnd({ control }: PlanContext, direction: 'up' | 'down'): CommandPlan {
  if (BUTTONS.has(control.type)) return plan(control.id, `pulse-${direction}`, () => undefined);
  return direction === 'up'
    ? simple('open', isAt(0))({ control })
    : simple('close', isAt(100))({ control });
}

function planPosition(
  { control }: PlanContext,
  position: number,
  slats: number | undefined,
): CommandPlan {
  if (slats === undefined) return simple('set-position', isAt(position), { position })({ control });
  if (!hasSlats(control)) return noSlats();
  const reached: Reached = (cover, states) => {
    const both = [isAt(position)(cover, states), isTiltedBy(slats)(cover, states)];
    return both.includes(undefined) ? undefined : !both.includes(false);
  };
  return simple('set-position-and-tilt', reached, { position, tilt: slats })({ control });
}

function planSlats({ control }: PlanContext, tilt: number): CommandPlan {
  return hasSlats(control)
    ? simple('set-tilt', isTiltedBy(tilt), { tilt })({ control })
    : noSlats();
}

function noSlats(): CommandPlan {
  return cannot('it has no slats.', 'Use action position, open or close.');
}

function cannotDo(control: HomeControl, command: string): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} does not take ${command}.`,
    'Use another action, or name single covers.',
  );
}

function isAt(wanted: number): Reached {
  return (_control, states) => {
    const position = stateValue(states, 'position');
    if (typeof position !== 'number') return undefined;
    return isNear(position, wanted) && !isMoving(states);
  };
}

function isTiltedBy(wanted: number): Reached {
  return (_control, states) => {
    const tilt = stateValue(states, 'shadePosition');
    return typeof tilt === 'number' ? isNear(tilt, wanted) && !isMoving(states) : undefined;
  };
}

function isAutomatic(wanted: boolean): Reached {
  return (_control, states) => {
    const active = stateValue(states, 'autoActive');
    return typeof active === 'boolean' ? active === wanted : undefined;
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
