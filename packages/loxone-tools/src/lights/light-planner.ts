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
import { brightnessOf, isOn } from '../state/condition.js';
import { ALL_ON_MOOD, isAnyMoodOn, type Moods, readMoods } from '../state/moods.js';
import { stateValue } from '../state/state-value.js';
import { withBrightness } from './color-brightness.js';
import { planColor } from './color-plans.js';
import { isInMood, type MoodAction, planMood, planMoodStep } from './mood-plans.js';
import type { AskedColor } from './parse-color.js';

/** What is wanted of lights. */
export type LightWish =
  | { readonly action: 'on' | 'off' | 'toggle' | 'pulse' }
  | { readonly action: 'next_mood' | 'previous_mood' }
  | { readonly action: 'brightness'; readonly brightness: number }
  /** By so many percent. */
  | { readonly action: 'brighter' | 'darker'; readonly step: number }
  | { readonly action: MoodAction; readonly mood: string | number }
  | {
      readonly action: 'color';
      readonly color: AskedColor;
      readonly brightness: number | undefined;
    };

/** Reported brightness may be rounded. */
const TOLERANCE = 1;

/** Puts a wish to one light, whatever its type calls it. */
export function lightPlanner(wish: LightWish, house: HouseView): Planner {
  switch (wish.action) {
    case 'on':
      return planOn;
    case 'off':
      return planOff;
    case 'toggle':
      return planToggle;
    case 'pulse':
      return planPulse;
    case 'brightness':
      return (context) => planBrightness(context, wish.brightness);
    case 'brighter':
      return (context) => planStep(context, wish.step, house);
    case 'darker':
      return (context) => planStep(context, -wish.step, house);
    case 'color':
      return ({ control }) => planColor(control, wish.color, wish.brightness, house);
    case 'next_mood':
    case 'previous_mood':
      return (context) => planMoodStep(context, wish.action);
    default:
      return (context) => planMood(context, wish.action, wish.mood, house);
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

/** The house tells which way it goes, so what is sent may be sent twice. */
function planToggle(context: PlanContext): CommandPlan {
  const lit = isOn(context.control, context.states);
  if (lit === undefined) {
    return cannot('whether it is on is not known.', 'Use action on or off.');
  }
  return lit ? planOff(context) : planOn(context);
}

/** A stairwell light: on for the time that it is set to. */
function planPulse({ control }: PlanContext): CommandPlan {
  return control.type === 'TimedSwitch'
    ? plan(control.id, 'pulse', isLit)
    : cannot(`a ${typeLabel(control.type)} has no time of its own.`, 'Use action on.');
}

function planBrightness(context: PlanContext, brightness: number): CommandPlan {
  const { control, states } = context;
  if (brightness === 0) return planOff(context);
  const reached = isAtBrightness(brightness);
  const dimmer = dimmerOf(context);
  if (dimmer !== undefined) return plan(dimmer.id, 'set-brightness', reached, { brightness });
  const color = hasCommand(control, 'set-color') ? withBrightness(states, brightness) : undefined;
  if (color !== undefined) return plan(control.id, color.command, reached, color.args);
  return cannotDim(control);
}

function planStep(context: PlanContext, step: number, house: HouseView): CommandPlan {
  const { control } = context;
  const dimmer = dimmerOf(context) ?? (hasCommand(control, 'set-color') ? control : undefined);
  if (dimmer === undefined) return cannotDim(control);
  const states = house.states(dimmer.id);
  const present = brightnessOf(dimmer, states);
  if (present === undefined) {
    return cannot('its brightness is not known.', 'Use action brightness.');
  }
  const low = numberOf(states, 'min') ?? 0;
  const high = numberOf(states, 'max') ?? 100;
  const wanted = Math.round(present + step);
  // Darker than its least is off.
  if (wanted < low || wanted <= 0) return planOff(context);
  return planBrightness(context, Math.min(high, 100, wanted));
}

function numberOf(states: readonly HomeState[], name: string): number | undefined {
  const value = stateValue(states, name);
  return typeof value === 'number' ? value : undefined;
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

function cannotDim(control: HomeControl): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} cannot be dimmed as a whole.`,
    control.capabilities.includes('moods')
      ? 'Use action mood, or name one of its circuits.'
      : 'Use action on or off.',
  );
}

function cannotSwitch(control: HomeControl): CommandPlan {
  return cannot(
    `a ${typeLabel(control.type)} cannot be switched from here.`,
    'It can only be read, with loxone_get_state.',
  );
}
