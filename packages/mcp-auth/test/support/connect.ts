import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

/** Joins a real client to a server inside this process. */
export async function connectClient(server: Server | McpServer): Promise<Client> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1.0.0' });
  await server.connect(serverSide);
  await client.connect(clientSide);
  return client;
}

/** Sends one request as it stands, past all checks of the SDK's client, and gives the answer. */
export async function sendMessage(
  server: Server | McpServer,
  request: { readonly method: string; readonly params?: unknown },
): Promise<JSONRPCMessage> {
  const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
  const answer = new Promise<JSONRPCMessage>((resolve) => {
    clientSide.onmessage = resolve;
  });
  await server.connect(serverSide);
  await clientSide.start();
  await clientSide.send({ jsonrpc: '2.0', id: 1, ...request } as JSONRPCMessage);
  const received = await answer;
  await clientSide.close();
  return received;
}
