import { type Clock, systemClock } from '@gatehouse/core';
import { DEFAULT_BULK_LIMIT } from './command/agree.js';
import { type After, systemAfter } from './command/wait-until.js';
import type { CreateTool, ToolKit } from './define-tool.js';
import { createIndexCache } from './house/index-cache.js';
import { compilePatterns } from './send-command/raw-rules.js';
import type { ToolDefinition } from './tool.js';
import { ACTING_TOOLS } from './toolsets/acting.js';
import { EVERYDAY_TOOLS } from './toolsets/everyday.js';
import { FINDING_TOOLS } from './toolsets/finding.js';
import { type OptInTool, optInTools } from './toolsets/opt-in.js';
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
  /** Tools that exist only where the owner wants them. Default: none. */
  readonly optIn?: readonly OptInTool[];
  /**
   * What `loxone_send_command` may send: regular expressions, each of which has to fit a whole
   * command. Default: nothing.
   */
  readonly rawCommands?: readonly string[];
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
 * @throws TypeError for an opt-in tool that there is none of, or a raw command that is no pattern.
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
    rawCommands: compilePatterns(options.rawCommands ?? []),
    toolNamed: (name) => byName.get(name),
  };
  const wanted = [...TOOLS, ...optInTools(options.optIn ?? [])];
  const tools = wanted
    .map((create) => create(kit))
    .filter(({ risk }) => !readOnly || risk === 'read');
  for (const tool of tools) byName.set(tool.name, tool);
  return tools;
}
