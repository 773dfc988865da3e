import { commandsOf, type HomeControl } from '@gatehouse/loxone-controls';
import type { PlanContext, Planner } from '../command/plan.js';
import type { ToolCall, ToolKit } from '../define-tool.js';
import { commandPlanner, unknownCommand } from '../device/command-planner.js';
import { defineCommandTool } from '../device/define-command-tool.js';
import type { CommandWish } from '../device/find-command.js';
import { wrongTool } from '../family-tools.js';
import { createEntry, type HouseEntry } from '../house/house-entry.js';
import { candidateOf } from '../house/suggest.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import { type ToolError, toolError } from '../tool-error.js';
import { type AccessCommand, accessCommands } from './access-command.js';

/** `loxone_control_access` */
export function accessTool(kit: ToolKit): ToolDefinition {
  return defineCommandTool(kit, {
    name: 'loxone_control_access',
    title: 'Control doors and alarms',
    description:
      'Doors, gates, garages, window motors, intercoms, keypads: open, close, stop, set-position {"position":100} (100 = open), answer. Alarms: arm or arm-delayed (args {"motion":"without"}: somebody stays), disarm, acknowledge, mute. Never takes codes.',
    risk: 'access',
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: false,
    },
    ask: (wish, call) => ({ scope: scopeOf(wish, call), planner: plannerOf(wish, call) }),
  });
}

const FAMILIES: ReadonlySet<string> = new Set(['access', 'security']);

/** What opens a way in counts, whatever its type: a push-button of a door station. */
function isAccess(control: HomeControl): boolean {
  return FAMILIES.has(control.family) || commandsOf(control).some(({ risk }) => risk === 'access');
}

function scopeOf(wish: CommandWish, call: ToolCall): TargetScope {
  return {
    plural: 'doors, gates or alarms that take this command',
    accepts: ({ control }) => isAccess(control),
    selects: ({ control }) =>
      isAccess(control) &&
      !control.capabilities.includes('central') &&
      accessCommands(control, wish, partsOf(control, call)).length > 0,
    refuse: (entry) => wrongTool(entry, 'door, gate or alarm'),
  };
}

function plannerOf(wish: CommandWish, call: ToolCall): Planner {
  return (context) => {
    const { control } = context;
    const [only, ...others] = accessCommands(control, wish, partsOf(control, call));
    if (only === undefined) return { ok: false, error: unknownCommand(control, 'access') };
    if (others.length > 0) return { ok: false, error: severalOutputs([only, ...others]) };
    const states = call.home.states(only.control.id);
    const target: PlanContext = { ...context, control: only.control, states };
    return commandPlanner(only.wish, 'access')(target);
  };
}

/** Only what the caller sees: a part that is denied is not there. */
function partsOf({ id }: HomeControl, { index, access }: ToolCall): readonly HomeControl[] {
  return index.entries
    .filter((entry) => entry.control.parent === id && access.sees(entry))
    .map(({ control }) => control);
}

function severalOutputs(found: readonly AccessCommand[]): ToolError {
  const outputs = found.flatMap(({ wish }) => wish.args.output ?? []);
  if (outputs.length > 0) {
    const hint = `Pass command open-output with args {"output": …} of ${outputs.join(', ')}.`;
    return toolError('invalid_argument', 'it has several outputs.', hint);
  }
  const entries: readonly HouseEntry[] = found.map(({ control }) =>
    createEntry(control, undefined),
  );
  const hint = 'Name the one that is meant as a target.';
  return toolError(
    'ambiguous_device',
    `it opens ${found.length} things.`,
    hint,
    entries.map(candidateOf),
  );
}
