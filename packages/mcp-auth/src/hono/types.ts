import type { Principal } from '@gatehouse/core';
import type { Context } from 'hono';
import type { AuthInfo } from '../http/auth-info.js';
import type { GateOptions } from '../http/gate-options.js';

/** What handlers behind a gate find in their context: `c.get('principal')`. */
export interface HonoGateEnv {
  Variables: {
    principal: Principal;
    /** For `transport.handleRequest(c.req.raw, { authInfo })` of the MCP SDK. */
    authInfo: AuthInfo;
  };
}

/** The context of a request behind the gate. */
export type GateContext = Context<HonoGateEnv>;

/** How a gate for Hono decides. */
export interface HonoGateOptions extends GateOptions {
  /**
   * Address of the peer of the connection, by whatever the runtime offers. Default: the socket's on
   * Node with `@hono/node-server`; elsewhere unknown, so that keys with an address list are refused.
   */
  readonly address?: (c: GateContext) => string | undefined;
}
