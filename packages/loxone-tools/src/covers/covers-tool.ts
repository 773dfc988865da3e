import { z } from 'zod';
import { missingArgument, strayArgument } from '../command/action-arguments.js';
import {
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
  percentSchema,
  waitSchema,
} from '../command/command-schema.js';
import { CONTROL_TOOL } from '../command/control-tool.js';
import { runCommands } from '../command/run-commands.js';
import { defineTool, failure, type ToolKit } from '../define-tool.js';
import { wrongTool } from '../family-tools.js';
import { targetsSchema } from '../targets/target-schema.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import { type CoverWish, coverPlanner } from './cover-planner.js';

const inputSchema = z.strictObject({
  targets: targetsSchema,
  action: z.enum(['open', 'close', 'stop', 'position', 'slats', 'shade']),
  position: percentSchema.optional().describe('0 = open (up), 100 = closed (down)'),
  slats: percentSchema.optional().describe('0 = horizontal, 100 = closed'),
  dry_run: dryRunSchema,
  wait_ms: waitSchema,
});

/** A group takes no central control: it would move covers beyond the group. */
const scope: TargetScope = {
  plural: 'covers',
  accepts: ({ control }) => control.family === 'covers',
  selects: ({ control }) =>
    control.family === 'covers' && !control.capabilities.includes('central'),
  refuse: (entry) => wrongTool(entry, 'blind or other cover'),
};

/** `loxone_control_covers` */
export function coversTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_control_covers',
    title: 'Control blinds',
    description:
      'Move blinds, shutters, curtains; not gates or windows. Reports what the house then did.',
    ...CONTROL_TOOL,
    inputSchema,
    handle(args, call) {
      const wish = wishOf(args);
      if (!wish.ok) return failure(wish.error, EMPTY_COMMAND_RESULT);
      const planner = coverPlanner(wish.value);
      const { targets, dry_run: dryRun = false, wait_ms: waitMs } = args;
      return runCommands({ targets, scope, planner, dryRun, waitMs }, call);
    },
  });
}

function wishOf(args: z.output<typeof inputSchema>): Outcome<CoverWish> {
  const { action, position, slats } = args;
  const stray = strayArgument(action, { position, slats });
  if (stray !== undefined) return { ok: false, error: stray };
  switch (action) {
    case 'position':
      if (position === undefined) return missingArgument(action, 'position');
      return { ok: true, value: { action, position } };
    case 'slats':
      if (slats === undefined) return missingArgument(action, 'slats');
      return { ok: true, value: { action, slats } };
    default:
      return { ok: true, value: { action } };
  }
}
