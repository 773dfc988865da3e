import { type Outcome, type ToolError, toolError } from '../tool-error.js';

const HINT = 'Nothing was sent; correct the arguments and call again.';

/** Which arguments one action of a tool needs, and which it takes besides. */
export interface ActionRule {
  readonly needs?: readonly string[];
  readonly takes?: readonly string[];
}

/**
 * Holds the arguments of a call against its action. `off` with a brightness is refused, not
 * interpreted.
 *
 * @param rules - Of all actions of the tool.
 * @param args - The arguments that belong to some action, given or not.
 */
export function checkArguments<Action extends string>(
  action: Action,
  rules: Readonly<Record<Action, ActionRule>>,
  args: Readonly<Record<string, unknown>>,
): ToolError | undefined {
  const { needs = [], takes = [] } = rules[action];
  const stray = Object.keys(args).find(
    (name) => args[name] !== undefined && !needs.includes(name) && !takes.includes(name),
  );
  if (stray !== undefined) return strayError(stray, rules);
  const missing = needs.find((name) => args[name] === undefined);
  if (missing === undefined) return undefined;
  return toolError('invalid_argument', `action ${action} needs ${missing}.`, HINT);
}

function strayError(name: string, rules: Readonly<Record<string, ActionRule>>): ToolError {
  const owners = Object.entries(rules)
    .filter(([, { needs = [], takes = [] }]) => needs.includes(name) || takes.includes(name))
    .map(([action]) => action);
  const message = `${name} goes with action ${owners.join(', ')} only.`;
  return toolError('invalid_argument', message, HINT);
}

/** An argument whose value cannot be right. */
export function wrongArgument(message: string, hint: string = HINT): Outcome<never> {
  return { ok: false, error: toolError('invalid_argument', message, hint) };
}
