import type { Action, Clock, Principal } from '@gatehouse/core';

/** The moment at which tests ask. */
export const NOW = 1_700_000_000_000;

/** A clock that stands still. */
export const CLOCK: Clock = { now: () => NOW };

/** A principal with only what every principal has. */
export function principal(role: string, limits: Partial<Principal> = {}): Principal {
  return {
    id: `lmcp_${role}_001`,
    kind: 'key',
    name: role,
    role,
    scopes: [],
    revision: '1',
    ...limits,
  };
}

/** A tool call of class `control`. */
export function action(changes: Partial<Action> = {}): Action {
  return { kind: 'tool', name: 'loxone_control_lights', risk: 'control', ...changes };
}
