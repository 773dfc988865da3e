import type { Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { VERSION } from '../version.js';
import { type BinderAuth, createCallers, type McpPorts } from './callers.js';
import { handlePrompts } from './handle-prompts.js';
import { handleResources } from './handle-resources.js';
import { handleTools } from './handle-tools.js';
import { createWatchCall, type ObserveCall } from './observe-call.js';
import { createMcpOffers, type McpOffers } from './offers.js';
import { openSession } from './session.js';

/** What an MCP server of the house is made of. */
export interface McpServerParts {
  readonly home: LoxoneHome;
  readonly auth: BinderAuth;
  /** Who acts over stdio, where no gate stands in front. Default: whom the gate has let in. */
  readonly local?: Principal;
  /** Who opens the session, where a gate knows: the instructions then tell of the house. */
  readonly opener?: Principal;
  /** What of the house is more than live states. Default: nothing. */
  readonly ports?: McpPorts;
  /** Default: the usual tools, and all resources and prompts. */
  readonly offers?: McpOffers;
  /** Hears of each call that was let in, when it is over. */
  readonly observe?: ObserveCall;
}

/** Everything by which a client may hear of changes. */
const CAPABILITIES = {
  tools: { listChanged: true },
  resources: { subscribe: true, listChanged: true },
  prompts: { listChanged: true },
  completions: {},
  logging: {},
} as const;

let usualOffers: McpOffers | undefined;

/** Ties a house to the SDK: one server per connection, guarded before any handler is set. */
export function createMcpServer(parts: McpServerParts): Server {
  const { home, auth, local, opener = local, ports = {} } = parts;
  usualOffers ??= createMcpOffers();
  const offers = parts.offers ?? usualOffers;
  const callers = createCallers({ home, auth, local, ports });
  const server = new Server(
    { name: 'loxone-mcp-server', title: 'Loxone home', version: VERSION },
    {
      capabilities: CAPABILITIES,
      instructions: offers.instructionsFor(opener && callers.contextOf(opener)),
    },
  );
  auth.guard(server, { principal: (extra) => callers.principal(extra), rules: offers.rules });
  const session = openSession({ home, auth, server, offers, callers });
  const watch = createWatchCall(parts.observe);
  handleTools(server, offers, callers, watch);
  handleResources(server, offers, callers, session, watch);
  handlePrompts(server, offers, callers, watch);
  return server;
}
