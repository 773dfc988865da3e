import type { ToolSpec } from '../define-tool.js';
import type { ToolAnnotations } from '../tool.js';
import { commandResultSchema, EMPTY_COMMAND_RESULT } from './command-schema.js';

/**
 * What all tools that move things in the house are alike in; nothing they do destroys anything. A call
 * may be repeated where they set states; the others say that they {@link STEPPING}.
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

/** Of a tool with actions that go from where something is: made twice, a call does more than once. */
export const STEPPING: ToolAnnotations = { ...CONTROL_TOOL.annotations, idempotentHint: false };
