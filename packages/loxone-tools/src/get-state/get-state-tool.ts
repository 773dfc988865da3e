import { z } from 'zod';
import { defineTool, type ToolKit } from '../define-tool.js';
import { READ_TOOL } from '../read-tool.js';
import { resolveTargets } from '../targets/resolve-targets.js';
import { targetsSchema } from '../targets/target-schema.js';
import type { ToolDefinition } from '../tool.js';
import { readScope } from './read-scope.js';
import { DETAILS, NO_STATES, stateOutputSchema, stateResult } from './state-result.js';

const inputSchema = z.strictObject({
  targets: targetsSchema,
  detail: z.enum(DETAILS).default('main'),
  fields: z.array(z.string().max(60)).max(20).optional().describe('State names'),
});

/** `loxone_get_state` */
export function getStateTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_get_state',
    title: 'Read states',
    description: 'Read the live states of devices, decoded, with units and words.',
    ...READ_TOOL,
    inputSchema,
    outputSchema: stateOutputSchema,
    empty: NO_STATES,
    handle: ({ targets, detail, fields }, call) =>
      stateResult(
        resolveTargets(targets, call.index, call.access, readScope),
        { detail, fields },
        call.home,
      ),
  });
}
