import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';

/** What tests read of the structured content of a result. */
export interface Structured {
  readonly error?: { readonly code: string; readonly message: string };
  readonly confirm_token?: string;
  readonly devices?: readonly { readonly id: string; readonly name: string }[];
}

/** The structured content of a result. */
export function structuredOf(result: CallToolResult): Structured {
  return (result.structuredContent ?? {}) as Structured;
}
