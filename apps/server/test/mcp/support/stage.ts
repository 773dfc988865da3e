import type { Principal } from '@gatehouse/core';
import { createLoxoneClient, type LoxoneClient } from '@gatehouse/loxone-client';
import { type Simulator, startSimulator } from '@gatehouse/loxone-simulator';
import { createMcpAuth, type McpAuth } from '@gatehouse/mcp-auth';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { createMcpServer, type McpServerParts } from '../../../src/mcp/create-mcp-server.js';

/** A simulated house with a server before it, and clients in memory. */
export interface Stage {
  readonly simulator: Simulator;
  readonly house: LoxoneClient;
  readonly auth: McpAuth;
  connect(principal: Principal, options?: ConnectOptions): Promise<Client>;
  close(): Promise<void>;
}

/** How a client comes in. */
export interface ConnectOptions {
  readonly capabilities?: ClientCapabilities;
  readonly parts?: Partial<McpServerParts>;
  /** Prepares the client before it connects. */
  readonly prepare?: (client: Client) => void;
}

/** Whoever a gate has let in, as a session, which needs no key in the store. */
export function caller(role: Principal['role'], changes: Partial<Principal> = {}): Principal {
  return {
    id: `test_${role}_001`,
    kind: 'session',
    name: `Test ${role}`,
    role,
    scopes: [],
    revision: '1',
    ...changes,
  };
}

export async function openStage(): Promise<Stage> {
  const user = 'test';
  const password = 'a password for a simulated house';
  const simulator = await startSimulator({ user, password, physics: false });
  const house = createLoxoneClient({
    host: `127.0.0.1:${simulator.port}`,
    user,
    password,
    tls: false,
    clientName: 'test',
  });
  house.start();
  await house.whenLive();
  const auth = await createMcpAuth({ app: 'loxone-mcp', store: 'memory', env: {} });
  const clients: Client[] = [];
  return {
    simulator,
    house,
    auth,
    async connect(principal, { capabilities = {}, parts = {}, prepare } = {}) {
      const server = createMcpServer({ home: house.home, auth, opener: principal, ...parts });
      const client = new Client({ name: 'test', version: '1' }, { capabilities });
      prepare?.(client);
      const [near, far] = InMemoryTransport.createLinkedPair();
      sendAs(near, principal);
      await server.connect(far);
      await client.connect(near);
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.close();
      await house.stop();
      await simulator.stop();
      await auth.close();
    },
  };
}

/** Leaves with each message what the gate in front of an HTTP endpoint leaves. */
function sendAs(transport: InMemoryTransport, principal: Principal): void {
  const send = transport.send.bind(transport);
  let requests = 0;
  transport.send = (message, options) => {
    requests += 1;
    const extra = { principal, requestId: `test-${requests}` };
    const authInfo = { token: principal.id, clientId: principal.id, scopes: [], extra };
    return send(message, { ...options, authInfo });
  };
}
