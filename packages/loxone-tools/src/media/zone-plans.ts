import { chooseNamed } from '../command/named-choice.js';
import { type CommandPlan, cannot, hasCommand, type PlanContext, plan } from '../command/plan.js';
import { isValue } from '../command/reached.js';
import { typeLabel } from '../house/house-entry.js';
import { stateValue } from '../state/state-value.js';
import type { MediaWishOf } from './media-wish.js';
import { sourcesOf } from './source-list.js';

/** Values of `repeat`. */
const REPEATS = { nothing: 0, all: 1, title: 3 } as const;

const PLAYING = 2;

/** Chooses a source of a zone, or plays one of its favourites. */
export function planSource(
  { control, states }: PlanContext,
  { source }: MediaWishOf<'source'>,
): CommandPlan {
  if (hasCommand(control, 'select-source')) {
    const chosen = chooseNamed(sourcesOf(states), source, 'source');
    if (!chosen.ok) return chosen;
    return plan(control.id, 'select-source', isValue('source', chosen.value), {
      source: chosen.value,
    });
  }
  if (!hasCommand(control, 'play-favorite')) return cannotDo(control.type, 'a source');
  // Names of its favourites are known to the Audioserver alone.
  const favorite = Number(source);
  if (!Number.isInteger(favorite)) {
    return cannot(
      'the names of its favourites are not known here.',
      'Pass the number of a favourite.',
    );
  }
  return plan(control.id, 'play-favorite', isValue('playState', PLAYING), { favorite });
}

/** Shuffling can only be switched over, so what it is now decides. */
export function planShuffle(
  { control, states }: PlanContext,
  { isOn }: MediaWishOf<'shuffle'>,
): CommandPlan {
  if (!hasCommand(control, 'toggle-shuffle')) return cannotDo(control.type, 'shuffle');
  const present = stateValue(states, 'shuffle');
  if (typeof present !== 'boolean') {
    return cannot('whether it shuffles is not known.', 'Nothing was sent.');
  }
  const command = plan(control.id, 'toggle-shuffle', isValue('shuffle', isOn));
  return command.ok && present === isOn ? { ...command, needless: true } : command;
}

/** Chooses what is repeated. */
export function planRepeat({ control }: PlanContext, { what }: MediaWishOf<'repeat'>): CommandPlan {
  if (!hasCommand(control, 'set-repeat')) return cannotDo(control.type, 'repeat');
  return plan(control.id, 'set-repeat', isValue('repeat', REPEATS[what]), { what });
}

/** Speaks a text; no state tells of it. */
export function planAnnouncement(
  { control }: PlanContext,
  { text, volume }: MediaWishOf<'announce'>,
): CommandPlan {
  if (!hasCommand(control, 'speak')) return cannotDo(control.type, 'announce');
  return volume === undefined
    ? plan(control.id, 'speak', () => undefined, { text })
    : plan(control.id, 'speak-at-volume', () => undefined, { text, volume });
}

/** This type does not know what is wanted. */
export function cannotDo(type: string, what: string): CommandPlan {
  return cannot(
    `a ${typeLabel(type)} does not take ${what}.`,
    'loxone_describe_control tells what it takes.',
  );
}
