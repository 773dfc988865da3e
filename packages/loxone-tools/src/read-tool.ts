import type { ToolSpec } from './define-tool.js';

/** What all tools that only look are alike in. */
export const READ_TOOL: Pick<ToolSpec<never>, 'risk' | 'annotations'> = {
  risk: 'read',
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};
