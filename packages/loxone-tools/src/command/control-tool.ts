import type { ToolSpec } from '../define-tool.js';
import { commandResultSchema, EMPTY_COMMAND_RESULT } from './command-schema.js';

/**
 * What all tools that move things in the house are alike in. They set states rather than toggle, so
 * a call may be repeated; nothing they do destroys anything.
 */
export const CONTROL_TOOL: Pick<
  ToolSpec<never>,
  'risk' | 'annotations' | 'outputSchema' | 'empty'
> = {
  risk: 'control',
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  outputSchema: commandResultSchema,
  empty: EMPTY_COMMAND_RESULT,
};
