import { EXIT, StartupError } from '@gatehouse/loxone-app';
import { Command } from 'commander';
import type { CliIo } from '../../io.js';
import { callAndPrint, type ToolCall } from '../call.js';
import { type ClientOptions, serverAccess, withClientOptions } from '../client-settings.js';
import { withClient } from '../with-client.js';
import type { ReadWish, Wish } from './wish-words.js';

/** A shortcut for one family of devices. */
export interface FamilyShortcut {
  /** `lights` */
  readonly name: string;
  readonly description: string;
  /** What can stand behind the target, for the help and for errors. */
  readonly wishes: string;
  readonly family: string;
  readonly tool: string;
  readonly readWish: ReadWish;
}

interface FamilyOptions extends ClientOptions {
  readonly room?: string;
  readonly floor?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

/**
 * `loxone-mcp lights` lists them · `lights NAME` shows one · `lights NAME on` and
 * `lights --room Kitchen off` change them.
 */
export function familyCommand(io: CliIo, shortcut: FamilyShortcut): Command {
  return withClientOptions(new Command(shortcut.name))
    .description(`${shortcut.description} What to do: ${shortcut.wishes}.`)
    .argument('[words...]', 'a name, and what to do; nothing lists them')
    .option('--room <room>', 'all of a room')
    .option('--floor <floor>', 'all of a floor')
    .option('--all', 'all of the house')
    .option('--dry-run', 'only show what would be done')
    .action(async (words: readonly string[], options: FamilyOptions) => {
      const call = familyCall(shortcut, words, options);
      await withClient(io, serverAccess(io, options), (client) =>
        callAndPrint(io, client, call, options),
      );
    });
}

/** @throws StartupError when the words say nothing that can be done. */
export function familyCall(
  shortcut: FamilyShortcut,
  words: readonly string[],
  options: FamilyOptions,
): ToolCall {
  const { room, floor, all } = options;
  if (room !== undefined || floor !== undefined || all === true) {
    if (words.length === 0) return listCall(shortcut, room, floor);
    const group = {
      ...(room !== undefined && { room }),
      ...(floor !== undefined && { floor }),
      all: true,
    };
    return writeCall(shortcut, group, wishOf(shortcut, words), options);
  }
  const [name, ...rest] = words;
  if (name === undefined) return listCall(shortcut, room, floor);
  if (rest.length === 0) return { name: 'loxone_get_state', args: { targets: [name] } };
  return writeCall(shortcut, name, wishOf(shortcut, rest), options);
}

function listCall(
  { family }: FamilyShortcut,
  room: string | undefined,
  floor: string | undefined,
): ToolCall {
  const place = room !== undefined ? { room } : floor !== undefined ? { floor } : {};
  return { name: 'loxone_search', args: { family, limit: 100, ...place } };
}

function writeCall(
  { tool }: FamilyShortcut,
  target: unknown,
  { action, args = {} }: Wish,
  { dryRun }: FamilyOptions,
): ToolCall {
  const dry = dryRun === true ? { dry_run: true } : {};
  return { name: tool, args: { targets: [target], action, ...args, ...dry } };
}

function wishOf({ name, readWish, wishes }: FamilyShortcut, words: readonly string[]): Wish {
  const wish = readWish(words);
  if (wish !== undefined) return wish;
  const problem = `${JSON.stringify(words.join(' '))} is nothing that ${name} do`;
  const remedy = `What to do: ${wishes}. A name of several words goes in quotes.`;
  throw new StartupError(`${problem}. ${remedy}`, EXIT.usage);
}
