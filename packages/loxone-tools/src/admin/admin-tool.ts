import { z } from 'zod';
import {
  commandResultSchema,
  confirmTokenSchema,
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
  waitSchema,
} from '../command/command-schema.js';
import { runCommands } from '../command/run-commands.js';
import { defineTool, failure, type ToolCall, type ToolKit } from '../define-tool.js';
import { commandPlanner, unknownCommand } from '../device/command-planner.js';
import { commandArgsSchema, readArgs } from '../device/define-command-tool.js';
import { type CommandWish, findCommand } from '../device/find-command.js';
import { type Target, targetsSchema } from '../targets/target-schema.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition, ToolResult } from '../tool.js';
import { toolError } from '../tool-error.js';
import { planMode } from './plan-mode.js';
import { reboot } from './reboot.js';

const inputSchema = z.strictObject({
  action: z.enum(['reboot', 'lock', 'unlock', 'command', 'plan_mode']),
  targets: targetsSchema.optional(),
  reason: z.string().max(200).optional().describe('Of lock'),
  command: z.string().max(60).optional(),
  args: commandArgsSchema.optional(),
  mode: z.string().max(120).optional().describe('Operating mode, name or id'),
  from: z.string().max(10).optional().describe('YYYY-MM-DD'),
  to: z.string().max(10).optional(),
  dry_run: dryRunSchema,
  wait_ms: waitSchema,
  confirm_token: confirmTokenSchema,
});

type Input = z.output<typeof inputSchema>;

/** `loxone_admin` */
export function adminTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_admin',
    title: 'Administer the house',
    description:
      'Restart the Miniserver; lock a control with a reason, or unlock it; give commands that change what is stored (schedules, moods, codes by id); enter an operating mode into the calendar for some days.',
    risk: 'admin',
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: false,
    },
    inputSchema,
    outputSchema: commandResultSchema,
    empty: EMPTY_COMMAND_RESULT,
    handle: (args, call) => runAdmin(args, call),
  });
}

function runAdmin(input: Input, call: ToolCall): Promise<ToolResult> | ToolResult {
  const dryRun = input.dry_run ?? false;
  switch (input.action) {
    case 'reboot':
      return reboot(dryRun, call);
    case 'plan_mode':
      return planMode(input, dryRun, call);
    case 'lock':
      return runCommand({ command: 'lock', args: { reason: input.reason ?? '' } }, input, call);
    case 'unlock':
      return runCommand({ command: 'unlock', args: {} }, input, call);
    case 'command':
      if (input.command === undefined) return missing('command');
      return runCommand({ command: input.command, args: readArgs(input.args ?? {}) }, input, call);
  }
}

function runCommand(
  wish: CommandWish,
  { targets, dry_run: dryRun = false, wait_ms: waitMs }: Input,
  call: ToolCall,
): Promise<ToolResult> | ToolResult {
  if (targets === undefined) return missing('targets');
  const named: readonly Target[] = targets;
  const planner = commandPlanner(wish, 'admin');
  return runCommands({ targets: named, scope: scopeOf(wish), planner, dryRun, waitMs }, call);
}

/** Other commands have tools of their own. */
function scopeOf(wish: CommandWish): TargetScope {
  const isForAdmin: TargetScope['accepts'] = ({ control }) =>
    findCommand(control, wish)?.risk === 'admin';
  return {
    plural: 'devices that take this command',
    accepts: isForAdmin,
    selects: (entry) => isForAdmin(entry) && !entry.control.capabilities.includes('central'),
    refuse: ({ control }) => unknownCommand(control, 'admin'),
  };
}

function missing(name: string): ToolResult {
  const error = toolError('invalid_argument', `This action needs ${name}.`, 'Nothing was sent.');
  return failure(error, EMPTY_COMMAND_RESULT);
}
