import type { Risk } from '@gatehouse/core';
import {
  type CommandSpec,
  checkCommand,
  commandsOf,
  type HomeControl,
} from '@gatehouse/loxone-controls';
import { type CommandPlan, commandError, type Planner, plan } from '../command/plan.js';
import { typeLabel } from '../house/house-entry.js';
import { type ToolError, toolError } from '../tool-error.js';
import { type CommandWish, findCommand } from './find-command.js';
import { reachedBy } from './reached-by.js';
import { usageOf, usageOfAll } from './usage.js';

/**
 * Puts one command of the catalog to a control; what is wrong with it is answered by what would be
 * right.
 *
 * @param most - The highest risk that the tool reaches; commands beyond are not offered.
 */
export function commandPlanner(wish: CommandWish, most: Risk): Planner {
  return ({ control, states }) => {
    const spec = findCommand(control, wish);
    if (spec === undefined) return { ok: false, error: unknownCommand(control, most) };
    const target = { ...control, secured: false };
    const check = checkCommand(target, spec.name, wish.args, states);
    if (!check.ok) return { ok: false, error: wrongArguments(commandError(check.problem), spec) };
    return planOf(control, spec, wish.args);
  };
}

/** The commands that there are instead. */
export function unknownCommand(control: HomeControl, most: Risk): ToolError {
  const usage = usageOfAll(commandsOf(control), most);
  return toolError(
    'not_supported',
    `a ${typeLabel(control.type)} has no such command.`,
    usage === '' ? 'It has none that this tool gives.' : `It takes: ${usage}.`,
  );
}

/** What was passed is not repeated: it may be a code that somebody put in the wrong place. */
function wrongArguments({ code, message }: ToolError, spec: CommandSpec): ToolError {
  return toolError(code, message.replace(/, (?:got|not) .*$/su, '.'), `Usage: ${usageOf(spec)}.`);
}

function planOf({ id }: HomeControl, spec: CommandSpec, args: CommandWish['args']): CommandPlan {
  return plan(id, spec.name, reachedBy(spec, args), args);
}
