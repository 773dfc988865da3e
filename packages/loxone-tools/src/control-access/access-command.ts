import { commandsOf, type HomeControl } from '@gatehouse/loxone-controls';
import { type CommandWish, findCommand, spelling } from '../device/find-command.js';

/** Arms alarms; motion detectors have commands of their own. */
const WITH_MOTION: Readonly<Record<string, string>> = {
  arm: 'arm-with-motion',
  'arm-delayed': 'arm-delayed-with-motion',
};

/** What people say of alarms, doors and door stations, in the catalog's terms. */
const WORDS: Readonly<Record<string, string>> = {
  unlock: 'open',
  release: 'open',
  quit: 'acknowledge',
  'delayed-arm': 'arm-delayed',
  silence: 'mute',
};

/** A command, and which part of the control it goes to. */
export interface AccessCommand {
  readonly control: HomeControl;
  readonly wish: CommandWish;
}

/**
 * What a wish comes to at one door, gate, alarm or door station.
 *
 * @param parts - The parts of the control: a door station opens by its push-buttons.
 * @returns Several where it has several outputs and none was named; none where it has no such command.
 */
export function accessCommands(
  control: HomeControl,
  asked: CommandWish,
  parts: readonly HomeControl[],
): readonly AccessCommand[] {
  const wish = inTermsOfCatalog(control, asked);
  if (findCommand(control, wish) !== undefined) return [{ control, wish }];
  if (wish.command !== 'open') return [];
  const outputs = outputsOf(control);
  if (outputs.length > 0) {
    return outputs.map((output) => ({
      control,
      wish: { command: 'open-output', args: { output } },
    }));
  }
  return parts
    .filter((part) => commandsOf(part).some(({ name }) => name === 'pulse'))
    .map((part) => ({ control: part, wish: { command: 'pulse', args: {} } }));
}

/** A gate that an administrator can lock is not opened by unlocking it. */
function inTermsOfCatalog(control: HomeControl, { command, args }: CommandWish): CommandWish {
  const name = spelling(command);
  if (commandsOf(control).some((own) => own.name === name) && !Object.hasOwn(WITH_MOTION, name)) {
    return { command: name, args };
  }
  const known = Object.hasOwn(WORDS, name) ? (WORDS[name] ?? name) : name;
  const withMotion = Object.hasOwn(args, 'motion') ? WITH_MOTION[known] : undefined;
  return { command: withMotion ?? known, args: readMotion(args) };
}

/** `motion: true` reads as `on`, which the catalog calls `with`. */
function readMotion(args: CommandWish['args']): CommandWish['args'] {
  const words: Readonly<Record<string, string>> = { on: 'with', off: 'without' };
  const { motion } = args;
  const word = typeof motion === 'string' ? words[motion] : undefined;
  return word === undefined ? args : { ...args, motion: word };
}

/** Outputs of a keypad: `details.accessOutputs` names them `q1` to `q6` (protocol reference §5.5). */
function outputsOf({ type, details }: HomeControl): readonly number[] {
  const outputs = details.accessOutputs;
  if (type !== 'NfcCodeTouch' || typeof outputs !== 'object' || outputs === null) return [];
  return Object.entries(outputs).flatMap(([key, name]) => {
    const number = /^q([1-6])$/i.exec(key)?.[1];
    return number === undefined || typeof name !== 'string' || name === '' ? [] : [Number(number)];
  });
}
