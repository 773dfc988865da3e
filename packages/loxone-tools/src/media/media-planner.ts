import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, hasCommand, type PlanContext, type Planner } from '../command/plan.js';
import type { MediaWish } from './media-wish.js';
import { planPlayback } from './playback-plans.js';
import { planRemote } from './remote-plans.js';
import { planCentralVolume, planVolume } from './volume-plans.js';
import { cannotDo, planAnnouncement, planRepeat, planShuffle, planSource } from './zone-plans.js';

/** Puts a wish to one zone, all zones of a central control, or a remote control. */
export function mediaPlanner(wish: MediaWish, house: HouseView): Planner {
  return (context) =>
    context.control.type === 'Remote' ? planRemote(context, wish) : planZone(context, wish, house);
}

function planZone(context: PlanContext, wish: MediaWish, house: HouseView): CommandPlan {
  const { control } = context;
  switch (wish.action) {
    case 'volume_up':
    case 'volume_down':
      if (hasCommand(control, 'set-volume')) return planVolume(context, wish);
      return planCentralVolume(context, wish, house);
    case 'volume':
    case 'mute':
    case 'unmute':
      if (!hasCommand(control, 'set-volume')) return cannotDo(control.type, wish.action);
      return planVolume(context, wish);
    case 'source':
      return planSource(context, wish);
    case 'shuffle':
      return planShuffle(context, wish);
    case 'repeat':
      return planRepeat(context, wish);
    case 'announce':
      return planAnnouncement(context, wish);
    default:
      return planPlayback(context, wish);
  }
}
