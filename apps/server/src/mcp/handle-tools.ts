import type { ToolContext, ToolResult } from '@gatehouse/loxone-tools';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js';
import { toolAnswer } from './answers.js';
import type { Callers } from './callers.js';
import { toolEntry } from './entries.js';
import { toolOutcome, type WatchCall } from './observe-call.js';
import type { McpOffers } from './offers.js';

/** Tools, with progress where the client wants to hear of it. */
export function handleTools(
  server: Server,
  { tools }: McpOffers,
  callers: Callers,
  watch: WatchCall,
): void {
  const entries = [...tools.values()].map(toolEntry);

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: entries }));

  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = tools.get(params.name);
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, 'Unknown tool');
    const context = await callers.actor(extra, server);
    const progress = progressOf(extra);
    const about = { kind: 'tool', name: tool.name, principalId: context.principal.id } as const;
    const run = (): Promise<ToolResult> =>
      tool.run(params.arguments ?? {}, { ...context, ...(progress !== undefined && { progress }) });
    const result = await watch(about, run, toolOutcome);
    return toolAnswer(result);
  });
}

/** Progress must grow (MCP 2025-11-25, progress): what does not is not told. */
function progressOf(
  extra: RequestHandlerExtra<ServerRequest, ServerNotification>,
): ToolContext['progress'] {
  const progressToken = extra._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let told = Number.NEGATIVE_INFINITY;
  return (progress, total, message) => {
    if (progress <= told || extra.signal.aborted) return;
    told = progress;
    const params = { progressToken, progress, message, ...(total !== undefined && { total }) };
    // A client that has just gone is no reason to stop the work.
    extra.sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
