import type { ArgumentSpec, CommandSpec, StateSpec } from '../types.js';
import { admin, json, listArg, text, textArg } from './builders.js';

/** States that a control of any type may have (protocol reference §4.5). */
export const COMMON_STATES: readonly StateSpec[] = [
  json(
    'jLocked',
    'Whether the control is locked: `{locked, reason}`, locked 0 free, 1 by a user, 2 by the logic; empty when free.',
  ),
  text('events', 'Notes of the control for its own view; not documented by the vendor.'),
];

/** Commands that any control takes whose details say `jLockable` (protocol reference §4.5). */
export const LOCK_COMMANDS: readonly CommandSpec[] = [
  admin(
    'lock',
    'lockcontrol/1/{reason}',
    'Locks the control against all commands and all logic until it is unlocked.',
    ['jLocked'],
    [textArg('reason', 'Why, shown to everybody who tries to use it.', 200)],
  ),
  admin('unlock', 'unlockcontrol', 'Ends a lock that a user has set.', ['jLocked']),
];

/** Ids of the house, as the structure file writes them; a part of a control has a suffix. */
export const UUID = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{16}';

export const EXAMPLE_UUID = '0f869a64-0200-0a9b-ffffd4c75dbaf53c';

/** The members of a central control that a command is for. */
export const MEMBERS: ArgumentSpec = listArg(
  'controls',
  'Ids of its members, from details.controls, with spaces between them.',
  UUID,
  ',',
  { membersFromDetails: 'controls', example: EXAMPLE_UUID },
);

/** An instant that need not come. */
export const WITHOUT_END = { values: { '-1': 'without end', '0': 'none' } };

/** A point in time by the Miniserver's own clock. */
export const UNTIL: ArgumentSpec = {
  name: 'until',
  kind: 'number',
  meaning: "Seconds since 2009-01-01, by the Miniserver's clock.",
  min: 1,
  max: 4_294_967_295,
  integer: true,
};

const ENTRY = String.raw`-?\d{1,3};\d{1,4};\d{1,4};[01];-?\d{1,10}(?:\.\d{1,3})?`;

const ENTRIES: ArgumentSpec = listArg(
  'entries',
  'The entries with spaces between them, each operating mode;from;to;needs confirmation;value, times in minutes after midnight.',
  ENTRY,
  '/',
  { counted: true, example: '3;480;1320;0;1 4;480;1320;0;1' },
);

const MODES: ArgumentSpec = listArg(
  'modes',
  'Ids of operating modes, with spaces between them.',
  String.raw`-?\d{1,4}`,
  ',',
  { example: '3 4 5' },
);

/** Commands that replace a schedule; `suffix` is `c` for that of cooling, first generation. */
export function scheduleCommands(
  affects: readonly string[],
  suffix: '' | 'c' = '',
): readonly CommandSpec[] {
  const [name, what] = suffix === 'c' ? ['cooling-', 'cooling '] : ['', ''];
  return [
    admin(
      `set-${name}schedule`,
      `set${suffix}/{entries}`,
      `Replaces all entries of the ${what}schedule.`,
      affects,
      [ENTRIES],
    ),
    admin(
      `set-${name}schedule-modes`,
      `modeslist${suffix}/{modes}`,
      `Chooses the operating modes that the ${what}schedule has entries for.`,
      affects,
      [MODES],
    ),
  ];
}
