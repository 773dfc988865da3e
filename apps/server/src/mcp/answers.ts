import type {
  ExtraContent,
  PromptReading,
  ResourceReading,
  ToolError,
  ToolResult,
} from '@gatehouse/loxone-tools';
import type {
  CallToolResult,
  ContentBlock,
  GetPromptResult,
  ReadResourceResult,
} from '@modelcontextprotocol/sdk/types.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';

/** "Resource not found" (MCP 2025-11-25, resources, error handling). */
const RESOURCE_NOT_FOUND = -32002;

/** What a caller could have written otherwise. */
const ARGUMENT_CODES: ReadonlySet<ToolError['code']> = new Set([
  'invalid_argument',
  'out_of_range',
  'stale_cursor',
  'unknown_room',
  'ambiguous_room',
  'not_supported',
  'too_many_targets',
]);

/** A tool's result as the protocol has it. */
export function toolAnswer({
  text,
  content = [],
  structured,
  isError,
}: ToolResult): CallToolResult {
  return {
    content: [{ type: 'text', text }, ...content.map(extraBlock)],
    structuredContent: structured,
    ...(isError === true && { isError: true }),
  };
}

function extraBlock(extra: ExtraContent): ContentBlock {
  if (extra.type === 'resource_link') return { ...extra };
  const { mimeType, bytes } = extra;
  return { type: 'image', mimeType, data: Buffer.from(bytes).toString('base64') };
}

/** @throws McpError where there is nothing to read. */
export function resourceAnswer(uri: string, reading: ResourceReading): ReadResourceResult {
  if (!reading.ok) throw rpcError(reading.error, RESOURCE_NOT_FOUND);
  const { mimeType, text, lastModified } = reading;
  return {
    contents: [{ uri, mimeType, text, ...(lastModified && { _meta: { lastModified } }) }],
  };
}

/** @throws McpError where an argument is wrong. */
export function promptAnswer(reading: PromptReading): GetPromptResult {
  if (!reading.ok) throw rpcError(reading.error, ErrorCode.InvalidParams);
  return {
    description: reading.description,
    messages: reading.content.map((part) => {
      if (part.type === 'text') return { role: 'user', content: part };
      const { uri, mimeType, text, audience, priority, lastModified } = part;
      const annotations = {
        audience: [...audience],
        priority,
        ...(lastModified !== undefined && { lastModified }),
      };
      const resource = { uri, mimeType, text };
      return { role: 'user', content: { type: 'resource', resource, annotations } };
    }),
  };
}

/** @param unknown - The code for what does not exist, or not for this caller. */
export function rpcError(error: ToolError, unknown: number): McpError {
  const { code, message, hint } = error;
  const rpcCode =
    code === 'unknown_device'
      ? unknown
      : ARGUMENT_CODES.has(code)
        ? ErrorCode.InvalidParams
        : ErrorCode.InternalError;
  return new McpError(rpcCode, `${message} ${hint}`, { ...error });
}
