/**
 * The part of an SDK v1 `Server` that the guard uses. Written down instead of imported, so that
 * `createMcpAuth` has `guard` without needing the SDK.
 */
export interface ProtocolServer {
  /** What the client said it can do; `undefined` before `initialize`, and where each request has a server of its own. */
  getClientCapabilities(): { readonly elicitation?: unknown } | undefined;
  /** Asks the person at the client (MCP 2025-06-18, elicitation). Rejects where the client cannot. */
  elicitInput(
    params: {
      mode: 'form';
      message: string;
      requestedSchema: {
        type: 'object';
        properties: Record<string, { type: 'boolean'; title: string; description: string }>;
        required: string[];
      };
    },
    options: { relatedRequestId: string | number; signal: AbortSignal; timeout: number },
  ): Promise<{ action: string; content?: Record<string, unknown> | undefined }>;
}

/** A `Server` or an `McpServer` of `@modelcontextprotocol/sdk` 1.x. */
export type GuardableServer = ProtocolServer | { readonly server: ProtocolServer };

/** @returns The `Server` inside an `McpServer`, or the `Server` itself. */
export function protocolOf(server: GuardableServer): ProtocolServer {
  return 'server' in server ? server.server : server;
}
