import type { CommandSpec, StateSpec } from '../types.js';
import { admin, json, text, textArg } from './builders.js';

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
