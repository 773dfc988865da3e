import type { CreateTool } from '../define-tool.js';
import { describeTool } from '../describe/describe-tool.js';
import { getStateTool } from '../get-state/get-state-tool.js';
import { overviewTool } from '../overview/overview-tool.js';
import { searchTool } from '../search/search-tool.js';

/** Finding things and reading how they are. */
export const FINDING_TOOLS: readonly CreateTool[] = [
  overviewTool,
  searchTool,
  getStateTool,
  describeTool,
];
