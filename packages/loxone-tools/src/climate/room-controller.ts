import type { HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, plan } from '../command/plan.js';
import { isValue, numberState } from '../command/reached.js';
import { cannotDo, needsDuration, noHouseTime, refused, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { type ModeWord, modeWord } from './mode-words.js';
import { isNearTemperature, temperatureError } from './temperature.js';

/** Values of `activeMode`: what the room is kept at. */
const KEPT_AT: Readonly<Partial<Record<ModeWord, readonly [command: string, activeMode: number]>>> =
  {
    eco: ['eco', 0],
    comfort: ['comfort', 1],
    building_protection: ['building-protection', 2],
    off: ['off', 4],
  };

const COMFORT = 1;
const MANUAL = 3;
const OFF = 4;

/** Values of `operatingMode`: how the controller works. */
const WORKS: Readonly<
  Partial<Record<ModeWord, readonly [command: string, operatingMode: number]>>
> = {
  off: ['off', -1],
  auto: ['auto-heat-cool', 0],
  heating: ['auto-heat', 1],
  cooling: ['auto-cool', 2],
  manual: ['manual-heat-cool', 3],
};

const COOLS_NOW: ReadonlySet<number> = new Set([2, 5]);

/** Puts a wish to a room controller of the second generation (protocol reference §5.4). */
export function planRoomController(
  context: PlanContext,
  wish: ClimateWish,
  house: HouseView,
): CommandPlan {
  switch (wish.action) {
    case 'temperature':
      return planTemperature(context, wish, house);
    case 'comfort_temperature':
      return planComfort(context, wish.temperature, house);
    case 'mode':
      return planMode(context, wish, house);
    case 'off':
      return planMode(context, { action: 'mode', mode: 'off', seconds: wish.seconds }, house);
    case 'resume':
      return plan(context.control.id, 'stop-override', isValue('overrideReason', 0));
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

/** What the room is to have now, whatever its schedule says. */
function planTemperature(
  context: PlanContext,
  { temperature, seconds }: WishOf<'temperature'>,
  house: HouseView,
): CommandPlan {
  const error = temperatureError(temperature, house);
  if (error !== undefined) return refused(error);
  const { control, states } = context;
  const reached = isNearTemperature('tempTarget', temperature);
  if (seconds !== undefined) {
    const until = house.houseTimeIn(seconds);
    if (until === undefined) return noHouseTime();
    return plan(control.id, 'override-temperature-until', reached, { until, temperature });
  }
  if (isSwitchedOff(states)) {
    return cannot('it is off.', 'Use action mode with auto first, or pass duration_s.');
  }
  if ((numberState(states, 'operatingMode') ?? 0) >= MANUAL) {
    return plan(control.id, 'set-manual-temperature', reached, { temperature });
  }
  if (numberState(states, 'activeMode') === COMFORT) {
    return planComfort(context, temperature, house);
  }
  return plan(control.id, 'override-temperature', reached, { temperature });
}

function planComfort(
  { control, states }: PlanContext,
  temperature: number,
  house: HouseView,
): CommandPlan {
  const error = temperatureError(temperature, house);
  if (error !== undefined) return refused(error);
  return isCooling(states)
    ? plan(
        control.id,
        'set-comfort-temperature-cool',
        isNearTemperature('comfortTemperatureCool', temperature),
        { temperature },
      )
    : plan(
        control.id,
        'set-comfort-temperature',
        isNearTemperature('comfortTemperature', temperature),
        {
          temperature,
        },
      );
}

function planMode(
  context: PlanContext,
  { mode, seconds }: WishOf<'mode'>,
  house: HouseView,
): CommandPlan {
  const { control, states } = context;
  const word = modeWord(mode);
  const kept = word === undefined ? undefined : KEPT_AT[word];
  if (kept !== undefined && (word !== 'off' || seconds !== undefined)) {
    return planOverride(control.id, kept, seconds, house);
  }
  const works = word === undefined ? undefined : WORKS[word];
  if (works === undefined) {
    return cannot(
      `it has no mode ${typeof mode === 'number' ? mode : 'of this name'}.`,
      'Use auto, heating, cooling, manual, off, comfort, eco or building_protection.',
    );
  }
  if (seconds !== undefined) return needsDuration(false);
  const [command, operatingMode] = works;
  // What overrides the automatic is what stands between it and the room.
  if (word === 'auto' && isOverridden(states) && numberState(states, 'operatingMode') === 0) {
    return plan(control.id, 'stop-override', isValue('overrideReason', 0));
  }
  const reached = isValue('operatingMode', operatingMode);
  return plan(control.id, 'set-operating-mode', reached, { mode: command });
}

function planOverride(
  control: string,
  [mode, activeMode]: readonly [string, number],
  seconds: number | undefined,
  house: HouseView,
): CommandPlan {
  const reached = isValue('activeMode', activeMode);
  if (seconds === undefined) return plan(control, 'override', reached, { mode });
  const until = house.houseTimeIn(seconds);
  if (until === undefined) return noHouseTime();
  return plan(control, 'override-until', reached, { mode, until });
}

function isSwitchedOff(states: readonly HomeState[]): boolean {
  const operatingMode = numberState(states, 'operatingMode');
  return operatingMode === -1 || numberState(states, 'activeMode') === OFF;
}

function isOverridden(states: readonly HomeState[]): boolean {
  return (numberState(states, 'overrideReason') ?? 0) !== 0;
}

/** Where it may do both, what it aims at tells which of them it does. */
function isCooling(states: readonly HomeState[]): boolean {
  if (COOLS_NOW.has(numberState(states, 'currentMode') ?? 0)) return true;
  const target = numberState(states, 'tempTarget');
  const warm = numberState(states, 'comfortTemperature');
  const cool = numberState(states, 'comfortTemperatureCool');
  return target !== undefined && target === cool && target !== warm;
}
