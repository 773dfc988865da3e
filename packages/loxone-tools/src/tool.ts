import type { Action, Authorize, Decision, Principal, Risk } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { z } from 'zod';
import type { StepFrame } from './command/step-frame.js';
import type { HousePorts } from './ports/house-ports.js';

/** Hints to clients about what a tool does; they promise nothing and grant nothing. */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  /** Always false: a house is a closed world. */
  readonly openWorldHint: boolean;
}

/** What a tool is given beside its arguments. */
export interface ToolContext extends HousePorts {
  readonly home: LoxoneHome;
  /** Who asks. */
  readonly principal: Principal;
  /** Decides what the caller sees (rule 1). Asked about everything in the house: leaves no record. */
  readonly authorize: Authorize;
  /**
   * Decides on each target of an act, and may record what it denies; it must allow nothing that
   * `authorize` denies. Default: `authorize`.
   */
  readonly authorizeAct?: Authorize;
  /**
   * Is asked once, with all targets that are allowed, right before anything is sent: here an act is
   * recorded, and refused where it cannot be. Default: every act goes ahead.
   *
   * @param consented - Whether somebody has agreed to it, where that is needed.
   */
  readonly decide?: (action: Action, consented: boolean) => Promise<Decision>;
  /** Set by a tool that calls others as its steps; absent for a call from outside. */
  readonly frame?: StepFrame;
  /** Ends waiting early; what was already sent is reported as unknown. */
  readonly signal?: AbortSignal;
}

/** What a result holds beside its text: a picture, or a link to something longer. */
export type ExtraContent =
  | { readonly type: 'image'; readonly mimeType: string; readonly bytes: Uint8Array }
  | {
      readonly type: 'resource_link';
      readonly uri: string;
      readonly name: string;
      readonly mimeType?: string;
      readonly description?: string;
    };

/** What a call gives back. Nothing is thrown for the world, for denials or for wrong input. */
export interface ToolResult {
  /** For people and for assistants that read no structured content. */
  readonly text: string;
  readonly content?: readonly ExtraContent[];
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
