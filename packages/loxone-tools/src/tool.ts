import type { Authorize, Principal, Risk } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { z } from 'zod';

/** Hints to clients about what a tool does; they promise nothing and grant nothing. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  /** Always false: a house is a closed world. */
  readonly openWorldHint: boolean;
}

/** What a tool is given beside its arguments. */
export interface ToolContext {
  readonly home: LoxoneHome;
  /** Who asks. */
  readonly principal: Principal;
  /** Decides on every single target (rule 1). */
  readonly authorize: Authorize;
  /** Ends waiting early; what was already sent is reported as unknown. */
  readonly signal?: AbortSignal;
}

/** What a call gives back. Nothing is thrown for the world, for denials or for wrong input. */
export interface ToolResult {
  /** For people and for assistants that read no structured content. */
  readonly text: string;
  /** Satisfies the tool's `outputSchema`, errors included. */
  readonly structured: Record<string, unknown>;
  /** True when nothing that was asked for succeeded. */
  readonly isError?: boolean;
}

/** One tool, free of any SDK: a binder gives it to one. */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The highest risk that a call can reach. */
  readonly risk: Risk;
  readonly annotations: ToolAnnotations;
  readonly inputSchema: z.ZodObject;
  readonly outputSchema: z.ZodObject;
  /** @param args - Not yet checked: `run` checks them against `inputSchema` itself. */
  run(args: unknown, context: ToolContext): Promise<ToolResult>;
}
