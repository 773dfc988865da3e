import {
  type CommandPlan,
  cannot,
  hasCommand,
  type PlanContext,
  plan,
  type Reached,
} from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { stateValue } from '../state/state-value.js';
import type { PlaybackWish } from './media-wish.js';

/** Value of `playState`. */
const PLAYING = 2;

const isPlaying: Reached = (_control, states) => {
  const state = stateValue(states, 'playState');
  return typeof state === 'number' ? state === PLAYING : undefined;
};

const isSilent: Reached = (control, states) => {
  const playing = isPlaying(control, states);
  return playing === undefined ? undefined : !playing;
};

const isPowered: Reached = (_control, states) => {
  const power = stateValue(states, 'power');
  return typeof power === 'boolean' ? power : undefined;
};

/** What shows that a zone did it. */
const REACHED: Readonly<Record<string, Reached>> = {
  play: isPlaying,
  pause: isSilent,
  on: isPowered,
  off: isSilent,
};

/** Plays, pauses, skips and switches; the newer zones have no "stop", "on" and "off". */
export function planPlayback(context: PlanContext, { action }: PlaybackWish): CommandPlan {
  switch (action) {
    case 'stop':
    case 'off':
      return first(context, action, ['off', 'pause']);
    case 'on':
      return first(context, action, ['on', 'play']);
    case 'toggle':
      return planToggle(context);
    default:
      return first(context, action, [action]);
  }
}

function planToggle(context: PlanContext): CommandPlan {
  const playing = isPlaying(context.control, context.states);
  if (playing === undefined) {
    return cannot('whether it plays is not known.', 'Use action play or pause.');
  }
  return first(context, 'toggle', [playing ? 'pause' : 'play']);
}

/** The first of these commands that the type has. */
function first(
  { control, states }: PlanContext,
  action: string,
  commands: readonly string[],
): CommandPlan {
  const command = commands.find((name) => hasCommand(control, name));
  if (command === undefined) {
    return cannot(
      `a ${typeLabel(control.type)} does not take ${action}.`,
      'loxone_describe_control tells what it takes.',
    );
  }
  return plan(control.id, command, REACHED[command] ?? isAnotherTitle(states));
}

/** The older zones tell what they play. */
function isAnotherTitle(before: PlanContext['states']): Reached {
  const was = titleOf(before);
  return (_control, states) => {
    const title = titleOf(states);
    return title === undefined ? undefined : title !== was;
  };
}

function titleOf(states: PlanContext['states']): string | undefined {
  const [title, place] = [stateValue(states, 'songName'), stateValue(states, 'queueIndex')];
  if (typeof title !== 'string' && typeof place !== 'number') return undefined;
  return `${place}/${title}`;
}
