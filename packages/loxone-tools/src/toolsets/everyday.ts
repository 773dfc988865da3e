import { climateTool } from '../climate/climate-tool.js';
import { coversTool } from '../covers/covers-tool.js';
import type { CreateTool } from '../define-tool.js';
import { lightsTool } from '../lights/lights-tool.js';
import { mediaTool } from '../media/media-tool.js';

/** Lights, blinds, climate, music. */
export const EVERYDAY_TOOLS: readonly CreateTool[] = [
  lightsTool,
  coversTool,
  climateTool,
  mediaTool,
];
