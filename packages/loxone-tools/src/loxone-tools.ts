import { type Clock, systemClock } from '@gatehouse/core';
import { DEFAULT_BULK_LIMIT } from './command/agree.js';
import { type After, systemAfter } from './command/wait-until.js';
import type { CreateTool, ToolKit } from './define-tool.js';
import { createIndexCache } from './house/index-cache.js';
import type { ToolDefinition } from './tool.js';
import { ACTING_TOOLS } from './toolsets/acting.js';
import { EVERYDAY_TOOLS } from './toolsets/everyday.js';
import { FINDING_TOOLS } from './toolsets/finding.js';
import { RECORD_TOOLS } from './toolsets/records.js';

/** What the tools take from outside, each with a default. */
export interface LoxoneToolsOptions {
  /** Default: the machine's clock. Says how old states are. */
  readonly clock?: Clock;
  /** Default: the platform's timers. Ends the waiting for a central control. */
  readonly after?: After;
  /** Only tools that change nothing exist. Default: false. */
  readonly readOnly?: boolean;
  /** More devices than this in one call are asked about, 1 or more. Default: 25. */
  readonly bulkLimit?: number;
}

/** In the order in which they are listed. */
const TOOLS: readonly CreateTool[] = [
  ...FINDING_TOOLS,
  ...RECORD_TOOLS,
  ...EVERYDAY_TOOLS,
  ...ACTING_TOOLS,
];

/**
 * The tools of a Loxone house. One set serves any number of houses and callers at once: each call
 * brings its own.
 *
 * @throws RangeError for a `bulkLimit` that is no whole number from 1.
 */
export function createLoxoneTools(options: LoxoneToolsOptions = {}): readonly ToolDefinition[] {
  const { bulkLimit = DEFAULT_BULK_LIMIT, readOnly = false } = options;
  if (!Number.isInteger(bulkLimit) || bulkLimit < 1) {
    throw new RangeError('options.bulkLimit must be a whole number from 1');
  }
  const byName = new Map<string, ToolDefinition>();
  const kit: ToolKit = {
    clock: options.clock ?? systemClock,
    after: options.after ?? systemAfter,
    indexOf: createIndexCache(),
    bulkLimit,
    toolNamed: (name) => byName.get(name),
  };
  const tools = TOOLS.map((create) => create(kit)).filter(
    ({ risk }) => !readOnly || risk === 'read',
  );
  for (const tool of tools) byName.set(tool.name, tool);
  return tools;
}
