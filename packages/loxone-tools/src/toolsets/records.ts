import type { CreateTool } from '../define-tool.js';
import { historyTool } from '../history/history-tool.js';

/** What was, what is recorded, and how the house itself is. */
export const RECORD_TOOLS: readonly CreateTool[] = [historyTool];
