import { type CommandPlan, cannot, type PlanContext, plan } from '../command/plan.js';
import { isValue } from '../command/reached.js';
import { cannotDo, needsDuration, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { type ModeWord, modeWord } from './mode-words.js';

/** What the schedule of a room controller can say, by its type (protocol reference §5.4). */
const VALUES: Readonly<Record<string, Readonly<Partial<Record<ModeWord, number>>>>> = {
  IRCV2Daytimer: { eco: 0, comfort: 1, building_protection: 2 },
  IRCDaytimer: { eco: 0, comfort: 1, building_protection: 3, boost: 5, manual: 7 },
};

/** Puts a wish to the schedule of a room controller: it is overridden for a while, or followed. */
export function planSchedule(context: PlanContext, wish: ClimateWish): CommandPlan {
  switch (wish.action) {
    case 'mode':
      return planOverride(context, wish);
    case 'resume':
      return plan(context.control.id, 'stop-override', isValue('override', 0));
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

function planOverride({ control }: PlanContext, { mode, seconds }: WishOf<'mode'>): CommandPlan {
  const values = VALUES[control.type] ?? {};
  const word = modeWord(mode);
  const named = word === undefined ? undefined : values[word];
  const value = named ?? (typeof mode === 'number' ? mode : undefined);
  if (value === undefined || !Object.values(values).includes(value)) {
    return cannot('it has no such mode.', `Use ${Object.keys(values).join(', ')}.`);
  }
  if (seconds === undefined) return needsDuration(true);
  return plan(control.id, 'start-override', isValue('value', value), { value, seconds });
}
