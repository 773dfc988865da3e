import { z } from 'zod';
import { defineTool, type ToolKit } from '../define-tool.js';
import { READ_TOOL } from '../read-tool.js';
import type { ToolDefinition } from '../tool.js';
import { DETAILS, overviewOf, overviewOutputSchema } from './overview-result.js';

const inputSchema = z.strictObject({ detail: z.enum(DETAILS).default('std') });

/** `loxone_overview` */
export function overviewTool(kit: ToolKit): ToolDefinition {
  return defineTool(kit, {
    name: 'loxone_overview',
    title: 'Overview of the house',
    description:
      'Map of the house: rooms, device counts, what is on, open or moving, alarms, mode, energy now. Start here.',
    ...READ_TOOL,
    inputSchema,
    outputSchema: overviewOutputSchema,
    empty: {},
    handle: ({ detail }, call) => overviewOf(detail, call),
  });
}
