import { z } from 'zod';
import { CONTROL_TOOL } from '../command/control-tool.js';
import { controlInput } from '../command/define-control-tool.js';
import type { Planner } from '../command/plan.js';
import { runCommands } from '../command/run-commands.js';
import { defineTool, type ToolCall, type ToolKit } from '../define-tool.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { CommandWish } from './find-command.js';

/** What an argument of a command can be. */
type ArgValue = string | number | boolean;

/**
 * The arguments of a command, as an assistant passes them. What they can be is checked and not
 * listed: a list would be paid for in every conversation.
 */
export const commandArgsSchema: z.ZodType<Readonly<Record<string, ArgValue>>> = z
  .looseObject({})
  .refine(isArgs, 'must hold texts, numbers or booleans');

function isArgs(args: Record<string, unknown>): args is Record<string, ArgValue> {
  return Object.values(args).every((value) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
}

/** What a call asks of its targets, once it is known by which name it does. */
export interface CommandAsk {
  readonly scope: TargetScope;
  readonly planner: Planner;
}

const inputSchema = controlInput({
  command: z.string(),
  args: commandArgsSchema.optional(),
});

/** A tool that gives commands of the catalog by their names. */
export interface CommandToolSpec
  extends Pick<ToolDefinition, 'name' | 'title' | 'description'>,
    Partial<Pick<ToolDefinition, 'risk' | 'annotations'>> {
  ask(wish: CommandWish, call: ToolCall): CommandAsk;
}

/** Makes a tool that gives one command to each of its targets. */
export function defineCommandTool(kit: ToolKit, spec: CommandToolSpec): ToolDefinition {
  const { ask, ...definition } = spec;
  return defineTool(kit, {
    ...CONTROL_TOOL,
    ...definition,
    inputSchema,
    handle({ targets, command, args = {}, dry_run: dryRun = false, wait_ms: waitMs }, call) {
      const wish = { command, args: readArgs(args) };
      return runCommands({ ...ask(wish, call), targets, dryRun, waitMs }, call);
    },
  });
}

/** The catalog's switches are the words `on` and `off`. */
export function readArgs(
  args: Readonly<Record<string, ArgValue>>,
): Readonly<Record<string, string | number>> {
  const entries = Object.entries(args).map(([name, value]) => [name, plain(value)] as const);
  return Object.fromEntries(entries);
}

function plain(value: ArgValue): string | number {
  if (typeof value !== 'boolean') return value;
  return value ? 'on' : 'off';
}
