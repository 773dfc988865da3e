import { z } from 'zod';
import {
  commandResultSchema,
  confirmTokenSchema,
  dryRunSchema,
  EMPTY_COMMAND_RESULT,
} from '../command/command-schema.js';
import { rejected } from '../command/report.js';
import { defineTool, type ToolKit } from '../define-tool.js';
import type { ToolDefinition } from '../tool.js';
import { runSteps } from './run-steps.js';
import { MAX_STEPS, readSteps, stepSchema } from './step.js';

const inputSchema = z.strictObject({
  steps: z.array(stepSchema).min(1).max(MAX_STEPS),
  stop_on_error: z.boolean().optional(),
  dry_run: dryRunSchema,
  confirm_token: confirmTokenSchema,
});

/** `loxone_batch` */
export function batchTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_batch',
    title: 'Several steps',
    description:
      'Run calls of other control tools and loxone_wait_for in order, each after its delay_ms. Consent is asked for once, for all. Nothing is undone when a later step fails.',
    // Each step is judged by its own tool and risk, as if it were called alone.
    risk: 'control',
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      openWorldHint: false,
    },
    inputSchema,
    outputSchema: commandResultSchema,
    empty: EMPTY_COMMAND_RESULT,
    handle({ steps: inputs, stop_on_error: stopOnError = false, dry_run: dryRun = false }, call) {
      const { steps, problems } = readSteps(inputs, kit);
      const [first, ...others] = problems;
      if (first !== undefined) return rejected([first, ...others]);
      return runSteps({ steps, stopOnError, dryRun }, call);
    },
  });
}
