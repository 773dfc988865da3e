import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, type Planner } from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { planAirConditioner } from './air-conditioner.js';
import type { ClimateWish } from './climate-wish.js';
import { planRoomController } from './room-controller.js';
import { planRoomControllerV1 } from './room-controller-v1.js';
import { planSauna } from './sauna.js';
import { planSchedule } from './schedule.js';
import { planVentilation } from './ventilation.js';
import { planClimateController, planClimateControllerUs } from './whole-house.js';

type PlanType = (context: PlanContext, wish: ClimateWish, house: HouseView) => CommandPlan;

const PLANS: ReadonlyMap<string, PlanType> = new Map<string, PlanType>([
  ['IRoomControllerV2', planRoomController],
  ['IRoomController', planRoomControllerV1],
  ['IRCV2Daytimer', planSchedule],
  ['IRCDaytimer', planSchedule],
  ['AcControl', planAirConditioner],
  ['Ventilation', planVentilation],
  ['ClimateController', planClimateController],
  ['ClimateControllerUS', planClimateControllerUs],
  ['Sauna', planSauna],
]);

/** Puts a wish to one control, whatever its type calls it. */
export function climatePlanner(wish: ClimateWish, house: HouseView): Planner {
  return (context) => {
    const planType = PLANS.get(context.control.type);
    if (planType !== undefined) return planType(context, wish, house);
    return cannot(
      `a ${typeLabel(context.control.type)} takes no commands.`,
      'It can only be read, with loxone_get_state.',
    );
  };
}
