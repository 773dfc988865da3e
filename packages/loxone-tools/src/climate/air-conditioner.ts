import type { HouseView } from '../command/house-view.js';
import { choicesOf, chooseNamed, type NamedChoice } from '../command/named-choice.js';
import { type CommandPlan, type PlanContext, plan } from '../command/plan.js';
import { isValue, numberState } from '../command/reached.js';
import { stateValue } from '../state/state-value.js';
import type { Outcome } from '../tool-error.js';
import { cannotDo, refused, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { type ModeWord, modeWord } from './mode-words.js';
import { isNearTemperature, temperatureError } from './temperature.js';

/** Its modes, where it does not name its own (protocol reference §5.4). */
const MODES: Readonly<Partial<Record<ModeWord, number>>> = {
  auto: 1,
  heating: 2,
  cooling: 3,
  drying: 4,
  fan: 5,
};

/** In an override, what stays as it is. */
const KEEP = { mode: 0, speed: 0, direction: 0, temperature: 0 };

/** Puts a wish to an air conditioner. */
export function planAirConditioner(
  context: PlanContext,
  wish: ClimateWish,
  house: HouseView,
): CommandPlan {
  const { control } = context;
  switch (wish.action) {
    case 'temperature':
      return planTemperature(context, wish, house);
    case 'mode':
      return planMode(context, wish);
    case 'ventilation':
      return planFan(context, wish);
    case 'on':
      if (wish.temperature !== undefined) return cannotDo(context, 'a temperature with action on');
      return plan(control.id, 'on', isValue('status', true));
    case 'off':
      return planOff(context, wish);
    case 'resume':
      return planResume(context);
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

/** Its own range goes before what is usual for a room; the catalog knows it. */
function planTemperature(
  { control, states }: PlanContext,
  { temperature, seconds }: WishOf<'temperature'>,
  house: HouseView,
): CommandPlan {
  const hasRange = ['minTemp', 'maxTemp'].every((name) => numberState(states, name) !== undefined);
  const error = hasRange ? undefined : temperatureError(temperature, house);
  if (error !== undefined) return refused(error);
  const reached = isNearTemperature('targetTemperature', temperature);
  return seconds === undefined
    ? plan(control.id, 'set-target', reached, { temperature })
    : plan(control.id, 'start-override', reached, { ...KEEP, seconds, temperature });
}

function planMode(context: PlanContext, { mode, seconds }: WishOf<'mode'>): CommandPlan {
  const { control } = context;
  const word = modeWord(mode);
  if (word === 'off') return planOff(context, { action: 'off', seconds });
  const chosen = chooseMode(context, mode, word);
  if (!chosen.ok) return chosen;
  const reached = isValue('mode', chosen.value);
  return seconds === undefined
    ? plan(control.id, 'set-mode', reached, { mode: chosen.value })
    : plan(control.id, 'start-override', reached, { ...KEEP, seconds, mode: chosen.value });
}

/** By its own names first: an installer may call heating what he likes. */
function chooseMode(
  { control, states }: PlanContext,
  mode: string | number,
  word: ModeWord | undefined,
): Outcome<number> {
  const named = chooseNamed(choicesOf(control, states, 'modes', 'operatingmodes'), mode, 'mode');
  const usual = word === undefined ? undefined : MODES[word];
  return named.ok || usual === undefined ? named : { ok: true, value: usual };
}

function planFan(context: PlanContext, { speed, seconds }: WishOf<'ventilation'>): CommandPlan {
  const { control } = context;
  const chosen = chooseNamed(fanSpeeds(context), speed, 'fan speed');
  if (!chosen.ok) return chosen;
  const reached = isValue('fan', chosen.value);
  return seconds === undefined
    ? plan(control.id, 'set-fan', reached, { speed: chosen.value })
    : plan(control.id, 'start-override', reached, { ...KEEP, seconds, speed: chosen.value });
}

function fanSpeeds({ control, states }: PlanContext): readonly NamedChoice[] {
  return choicesOf(control, states, 'fanspeeds', 'fanspeed');
}

/** Off for a while is what it calls a pause. */
function planOff({ control }: PlanContext, { seconds }: WishOf<'off'>): CommandPlan {
  if (seconds === undefined) return plan(control.id, 'off', isValue('status', false));
  const isPaused = (value: unknown): boolean => value !== 0 && value !== null;
  return plan(
    control.id,
    'start-pause',
    (_control, states) => {
      const until = stateValue(states, 'pauseUntil');
      return until === undefined ? undefined : isPaused(until);
    },
    { seconds },
  );
}

function planResume({ control, states }: PlanContext): CommandPlan {
  const reason = numberState(states, 'pauseReason') ?? 0;
  if (reason !== 0) return plan(control.id, 'cancel-pause', isValue('pauseReason', 0));
  return plan(control.id, 'stop-override', isValue('override', 0));
}
