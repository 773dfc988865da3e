import type { HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
import { type CommandPlan, cannot, type PlanContext, plan, type Reached } from '../command/plan.js';
import { isValue, numberState } from '../command/reached.js';
import { cannotDo, needsDuration, refused, type WishOf } from './climate-plans.js';
import type { ClimateWish } from './climate-wish.js';
import { type ModeWord, modeWord } from './mode-words.js';
import { isNearTemperature, temperatureError } from './temperature.js';

/** Its temperatures by their place: the names of the catalog. */
const KINDS = [
  'economy',
  'comfort-heating',
  'comfort-cooling',
  'empty-house',
  'heat-protection',
  'increased',
  'party',
  'manual',
] as const;

/** Temperatures that stand for themselves; the others may be distances from comfort. */
const ABSOLUTE: ReadonlySet<string> = new Set([
  'comfort-heating',
  'comfort-cooling',
  'increased',
  'party',
  'manual',
]);

const MODES: Readonly<Partial<Record<ModeWord, readonly [command: string, mode: number]>>> = {
  auto: ['auto', 0],
  heating: ['auto-heat', 3],
  cooling: ['auto-cool', 4],
  manual: ['manual-heat', 5],
};

/** Values of `mode` while it works by itself: it also tells what it does now. */
const AUTOMATIC: ReadonlySet<number> = new Set([0, 1, 2]);
const COOLS: ReadonlySet<number> = new Set([2, 4, 6]);
const MANUAL: ReadonlySet<number> = new Set([5, 6]);

/** Service mode in which it neither heats nor cools. */
const ALL_OFF = 1;

/** Puts a wish to a room controller of the first generation (protocol reference §5.4). */
export function planRoomControllerV1(
  context: PlanContext,
  wish: ClimateWish,
  house: HouseView,
): CommandPlan {
  const { control } = context;
  switch (wish.action) {
    case 'temperature':
      return planTemperature(context, wish, house);
    case 'comfort_temperature':
      return planStored(context, comfortKind(context.states), wish.temperature, house);
    case 'mode':
      return planMode(context, wish);
    case 'off':
      return planMode(context, { action: 'mode', mode: 'off', seconds: wish.seconds });
    case 'resume':
      return plan(control.id, 'stop-timer', isValue('override', 0));
    default:
      return cannotDo(context, `action ${wish.action}`);
  }
}

/** The temperature that it follows now is changed, where that is one that can be. */
function planTemperature(
  context: PlanContext,
  { temperature, seconds }: WishOf<'temperature'>,
  house: HouseView,
): CommandPlan {
  if (seconds !== undefined) {
    return cannot(
      'it keeps a temperature for a while only by name.',
      'Use action mode with comfort, eco or boost and duration_s.',
    );
  }
  const kind = followedKind(context.states);
  if (!ABSOLUTE.has(kind)) {
    return cannot(
      `it follows its temperature "${kind}" now, which depends on comfort.`,
      'Use action mode with comfort and duration_s, or action comfort_temperature for later.',
    );
  }
  return planStored(context, kind, temperature, house);
}

function planStored(
  { control, states }: PlanContext,
  kind: (typeof KINDS)[number],
  temperature: number,
  house: HouseView,
): CommandPlan {
  const error = temperatureError(temperature, house);
  if (error !== undefined) return refused(error);
  const state = kind === followedKind(states) ? 'tempTarget' : storedState(kind, states);
  return plan(control.id, 'set-temperature', isNearTemperature(state, temperature), {
    kind,
    temperature,
  });
}

/** A house lists the temperatures as one state of many parts. */
function storedState(kind: (typeof KINDS)[number], states: readonly HomeState[]): string {
  const at = KINDS.indexOf(kind);
  const names = [`temperatures[${at}]`, `temperatures${at}`, `temperatures.${at}`];
  return names.find((name) => states.some((state) => state.name === name)) ?? 'temperatures';
}

function planMode(context: PlanContext, { mode, seconds }: WishOf<'mode'>): CommandPlan {
  const { control, states } = context;
  const word = modeWord(mode);
  const kind = timedKind(word, states);
  if (kind !== undefined) {
    if (seconds === undefined) return needsDuration(true);
    return plan(control.id, 'start-timer', isFollowing(kind), { kind, seconds });
  }
  if (seconds !== undefined) return needsDuration(false);
  if (word === 'off') {
    return plan(control.id, 'set-service-mode', isValue('serviceMode', ALL_OFF), { mode: ALL_OFF });
  }
  const wanted = word === undefined ? undefined : MODES[word];
  if (wanted === undefined) {
    return cannot(
      'it has no such mode.',
      'Use auto, heating, cooling, manual, off; comfort, eco, building_protection or boost with duration_s.',
    );
  }
  return planWork(context, wanted);
}

/** Service mode and timer stand before its mode, so they are ended first. */
function planWork(
  { control, states }: PlanContext,
  [mode, value]: readonly [string, number],
): CommandPlan {
  if ((numberState(states, 'serviceMode') ?? 0) !== 0) {
    return plan(control.id, 'set-service-mode', isValue('serviceMode', 0), { mode: 0 });
  }
  const isAutomatic = AUTOMATIC.has(numberState(states, 'mode') ?? -1);
  if (value === 0 && isAutomatic && (numberState(states, 'override') ?? 0) > 0) {
    return plan(control.id, 'stop-timer', isValue('override', 0));
  }
  const reached: Reached = (_control, now) => {
    const present = numberState(now, 'mode');
    if (present === undefined) return undefined;
    return value === 0 ? AUTOMATIC.has(present) : present === value;
  };
  return plan(control.id, 'set-mode', reached, { mode });
}

function timedKind(
  word: ModeWord | undefined,
  states: readonly HomeState[],
): (typeof KINDS)[number] | undefined {
  switch (word) {
    case 'comfort':
      return comfortKind(states);
    case 'eco':
      return 'economy';
    case 'building_protection':
      return 'empty-house';
    case 'boost':
      return 'increased';
    default:
      return undefined;
  }
}

function isFollowing(kind: (typeof KINDS)[number]): Reached {
  return (_control, states) => {
    const left = numberState(states, 'override');
    return left === undefined ? undefined : left > 0 && followedKind(states) === kind;
  };
}

function comfortKind(states: readonly HomeState[]): (typeof KINDS)[number] {
  return isCooling(states) ? 'comfort-cooling' : 'comfort-heating';
}

function followedKind(states: readonly HomeState[]): (typeof KINDS)[number] {
  if (MANUAL.has(numberState(states, 'mode') ?? 0)) return 'manual';
  const index = numberState(states, isCooling(states) ? 'currCoolTempIx' : 'currHeatTempIx');
  return KINDS[index ?? -1] ?? comfortKind(states);
}

function isCooling(states: readonly HomeState[]): boolean {
  return COOLS.has(numberState(states, 'mode') ?? 0);
}
