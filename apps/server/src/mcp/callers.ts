import type { Principal } from '@gatehouse/core';
import type { LoxoneHome } from '@gatehouse/loxone-controls';
import type { ToolContext } from '@gatehouse/loxone-tools';
import type { McpAuth } from '@gatehouse/mcp-auth';
import { contextOf, currentPrincipal, type RequestExtra } from '@gatehouse/mcp-auth/sdk';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { actingContext, type HousePorts, lookingContext } from '../house-call/acting-context.js';
import { consentOf } from './consent-of.js';

/** {@link HousePorts} */
export type McpPorts = HousePorts;

/** The part of the auth framework that the binder uses. */
export type BinderAuth = Pick<
  McpAuth,
  'authorize' | 'decide' | 'guard' | 'keys' | 'recording' | 'consents'
>;

/** What callers are made of. */
export interface CallerParts {
  readonly home: LoxoneHome;
  readonly auth: BinderAuth;
  /** Who acts over stdio, where no gate stands in front. */
  readonly local: Principal | undefined;
  readonly ports: McpPorts;
}

/** Who asks, and with what; read anew for each question. */
export interface Callers {
  principal(extra: RequestExtra): Promise<Principal | undefined>;
  /** For reading, without an act; `undefined` when nobody stands behind it any more. */
  reader(extra: RequestExtra): Promise<ToolContext | undefined>;
  /** For a tool. @throws McpError when nobody stands behind it any more. */
  actor(extra: RequestExtra, server: Server): Promise<ToolContext>;
  /** The principal of the connection as it was last seen. */
  latest(): Principal | undefined;
  contextOf(principal: Principal): ToolContext;
}

/** Ties the requests of one connection to principals. */
export function createCallers({ home, auth, local, ports }: CallerParts): Callers {
  const behindGate = currentPrincipal(auth.keys);
  let latest = local;

  // Read anew for each request: a key may have been changed since the last one.
  async function principal(extra: RequestExtra): Promise<Principal | undefined> {
    const now = local ?? (await behindGate(extra));
    latest = now ?? latest;
    return now;
  }

  function contextFor(caller: Principal): ToolContext {
    return lookingContext({ auth, home, ports, principal: caller });
  }

  return {
    principal,
    latest: () => latest,
    contextOf: contextFor,
    async reader(extra) {
      const caller = await principal(extra);
      return caller === undefined ? undefined : { ...contextFor(caller), signal: extra.signal };
    },
    async actor(extra, server) {
      const caller = await principal(extra);
      if (caller === undefined) throw new McpError(ErrorCode.InvalidParams, 'No valid key');
      const context = contextOf(extra);
      return actingContext({
        auth,
        home,
        ports,
        principal: caller,
        context,
        ask: consentOf({ auth, server, principal: caller, context, extra }),
        current: () => principal(extra),
        signal: extra.signal,
      });
    },
  };
}
