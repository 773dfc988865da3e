import { z } from 'zod';
import { defineTool, failure, type ToolKit, type ToolSpec } from '../define-tool.js';
import { type Target, targetsSchema } from '../targets/target-schema.js';
import type { TargetScope } from '../targets/target-scope.js';
import type { ToolDefinition } from '../tool.js';
import type { Outcome } from '../tool-error.js';
import {
  confirmTokenSchema,
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
  waitSchema,
} from './command-schema.js';
import { CONTROL_TOOL } from './control-tool.js';
import { type HouseView, houseView } from './house-view.js';
import type { Planner } from './plan.js';
import { runCommands } from './run-commands.js';

/** What every tool that moves things takes. */
type ControlFields = {
  readonly targets: z.ZodType<readonly Target[]>;
  readonly dry_run: z.ZodOptional<z.ZodBoolean>;
  readonly wait_ms: z.ZodDefault<z.ZodNumber>;
  readonly confirm_token: z.ZodOptional<z.ZodString>;
};

/** The arguments of a tool that moves things: its own between those that all have. */
export function controlInput<Fields extends z.ZodRawShape>(
  fields: Fields,
): z.ZodObject<Fields & ControlFields, z.core.$strict> {
  const common: ControlFields = {
    targets: targetsSchema,
    dry_run: dryRunSchema,
    wait_ms: waitSchema,
    confirm_token: confirmTokenSchema,
  };
  const { targets, ...rest } = common;
  return z.strictObject({ targets, ...fields, ...rest } as unknown as Fields & ControlFields);
}

/** A tool that moves things, as its author writes it. */
export interface ControlToolSpec<Input extends z.ZodObject<ControlFields>, Wish>
  extends Pick<ToolSpec<Input>, 'name' | 'title' | 'description' | 'inputSchema'>,
    Partial<Pick<ToolSpec<Input>, 'risk' | 'annotations'>> {
  readonly scope: TargetScope;
  /** What the arguments come to, or what is wrong with them together. */
  wishOf(args: z.output<Input>): Outcome<Wish>;
  /** @param house - What a planner may read besides the control itself. */
  planner(wish: Wish, house: HouseView): Planner;
}

/** Makes a tool that puts one wish to each of its targets. */
export function defineControlTool<Input extends z.ZodObject<ControlFields>, Wish>(
  kit: ToolKit,
  spec: ControlToolSpec<Input, Wish>,
): ToolDefinition {
  const { scope, wishOf, planner, ...definition } = spec;
  return defineTool<Input>(kit, {
    ...CONTROL_TOOL,
    ...definition,
    handle(args, call) {
      const wish = wishOf(args);
      if (!wish.ok) return failure(wish.error, EMPTY_COMMAND_RESULT);
      const { targets, dry_run: dryRun = false, wait_ms: waitMs } = args as CommonArguments;
      return runCommands(
        { targets, scope, planner: planner(wish.value, houseView(call)), dryRun, waitMs },
        call,
      );
    },
  });
}

type CommonArguments = z.output<z.ZodObject<ControlFields>>;
