import { commandsOf } from '@gatehouse/loxone-controls';
import { STEPPING } from '../command/control-tool.js';
import type { ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import { commandPlanner, unknownCommand } from './command-planner.js';
import { defineCommandTool } from './define-command-tool.js';
import { type CommandWish, findCommand } from './find-command.js';

/** `loxone_control_device` */
export function deviceTool(kit: ToolKit): ToolDefinition {
  return defineCommandTool(kit, {
    name: 'loxone_control_device',
    title: 'Control any device',
    annotations: STEPPING,
    description:
      'Give a command to a switch, slider, timer, irrigation, pool, sauna, wallbox or anything else: on, off, set-value {"value":3} … A wrong one is answered with those that there are.',
    ask: (wish) => ({ scope: scopeOf(wish), planner: commandPlanner(wish, 'control') }),
  });
}

/**
 * A group is whatever in it knows the command, but for doors and alarms, and for central controls,
 * which act beyond the group.
 */
function scopeOf(wish: CommandWish): TargetScope {
  return {
    plural: 'devices that take this command',
    accepts: ({ control }) => findCommand(control, wish) !== undefined,
    selects: ({ control }) =>
      control.family !== 'access' &&
      control.family !== 'security' &&
      !control.capabilities.includes('central') &&
      findCommand(control, wish) !== undefined,
    refuse: (entry) =>
      commandsOf(entry.control).length === 0
        ? wrongTool(entry, 'device that takes commands')
        : unknownCommand(entry.control, 'control'),
  };
}
