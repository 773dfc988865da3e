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
import { brightnessOf, isOn } from '../state/condition.js';
import { ALL_ON_MOOD, findMood, isAnyMoodOn, type Moods, readMoods } from '../state/moods.js';
import { withBrightness } from './color-brightness.js';

/** What is wanted of lights. */
export type LightWish =
  | { readonly action: 'on' }
  | { readonly action: 'off' }
  | { readonly action: 'brightness'; readonly brightness: number }
  | { readonly action: 'mood'; readonly mood: string | number };

/** Reported brightness may be rounded. */
const TOLERANCE = 1;

/** Puts a wish to one light, whatever its type calls it. */
export function lightPlanner(wish: LightWish): Planner {
  switch (wish.action) {
    case 'on':
      return planOn;
    case 'off':
      return planOff;
    case 'brightness':
      return (context) => planBrightness(context, wish.brightness);
    case 'mood':
      return (context) => planMood(context, wish.mood);
  }
}

const isLit: Reached = (control, states) => isOn(control, states);

const isDark: Reached = (control, states) => {
  const lit = isOn(control, states);
  return lit === undefined ? undefined : !lit;
};

function planOn({ control, states }: PlanContext): CommandPlan {
  if (hasCommand(control, 'on')) return plan(control.id, 'on', isLit);
  if (hasCommand(control, 'set-mood')) return planMoodsOn(control.id, readMoods(states));
  return cannotSwitch(control);
}

/** A light controller has no "on": all lights by its own mood 777, or its first mood. */
function planMoodsOn(control: string, moods: Moods | undefined): CommandPlan {
  const list = moods?.list ?? [];
  if (list.length === 0 || list.some(({ id }) => id === ALL_ON_MOOD)) {
    return plan(control, 'set-mood', isInMood(ALL_ON_MOOD), { mood: ALL_ON_MOOD });
  }
  const present = moods !== undefined && isAnyMoodOn(moods) ? moods.active[0] : undefined;
  return present === undefined
    ? plan(control, 'next-mood', isLit)
    : plan(control, 'set-mood', isLit, { mood: present });
}

function planOff({ control }: PlanContext): CommandPlan {
  return hasCommand(control, 'off') ? plan(control.id, 'off', isDark) : cannotSwitch(control);
}

function planBrightness(context: PlanContext, brightness: number): CommandPlan {
  const { control, states } = context;
  if (brightness === 0) return planOff(context);
  const reached = isAtBrightness(brightness);
  const dimmer = dimmerOf(context);
  if (dimmer !== undefined) return plan(dimmer.id, 'set-brightness', reached, { brightness });
  const color = hasCommand(control, 'set-color') ? withBrightness(states, brightness) : undefined;
  if (color !== undefined) return plan(control.id, color.command, reached, color.args);
  return cannot(
    `a ${typeLabel(control.type)} cannot be dimmed as a whole.`,
    control.capabilities.includes('moods')
      ? 'Use action mood, or name one of its circuits.'
      : 'Use action on or off.',
  );
}

/** The light itself, or the part that dims all circuits of a light controller at once. */
function dimmerOf({ control, find }: PlanContext): HomeControl | undefined {
  if (hasCommand(control, 'set-brightness')) return control;
  const master = control.details.masterValue;
  const part = typeof master === 'string' ? find(master) : undefined;
  return part !== undefined && hasCommand(part, 'set-brightness') ? part : undefined;
}

function isAtBrightness(wanted: number): Reached {
  return (control, states) => {
    const brightness = brightnessOf(control, states);
    return brightness === undefined ? undefined : Math.abs(brightness - wanted) <= TOLERANCE;
  };
}

function planMood({ control, states }: PlanContext, wanted: string | number): CommandPlan {
  const isScene = hasCommand(control, 'set-scene');
  if (!isScene && !hasCommand(control, 'set-mood')) {
    return cannot(
      `a ${typeLabel(control.type)} has no moods.`,
      'Use action on, off or brightness.',
    );
  }
  const mood = findMood(readMoods(states), wanted);
  if (!mood.ok) return mood;
  return isScene
    ? plan(control.id, 'set-scene', isInMood(mood.value), { scene: mood.value })
    : plan(control.id, 'set-mood', isInMood(mood.value), { mood: mood.value });
}

function isInMood(wanted: number): Reached {
  return (_control: HomeControl, states: readonly HomeState[]) =>
    readMoods(states)?.active.includes(wanted);
}

function cannotSwitch(control: HomeControl): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} cannot be switched from here.`,
    'It can only be read, with loxone_get_state.',
  );
}
