import { batchTool } from '../batch/batch-tool.js';
import { accessTool } from '../control-access/access-tool.js';
import type { CreateTool } from '../define-tool.js';
import { deviceTool } from '../device/device-tool.js';
import { sceneTool } from '../scene/scene-tool.js';

/** Every other device, scenes, several things at once, doors. */
export const ACTING_TOOLS: readonly CreateTool[] = [deviceTool, sceneTool, batchTool, accessTool];
