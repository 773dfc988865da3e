import type { Command } from 'commander';
import type { CliIo } from '../../io.js';
import { type FamilyShortcut, familyCommand } from './family-command.js';
import { roomsCommand } from './rooms.js';
import { sceneCommand } from './scene.js';
import { watchCommand } from './watch.js';
import { climateWish, coverWish, lightWish } from './wish-words.js';

const FAMILIES: readonly FamilyShortcut[] = [
  {
    name: 'lights',
    description: 'Lists, shows or sets lights.',
    wishes: 'on, off, toggle, pulse, 40, brighter, darker, mood NAME, color red',
    family: 'lights',
    tool: 'loxone_control_lights',
    readWish: lightWish,
  },
  {
    name: 'blinds',
    description: 'Lists, shows or moves blinds.',
    wishes: 'open, close, up, down, stop, shade, auto, 50 (100 = closed), slats 30',
    family: 'covers',
    tool: 'loxone_control_covers',
    readWish: coverWish,
  },
  {
    name: 'climate',
    description: 'Lists, shows or sets heating and cooling.',
    wishes: '21.5, mode eco, on, off, resume',
    family: 'climate',
    tool: 'loxone_set_climate',
    readWish: climateWish,
  },
];

/** What people do every day, without naming tools. */
export function shortcutCommands(io: CliIo): readonly Command[] {
  return [
    roomsCommand(io),
    ...FAMILIES.map((family) => familyCommand(io, family)),
    sceneCommand(io),
    watchCommand(io),
  ];
}
