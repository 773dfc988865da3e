import type { CompletionKind } from '../completions/kind.js';
import type { Audience, ResourceContext } from '../resources/resource.js';
import type { ToolError } from '../tool-error.js';

/** What a prompt is made with: the same as a resource is read with. */
export type PromptContext = ResourceContext;

/** One argument; all of them are text (MCP 2025-11-25, prompts). */
export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  /** What its values are, for completion and, where they name rooms, for checking. */
  readonly values: CompletionKind;
}

/** One part of the conversation that a prompt begins. */
export type PromptContent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'resource';
      readonly uri: string;
      readonly mimeType: string;
      readonly text: string;
      readonly audience: readonly Audience[];
      readonly priority: number;
      /** ISO 8601. */
      readonly lastModified?: string;
    };

/** What a prompt gives, or why there is nothing. Nothing is thrown. */
export type PromptReading =
  | { readonly ok: true; readonly description: string; readonly content: readonly PromptContent[] }
  | { readonly ok: false; readonly error: ToolError };

/** One prompt, free of any SDK. */
export interface PromptDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly risk: 'read';
  readonly arguments: readonly PromptArgument[];
  /** @param args - Not yet checked. */
  get(args: unknown, context: PromptContext): Promise<PromptReading>;
}
