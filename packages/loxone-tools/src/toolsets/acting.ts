import type { CreateTool } from '../define-tool.js';

/** Every other device, scenes, several things at once, doors. */
export const ACTING_TOOLS: readonly CreateTool[] = [];
