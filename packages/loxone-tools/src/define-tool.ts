import type { Clock, Risk } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { z } from 'zod';
import { type Access, createAccess } from './access.js';
import { argumentError } from './argument-error.js';
import type { After } from './command/wait-until.js';
import { neverConnected, staleNotice } from './house/freshness.js';
import type { HouseIndex } from './house/house-index.js';
import type { IndexOf } from './house/index-cache.js';
import type { HousePorts } from './ports/house-ports.js';
import type { ToolContext, ToolDefinition, ToolResult } from './tool.js';
import { errorText, type ToolError, toolError } from './tool-error.js';

/** What all tools of one server share. */
export interface ToolKit {
  readonly clock: Clock;
  readonly after: After;
  readonly indexOf: IndexOf;
  /** More devices than this in one call are asked about. */
  readonly bulkLimit: number;
  /** What may be sent raw, each as a whole; the owner sets it. */
  readonly rawCommands: readonly RegExp[];
  /** Another tool of the same set, for tools that call others. */
  readonly toolNamed: (name: string) => ToolDefinition | undefined;
}

/** One call, after its arguments were checked and the tool itself was allowed. */
export interface ToolCall {
  readonly home: LoxoneHome;
  readonly index: HouseIndex;
  readonly access: Access;
  /** The highest risk that the tool can reach. */
  readonly risk: Risk;
  readonly signal: AbortSignal | undefined;
  readonly after: After;
  readonly clock: Clock;
  readonly bulkLimit: number;
  readonly tool: string;
  /** The arguments as they were checked. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly ports: HousePorts;
  /** The whole context, for a tool that calls other tools. */
  readonly context: ToolContext;
}

/** Makes a tool of one kit. */
export type CreateTool = (kit: ToolKit) => ToolDefinition;

/** A tool as its author writes it: with typed arguments and without the checks that all share. */
export interface ToolSpec<Input extends z.ZodObject>
  extends Omit<ToolDefinition, 'inputSchema' | 'run'> {
  readonly inputSchema: Input;
  /** What an error result holds beside the error, so that it satisfies the output schema. */
  readonly empty: Record<string, unknown>;
  /** It has something to say even before anything is known of the house. */
  readonly worksOffline?: true;
  handle(args: z.output<Input>, call: ToolCall): Promise<ToolResult> | ToolResult;
}

/**
 * Puts before a tool what every tool needs: its arguments are checked, the caller may use it, and
 * the structure of the house is known; and behind it the remark that what was read may be old.
 */
export function defineTool<Input extends z.ZodObject>(
  kit: ToolKit,
  spec: ToolSpec<Input>,
): ToolDefinition {
  const { empty, handle, worksOffline = false, ...definition } = spec;
  return {
    ...definition,
    async run(args, context) {
      const parsed = spec.inputSchema.safeParse(args ?? {});
      if (!parsed.success) return failure(argumentError(parsed.error.issues), empty);
      const index = kit.indexOf(context.home);
      const access = createAccess(context, index, spec);
      const decision = access.call();
      if (!decision.allow) return failure(notAllowed(decision.needs), empty);
      const status = context.home.status();
      if (index.entries.length === 0 && !worksOffline)
        return failure(neverConnected(status), empty);
      const { home, signal } = context;
      const result = await handle(parsed.data, {
        home,
        index,
        access,
        risk: spec.risk,
        signal,
        after: kit.after,
        clock: kit.clock,
        bulkLimit: kit.bulkLimit,
        tool: spec.name,
        args: parsed.data,
        ports: context,
        context,
      });
      return withNotice(result, staleNotice(status, kit.clock.now()));
    },
  };
}

/** A call that came to nothing. */
export function failure(error: ToolError, structured: Record<string, unknown>): ToolResult {
  return { text: errorText(error), structured: { ...structured, error }, isError: true };
}

/** A denial of the whole call. */
function notAllowed(needs: string | undefined): ToolError {
  return toolError(
    'not_allowed',
    'This key may not use this tool.',
    needs === undefined ? 'Ask the owner of the house for it.' : `It would need: ${needs}.`,
  );
}

function withNotice(result: ToolResult, notice: string | undefined): ToolResult {
  // An error says itself what is wrong with the house, where that is what is wrong.
  if (notice === undefined || result.isError === true) return result;
  return {
    ...result,
    text: `${result.text}\n${notice}`,
    structured: { ...result.structured, notice },
  };
}
