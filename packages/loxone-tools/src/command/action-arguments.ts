import { type Outcome, type ToolError, toolError } from '../tool-error.js';

const HINT = 'Nothing was sent; correct the arguments and call again.';

/**
 * An argument that belongs to another action than the one wanted. `off` with a brightness is
 * refused, not interpreted.
 *
 * @param own - The arguments that belong to one action each; named like it.
 */
export function strayArgument(
  action: string,
  own: Readonly<Record<string, unknown>>,
): ToolError | undefined {
  const stray = Object.entries(own).find(([name, value]) => name !== action && value !== undefined);
  if (stray === undefined) return undefined;
  const [name] = stray;
  return toolError('invalid_argument', `${name} goes with action ${name} only.`, HINT);
}

/** An action without the argument that it is about. */
export function missingArgument(action: string, argument: string): Outcome<never> {
  const message = `action ${action} needs ${argument}.`;
  return { ok: false, error: toolError('invalid_argument', message, HINT) };
}
