import type { CreateTool } from '../define-tool.js';
import { getStateTool } from '../get-state/get-state-tool.js';
import { searchTool } from '../search/search-tool.js';

/** Finding things and reading how they are. */
export const FINDING_TOOLS: readonly CreateTool[] = [searchTool, getStateTool];
