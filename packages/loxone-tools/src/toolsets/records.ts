import type { CreateTool } from '../define-tool.js';
import { diagnosticsTool } from '../diagnostics/diagnostics-tool.js';
import { energyTool } from '../energy/energy-tool.js';
import { eventsTool } from '../events/events-tool.js';
import { historyTool } from '../history/history-tool.js';
import { waitForTool } from '../wait-for/wait-for-tool.js';
import { weatherTool } from '../weather/weather-tool.js';

/** What was, what is recorded, and how the house itself is. */
export const RECORD_TOOLS: readonly CreateTool[] = [
  historyTool,
  eventsTool,
  energyTool,
  weatherTool,
  diagnosticsTool,
  waitForTool,
];
