import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, plan } from '../command/plan.js';
import { isValue, numberState } from '../command/reached.js';
import { stateValue } from '../state/state-value.js';
import { cannotDo, needsDuration, noHouseTime, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { type ModeWord, modeWord } from './mode-words.js';

const AUTO_MODES: Readonly<Partial<Record<ModeWord, readonly [command: string, value: number]>>> = {
  off: ['off', -1],
  auto: ['heat-cool', 0],
  heating: ['heat', 1],
  cooling: ['cool', 2],
};

/** Modes of the American controller. */
const US_MODES: Readonly<Partial<Record<ModeWord, number>>> = {
  off: 0,
  heating: 1,
  cooling: 2,
  auto: 3,
};

const SPEEDS: Readonly<Record<string, boolean>> = { on: true, off: false, '0': false, '1': true };

/** Puts a wish to the controller that heats and cools for all rooms. */
export function planClimateController(context: PlanContext, wish: ClimateWish): CommandPlan {
  switch (wish.action) {
    case 'mode':
      return planAutoMode(context, wish);
    case 'off':
      return planAutoMode(context, { action: 'mode', mode: 'off', seconds: wish.seconds });
    case 'ventilation':
      if (wish.seconds !== undefined) return needsDuration(false);
      return planFan(context, wish.speed, 'ventilation');
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

function planAutoMode({ control }: PlanContext, { mode, seconds }: WishOf<'mode'>): CommandPlan {
  if (seconds !== undefined) return needsDuration(false);
  const word = modeWord(mode);
  const wanted = word === undefined ? undefined : AUTO_MODES[word];
  if (wanted === undefined) return noMode();
  return plan(control.id, 'set-auto-mode', isValue('autoMode', wanted[1]), { mode: wanted[0] });
}

/** Puts a wish to the American controller for all rooms. */
export function planClimateControllerUs(
  context: PlanContext,
  wish: ClimateWish,
  house: HouseView,
): CommandPlan {
  switch (wish.action) {
    case 'mode':
      return planUsMode(context, wish, house);
    case 'off':
      return planUsMode(context, { action: 'mode', mode: 'off', seconds: wish.seconds }, house);
    case 'ventilation':
      return planUsFan(context, wish, house);
    case 'resume':
      return stateValue(context.states, 'emergencyOverride') === true
        ? planEmergency(context, 'off')
        : cannot('nothing was set for a while that could be ended.', 'Use action mode.');
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

function planUsMode(
  context: PlanContext,
  { mode, seconds }: WishOf<'mode'>,
  house: HouseView,
): CommandPlan {
  const { control, states } = context;
  const word = modeWord(mode);
  if (word === 'boost') return planBoost(context, seconds, house);
  const wanted = word === undefined ? Number(mode) : US_MODES[word];
  if (wanted === undefined || !Number.isInteger(wanted)) return noMode();
  const reached = isValue('mode', wanted);
  if (seconds === undefined) return plan(control.id, 'set-mode', reached, { mode: wanted });
  const until = house.houseTimeIn(seconds);
  if (until === undefined) return noHouseTime();
  const after = numberState(states, 'mode') ?? 0;
  return plan(control.id, 'start-mode-timer', reached, { mode: wanted, until, after });
}

function planBoost(
  context: PlanContext,
  seconds: number | undefined,
  house: HouseView,
): CommandPlan {
  if (seconds === undefined) return planEmergency(context, 'on');
  const until = house.houseTimeIn(seconds);
  if (until === undefined) return noHouseTime();
  return plan(context.control.id, 'start-emergency-timer', isValue('emergencyOverride', true), {
    until,
  });
}

function planEmergency({ control }: PlanContext, state: 'on' | 'off'): CommandPlan {
  const reached = isValue('emergencyOverride', state === 'on');
  return plan(control.id, 'set-emergency-heat', reached, { state });
}

function planUsFan(
  context: PlanContext,
  { speed, seconds }: WishOf<'ventilation'>,
  house: HouseView,
): CommandPlan {
  if (seconds === undefined) return planFan(context, speed, 'fan');
  const until = house.houseTimeIn(seconds);
  if (until === undefined) return noHouseTime();
  return plan(context.control.id, 'start-ventilation-timer', isValue('fan', true), { until });
}

function planFan({ control }: PlanContext, speed: string | number, state: string): CommandPlan {
  const isOn = SPEEDS[String(speed).toLowerCase()];
  if (isOn === undefined) return cannot('its fan only goes on and off.', 'Pass speed on or off.');
  const wanted = isOn ? 'on' : 'off';
  return plan(control.id, 'set-ventilation', isValue(state, isOn), { state: wanted });
}

function noMode(): CommandPlan {
  return cannot('it has no such mode.', 'Use auto, heating, cooling or off.');
}
