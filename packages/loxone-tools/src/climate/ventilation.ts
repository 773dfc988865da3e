import { choicesOf, chooseNamed } from '../command/named-choice.js';
import { type CommandPlan, cannot, type PlanContext, plan } from '../command/plan.js';
import { isValue, numberState } from '../command/reached.js';
import { cannotDo, needsDuration, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { modeWord } from './mode-words.js';

/** A timer that is none of the profiles of the installer. */
const BY_HAND = -1;

/** State of a ventilation that no timer runs. */
const NO_PROFILE = -2;

/** Puts a wish to a ventilation, which takes all of them for a while only. */
export function planVentilation(context: PlanContext, wish: ClimateWish): CommandPlan {
  switch (wish.action) {
    case 'ventilation':
      return planSpeed(context, wish);
    case 'mode':
      return planMode(context, wish);
    case 'off':
      return planTimer(context, wish.seconds, 0, presentMode(context));
    case 'resume':
      return plan(context.control.id, 'stop-timer', isValue('activeTimerProfile', NO_PROFILE));
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

function planSpeed(context: PlanContext, { speed, seconds }: WishOf<'ventilation'>): CommandPlan {
  const percent = percentOf(speed);
  if (percent === undefined) {
    return cannot('its speed is a percentage.', 'Pass speed 0–100.');
  }
  return planTimer(context, seconds, percent, presentMode(context));
}

function planMode(context: PlanContext, { mode, seconds }: WishOf<'mode'>): CommandPlan {
  const { control, states } = context;
  const word = modeWord(mode);
  const modes = choicesOf(control, states, 'modes');
  const chosen = chooseNamed(modes, mode, 'mode');
  if (chosen.ok) {
    const speed = numberState(states, 'speed') ?? 50;
    return planTimer(context, seconds, Math.round(speed), chosen.value);
  }
  if (word === 'auto') {
    return plan(control.id, 'stop-timer', isValue('activeTimerProfile', NO_PROFILE));
  }
  if (word === 'boost') return planTimer(context, seconds, 100, presentMode(context));
  if (word === 'off') return planTimer(context, seconds, 0, presentMode(context));
  return chosen;
}

function planTimer(
  { control }: PlanContext,
  seconds: number | undefined,
  speed: number,
  mode: number,
): CommandPlan {
  if (seconds === undefined) return needsDuration(true);
  return plan(control.id, 'start-timer', isValue('speed', speed), {
    seconds,
    speed,
    mode,
    profile: BY_HAND,
  });
}

function presentMode({ control, states }: PlanContext): number {
  const [first] = choicesOf(control, states, 'modes');
  return numberState(states, 'mode') ?? first?.id ?? 0;
}

function percentOf(speed: string | number): number | undefined {
  if (speed === 'off') return 0;
  if (speed === 'on') return 100;
  const percent = typeof speed === 'number' ? speed : Number(speed.replace('%', ''));
  return percent >= 0 && percent <= 100 ? percent : undefined;
}
