import type { Action, Authorize, Decision, Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { z } from 'zod';
import { ITEM_OUTCOMES, type Item } from '../../src/command/item.js';
import { createLoxoneTools, type ToolDefinition, type ToolResult } from '../../src/index.js';
import { errorSchema } from '../../src/output-schema.js';
import type { HousePorts } from '../../src/ports/house-ports.js';
import type { ToolError } from '../../src/tool-error.js';
import { authorize, operator } from './authorize.js';

/** The clock of all tests: epoch milliseconds. */
export const NOW = 1_800_000_000_000;

export const TOOLS: readonly ToolDefinition[] = createLoxoneTools({ clock: { now: () => NOW } });

/** Tools whose results are items; their output schema leaves the shape of one open. */
const ITEM_TOOLS: ReadonlySet<string> = new Set([
  'loxone_control_lights',
  'loxone_control_covers',
  'loxone_set_climate',
  'loxone_control_media',
  'loxone_control_device',
  'loxone_control_access',
]);

const itemsSchema = z.array(
  z.strictObject({
    id: z.string(),
    label: z.string(),
    outcome: z.enum(ITEM_OUTCOMES),
    detail: z.string(),
    state: z.string().optional(),
  }),
);

export interface CallOptions {
  readonly home: LoxoneHome;
  readonly principal?: Principal;
  readonly authorize?: Authorize;
  readonly authorizeAct?: Authorize;
  readonly decide?: (action: Action, consented: boolean) => Promise<Decision>;
  readonly ports?: HousePorts;
  readonly signal?: AbortSignal;
  readonly tools?: readonly ToolDefinition[];
}

/** Calls a tool and holds its result against its own output schema, whatever the result is. */
export async function call(
  name: string,
  args: Record<string, unknown>,
  options: CallOptions,
): Promise<ToolResult> {
  const { home, principal = operator, signal, tools = TOOLS, authorizeAct, decide } = options;
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new TypeError(`no tool ${name}`);
  const result = await tool.run(args, {
    ...options.ports,
    home,
    principal,
    authorize: options.authorize ?? authorize,
    ...(authorizeAct !== undefined && { authorizeAct }),
    ...(decide !== undefined && { decide }),
    ...(signal !== undefined && { signal }),
  });
  const fits = tool.outputSchema.safeParse(JSON.parse(JSON.stringify(result.structured)));
  if (!fits.success) throw new TypeError(`${name}: ${fits.error.message}`);
  errorSchema.parse(result.structured.error);
  if (ITEM_TOOLS.has(name)) itemsSchema.parse(result.structured.results);
  if (result.isError === true && errorOf(result) === undefined) {
    throw new TypeError(`${name}: an error without an error`);
  }
  return result;
}

export function errorOf(result: ToolResult): ToolError | undefined {
  return result.structured.error as ToolError | undefined;
}

export function itemsOf(result: ToolResult): readonly Item[] {
  return result.structured.results as readonly Item[];
}

/** Outcomes by control id. */
export function outcomesOf(result: ToolResult): Record<string, string> {
  return Object.fromEntries(itemsOf(result).map(({ id, outcome }) => [id, outcome]));
}

/** Devices of a search or a reading. */
export function devicesOf(result: ToolResult): readonly {
  readonly id: string;
  readonly name: string;
  readonly room?: string;
  readonly state?: string;
  readonly states?: readonly { name: string; value: unknown; unit?: string; text?: string }[];
}[] {
  return result.structured.devices as never;
}

/** Everything that a caller gets to read. */
export function everythingIn(result: ToolResult): string {
  return `${result.text}\n${JSON.stringify(result.structured)}`;
}
