import type { ToolContext } from '../tool.js';
import type { ToolError } from '../tool-error.js';
import type { UriPattern } from './uri.js';

/** Whom a resource is for (MCP 2025-11-25, annotations). */
export type Audience = 'user' | 'assistant';

/** What a resource is read with: the same as a tool is called with. */
export type ResourceContext = ToolContext;

/** What a resource holds, or why it cannot be read. Nothing is thrown. */
export type ResourceReading =
  | {
      readonly ok: true;
      readonly mimeType: string;
      readonly text: string;
      /** When the newest of what it holds was reported or made; ISO 8601. */
      readonly lastModified?: string;
    }
  | { readonly ok: false; readonly error: ToolError };

/** One resource, or one template of resources, free of any SDK. */
export interface ResourceDefinition {
  /** Stable, kebab-case. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
  readonly risk: 'read';
  readonly audience: readonly Audience[];
  /** From 0, optional, to 1, needed. */
  readonly priority: number;
  /** `structure`: changes only with the structure file · `live`: with states. */
  readonly changes: 'structure' | 'live' | 'never';
  /**
   * What a subscriber follows. `read`: the controls whose states were read for it · `everything`:
   * whatever the house reports · `nothing`: it would have to be asked for, so it cannot be followed.
   */
  readonly follows: 'read' | 'everything' | 'nothing';
  readonly pattern: UriPattern;
  /** @param uri - One that the pattern matches. */
  read(uri: string, context: ResourceContext): Promise<ResourceReading>;
}
