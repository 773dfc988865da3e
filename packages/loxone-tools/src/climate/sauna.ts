import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, plan } from '../command/plan.js';
import { isValue } from '../command/reached.js';
import { cannotDo, needsDuration, refused } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { modeWord } from './mode-words.js';
import { isNearTemperature, temperatureError } from './temperature.js';

/** Puts a wish to a sauna. To set its temperature does not heat it; to switch it on does. */
export function planSauna(context: PlanContext, wish: ClimateWish, house: HouseView): CommandPlan {
  const { control } = context;
  switch (wish.action) {
    case 'temperature':
      if (wish.seconds !== undefined) return needsDuration(false);
      return planTemperature(context, 'set-temperature', wish.temperature, house);
    case 'on':
      if (wish.temperature === undefined) return plan(control.id, 'on', isValue('active', true));
      return planTemperature(context, 'on-with-temperature', wish.temperature, house);
    case 'off':
      if (wish.seconds !== undefined) return needsDuration(false);
      return plan(control.id, 'off', isValue('active', false));
    case 'ventilation':
      return planFan(context, wish.speed);
    case 'mode':
      return planMode(context, wish.mode);
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

function planTemperature(
  { control }: PlanContext,
  command: string,
  temperature: number,
  house: HouseView,
): CommandPlan {
  const error = temperatureError(temperature, house, 'sauna');
  if (error !== undefined) return refused(error);
  return plan(control.id, command, isNearTemperature('tempTarget', temperature), { temperature });
}

function planFan({ control }: PlanContext, speed: string | number): CommandPlan {
  if (speed === 'off' || speed === 0) return plan(control.id, 'fan-off', isValue('fan', false));
  if (speed === 'on') return plan(control.id, 'fan-on', isValue('fan', true));
  return cannot('its fan only goes on and off.', 'Pass speed on or off.');
}

function planMode({ control }: PlanContext, mode: string | number): CommandPlan {
  const number = modeWord(mode) === 'off' ? 0 : Number(mode);
  if (!Number.isInteger(number)) return cannot('its modes are numbers.', 'Pass mode 0–6.');
  return plan(control.id, 'set-mode', isValue('mode', number), { mode: number });
}
