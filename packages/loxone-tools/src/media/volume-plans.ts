import type { HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, plan, type Reached } from '../command/plan.js';
import { isNear, numberState } from '../command/reached.js';
import type { VolumeStepWish, VolumeWish } from './media-wish.js';

/** Louder than this only when somebody says how loud: no sequence of steps leads there. */
const LOUD = 80;

/** Where neither the zone nor the caller says how much. */
const STEP = 5;

/** Volume that music comes back with when nobody knows a better one. */
const MODEST = 20;

const TOLERANCE = 1;

/** Changes the volume of one zone, always to a volume that is known beforehand. */
export function planVolume(context: PlanContext, wish: VolumeWish): CommandPlan {
  const { states } = context;
  switch (wish.action) {
    case 'volume':
      return setVolume(context, wish.volume);
    case 'mute':
      return setVolume(context, 0);
    case 'unmute':
      return unmute(context);
    case 'volume_up':
      return step(context, wish.step ?? volumeStep(states));
    case 'volume_down':
      return step(context, -(wish.step ?? volumeStep(states)));
  }
}

/** Changes the volume of all zones of a central control, unless one of them is loud already. */
export function planCentralVolume(
  { control }: PlanContext,
  { action, step: wanted }: VolumeStepWish,
  house: HouseView,
): CommandPlan {
  if (wanted !== undefined) {
    return cannot('it goes by the steps of its zones.', 'Leave out volume, or name the zones.');
  }
  const volumes = house.members(control).map(({ id }) => ({
    id,
    before: numberState(house.states(id), 'volume'),
    step: volumeStep(house.states(id)),
  }));
  const isUp = action === 'volume_up';
  if (isUp && volumes.some(({ before = 0, step: by }) => before + by > LOUD)) return tooLoud();
  const before = new Map(volumes.map((volume) => [volume.id, volume.before]));
  const reached: Reached = ({ id }, states) => {
    const [then, now] = [before.get(id), numberState(states, 'volume')];
    if (then === undefined || now === undefined) return undefined;
    return isUp ? now > then : now < then || now === 0;
  };
  return plan(control.id, isUp ? 'volume-up' : 'volume-down', reached);
}

function setVolume({ control }: PlanContext, volume: number): CommandPlan {
  return plan(control.id, 'set-volume', isNear('volume', volume, TOLERANCE), { volume });
}

/** What it was before it was muted nobody knows; the zone has a volume that it starts with. */
function unmute(context: PlanContext): CommandPlan {
  const present = numberState(context.states, 'volume') ?? 0;
  if (present > 0) return setVolume(context, present);
  const usual = numberState(context.states, 'defaultVolume') ?? 0;
  return setVolume(context, usual > 0 ? Math.min(usual, LOUD) : MODEST);
}

function step(context: PlanContext, by: number): CommandPlan {
  const present = numberState(context.states, 'volume');
  if (present === undefined) return cannot('its volume is not known.', 'Use action volume.');
  if (by > 0 && present >= LOUD) return tooLoud();
  const most = Math.min(LOUD, numberState(context.states, 'maxVolume') ?? LOUD);
  const wanted = by > 0 ? Math.max(present, Math.min(most, present + by)) : present + by;
  return setVolume(context, Math.max(0, Math.round(wanted)));
}

function tooLoud(): CommandPlan {
  return cannot(
    `steps do not lead beyond ${LOUD} %.`,
    'If it is meant, use action volume with the volume.',
  );
}

function volumeStep(states: readonly HomeState[]): number {
  const own = numberState(states, 'volumeStep') ?? 0;
  return own > 0 ? own : STEP;
}
