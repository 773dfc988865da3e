import type { Principal } from '@gatehouse/core';
import { createTransportPair } from './transport-pair.js';

/** A `Client`, a `Server` or an `McpServer` of `@modelcontextprotocol/sdk` 1.x. */
export interface Connectable {
  connect(transport: never): Promise<void>;
}

/** How a principal comes in. */
export interface ConnectAsOptions {
  /**
   * Hands a principal of kind `key` over as it is: the guard then looks its key up for each request,
   * and knows nobody whose key is not in its store. By default a principal comes in as a `session`,
   * which a guard takes as it is, so that ready principals need no key.
   */
  readonly asKey?: boolean;
  /** Where the caller connects from. */
  readonly address?: string;
}

/** What the HTTP gate of `@gatehouse/mcp-auth` leaves in `req.auth`. */
function authInfo(principal: Principal, requestId: string, address: string | undefined): object {
  return {
    token: principal.id,
    clientId: principal.id,
    scopes: [...principal.scopes],
    extra: { principal, requestId, ...(address === undefined ? {} : { address }) },
  };
}

/**
 * Connects a client to a guarded server in memory, as somebody.
 *
 * ```ts
 * const client = await connectAs(new Client({ name: 'test', version: '1' }), server, PRINCIPALS.monitor);
 * ```
 *
 * @param principal - Who asks; `undefined` = nobody that a gate knows.
 * @returns The same client, connected. Closing it closes the server's end, too.
 */
export async function connectAs<Client extends Connectable>(
  client: Client,
  server: Connectable,
  principal: Principal | undefined,
  options: ConnectAsOptions = {},
): Promise<Client> {
  const { asKey = false, address } = options;
  const caller =
    principal === undefined || asKey ? principal : ({ ...principal, kind: 'session' } as const);
  let requests = 0;
  const ends = createTransportPair(() => {
    requests += 1;
    return caller === undefined ? {} : { authInfo: authInfo(caller, `test-${requests}`, address) };
  });
  // The SDK's own type of transports is not imported: whoever has no SDK can install this package.
  await server.connect(ends.server as never);
  await client.connect(ends.client as never);
  return client;
}
