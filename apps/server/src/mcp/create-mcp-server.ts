import type { Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { createLoxoneTools, type ToolDefinition } from '@gatehouse/loxone-tools';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { contextOf, currentPrincipal, type RequestExtra } from '@gatehouse/mcp-auth/sdk';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { VERSION } from '../version.js';

const INSTRUCTIONS =
  'Reads and operates a Loxone home. Find things with loxone_search first; names may be ambiguous, "Name [Room]" or an id is not. A result says what the house then did: report that, not what was asked for.';

/** The tool as it is listed. */
function listed(tool: ToolDefinition): Tool {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    annotations: { title: tool.title, ...tool.annotations },
    inputSchema: z.toJSONSchema(tool.inputSchema, { io: 'input' }) as Tool['inputSchema'],
    outputSchema: z.toJSONSchema(tool.outputSchema, { io: 'output' }) as Tool['outputSchema'],
  };
}

const TOOLS: ReadonlyMap<string, ToolDefinition> = new Map(
  createLoxoneTools().map((tool) => [tool.name, tool]),
);
const LISTED: readonly Tool[] = [...TOOLS.values()].map(listed);

/** What an MCP server of the house is made of. */
export interface McpServerParts {
  readonly home: LoxoneHome;
  readonly auth: Pick<McpAuth, 'authorize' | 'decide' | 'guard' | 'keys' | 'recording'>;
  /** Who acts over stdio, where no gate stands in front. Default: whom the gate has let in. */
  readonly local?: Principal;
}

/** Ties the house's tools to the SDK: one server per connection, guarded before any handler is set. */
export function createMcpServer({ home, auth, local }: McpServerParts): Server {
  const behindGate = currentPrincipal(auth.keys);
  // Read anew for each request: a key may have been changed since the last one.
  const principalOf = async (extra: RequestExtra): Promise<Principal | undefined> =>
    local ?? behindGate(extra);
  const server = new Server(
    { name: 'loxone-mcp-server', title: 'Loxone home', version: VERSION },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  auth.guard(server, {
    principal: principalOf,
    rules: (kind, name) => {
      const tool = kind === 'tool' ? TOOLS.get(name) : undefined;
      return tool === undefined ? undefined : { risk: tool.risk };
    },
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...LISTED] }));
  server.setRequestHandler(
    CallToolRequestSchema,
    async (request, extra): Promise<CallToolResult> => {
      const tool = TOOLS.get(request.params.name);
      const caller = await principalOf(extra);
      if (tool === undefined || caller === undefined) {
        throw new McpError(ErrorCode.InvalidParams, 'Unknown tool');
      }
      const context = contextOf(extra);
      const result = await tool.run(request.params.arguments ?? {}, {
        home,
        principal: caller,
        authorize: auth.authorize,
        authorizeAct: auth.recording(context),
        decide: (action) => auth.decide(caller, action, context),
        signal: extra.signal,
      });
      return {
        content: [{ type: 'text', text: result.text }],
        structuredContent: result.structured,
        ...(result.isError === true ? { isError: true } : {}),
      };
    },
  );
  return server;
}
