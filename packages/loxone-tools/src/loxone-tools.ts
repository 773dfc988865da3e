import { type Clock, systemClock } from '@gatehouse/core';
import { type After, systemAfter } from './command/wait-until.js';
import { coversTool } from './covers/covers-tool.js';
import type { ToolKit } from './define-tool.js';
import { getStateTool } from './get-state/get-state-tool.js';
import { createIndexCache } from './house/index-cache.js';
import { lightsTool } from './lights/lights-tool.js';
import { searchTool } from './search/search-tool.js';
import type { ToolDefinition } from './tool.js';

/** What the tools take from outside, each with a default. */
export interface LoxoneToolsOptions {
  /** Default: the machine's clock. Says how old states are. */
  readonly clock?: Clock;
  /** Default: the platform's timers. Ends the waiting for a central control. */
  readonly after?: After;
}

/** One function per tool, in the order in which they are listed. A new tool is a new line here. */
const TOOLS: readonly ((kit: ToolKit) => ToolDefinition)[] = [
  searchTool,
  getStateTool,
  lightsTool,
  coversTool,
];

/**
 * The tools of a Loxone house. One set serves any number of houses and callers at once: each call
 * brings its own.
 */
export function createLoxoneTools(options: LoxoneToolsOptions = {}): readonly ToolDefinition[] {
  const kit: ToolKit = {
    clock: options.clock ?? systemClock,
    after: options.after ?? systemAfter,
    indexOf: createIndexCache(),
  };
  return TOOLS.map((create) => create(kit));
}
