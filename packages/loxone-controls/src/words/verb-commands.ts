import { controlType } from '../catalog.js';
import type { CommandSpec } from '../types.js';
import type { Verb } from './language.js';

/** Commands that a verb can mean, best first; which of them, the control's type decides. */
const COMMANDS: Readonly<Record<Verb, readonly string[]>> = {
  on: ['on', 'set-state', 'start', 'allow', 'charge'],
  off: ['off', 'stop', 'reset', 'cancel'],
  toggle: ['toggle', 'pulse'],
  open: ['open', 'open-cover', 'open-output'],
  close: ['close', 'close-cover'],
  raise: ['open', 'volume-up', 'change-volume', 'pulse-up', 'set-value'],
  lower: ['close', 'volume-down', 'change-volume', 'pulse-down', 'set-value'],
  stop: ['stop', 'pause', 'off', 'cancel', 'stop-timer'],
  dim: ['set-brightness', 'set-color'],
  brighten: ['set-brightness', 'set-color'],
  set: [
    'set-value',
    'set-text',
    'set-position',
    'set-brightness',
    'set-mood',
    'set-scene',
    'set-target',
    'set-comfort-mode-temperature',
    'set-temperature',
    'set-volume',
    'select',
    'set-mode',
  ],
  lock: ['lock', 'close'],
  unlock: ['unlock', 'open', 'open-output'],
  arm: ['arm'],
  disarm: ['disarm'],
  start: ['start', 'on', 'play', 'start-timer', 'trigger', 'pulse'],
  pause: ['pause', 'start-pause', 'stop'],
  play: ['play'],
  next: ['next', 'next-mood', 'next-scene', 'next-state'],
  previous: ['previous', 'previous-mood', 'previous-scene'],
  acknowledge: ['acknowledge', 'confirm', 'dismiss', 'answer', 'confirm-mail'],
};

/**
 * The commands of a type that a verb can mean, best first. Whether one may be given, and with which
 * arguments, `checkCommand` says.
 *
 * @returns Empty for an unknown type, and where the type has nothing of the kind.
 */
export function commandsForVerb(type: string, verb: Verb): readonly CommandSpec[] {
  const commands = controlType(type)?.commands ?? [];
  return COMMANDS[verb].flatMap((name) => commands.find((command) => command.name === name) ?? []);
}
