import type { HomeControl, HomeState } from '@gatehouse/loxone-controls';
import type { HouseView } from '../command/house-view.js';
import {
  type CommandPlan,
  cannot,
  hasCommand,
  type PlanContext,
  plan,
  type Reached,
} from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { findMood, readMoods } from '../state/moods.js';

/** What can be done with one mood. */
export type MoodAction = 'mood' | 'add_mood' | 'remove_mood';

const COMMANDS = { mood: 'set-mood', add_mood: 'add-mood', remove_mood: 'remove-mood' } as const;

/** Puts one mood to a light controller, or to all members of a central one that have it. */
export function planMood(
  { control, states }: PlanContext,
  action: MoodAction,
  wanted: string | number,
  house: HouseView,
): CommandPlan {
  if (action === 'mood' && hasCommand(control, 'set-moods')) {
    return planCentralMood(control, wanted, house);
  }
  const isScene = action === 'mood' && hasCommand(control, 'set-scene');
  if (!isScene && !hasCommand(control, COMMANDS[action])) return noMoods(control, action);
  const mood = findMood(readMoods(states), wanted);
  if (!mood.ok) return mood;
  const reached = action === 'remove_mood' ? isWithoutMood(mood.value) : isInMood(mood.value);
  return isScene
    ? plan(control.id, 'set-scene', reached, { scene: mood.value })
    : plan(control.id, COMMANDS[action], reached, { mood: mood.value });
}

/** Goes on to the mood before or after. */
export function planMoodStep(
  { control, states }: PlanContext,
  action: 'next_mood' | 'previous_mood',
): CommandPlan {
  const direction = action === 'next_mood' ? 'next' : 'previous';
  const command = [`${direction}-mood`, `${direction}-scene`].find((name) =>
    hasCommand(control, name),
  );
  if (command === undefined) return noMoods(control, action);
  const before = activeOf(states);
  return plan(control.id, command, (_control, now) => activeOf(now) !== before);
}

/** Active alone or beside others. */
export function isInMood(wanted: number): Reached {
  return (_control: HomeControl, states: readonly HomeState[]) =>
    readMoods(states)?.active.includes(wanted);
}

function isWithoutMood(unwanted: number): Reached {
  return (_control: HomeControl, states: readonly HomeState[]) => {
    const moods = readMoods(states);
    return moods === undefined ? undefined : !moods.active.includes(unwanted);
  };
}

/** Each member has moods of its own, so it is the name that they share. */
function planCentralMood(
  control: HomeControl,
  wanted: string | number,
  house: HouseView,
): CommandPlan {
  const found = house.members(control).flatMap((member) => {
    if (!hasCommand(member, 'set-mood')) return [];
    const mood = findMood(readMoods(house.states(member.id)), wanted);
    return mood.ok ? [{ id: member.id, mood: mood.value }] : [];
  });
  if (found.length === 0) {
    return cannot(
      'none of its light controllers is known to have such a mood.',
      'Name the light controllers themselves.',
    );
  }
  const moodOf = new Map(found.map(({ id, mood }) => [id, mood]));
  const reached: Reached = ({ id }, states) => {
    const mood = moodOf.get(id);
    return mood === undefined ? true : readMoods(states)?.active.includes(mood);
  };
  const moods = found.map(({ id, mood }) => `${id}:${mood}`).join(' ');
  return plan(control.id, 'set-moods', reached, { moods });
}

function activeOf(states: readonly HomeState[]): string | undefined {
  return readMoods(states)?.active.join(',');
}

function noMoods(control: HomeControl, action: string): CommandPlan {
  const label = typeLabel(control.type);
  return control.capabilities.includes('moods')
    ? cannot(`a ${label} does not take ${action}.`, 'Use action mood.')
    : cannot(`a ${label} has no moods.`, 'Use action on, off or brightness.');
}
