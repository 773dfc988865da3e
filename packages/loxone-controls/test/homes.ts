import type { CommandTarget } from '../src/check-command.js';
import type { HomeState } from '../src/home.js';

/** A control as the checks want it, named after its type. */
export function target(type: string, more: Partial<CommandTarget> = {}): CommandTarget {
  return { type, name: `My ${type}`, secured: false, details: {}, ...more };
}

/** States of a control, by name. */
export function known(values: Readonly<Record<string, number | null>>): readonly HomeState[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
