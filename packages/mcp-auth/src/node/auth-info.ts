import type { IncomingMessage } from 'node:http';
import type { Principal } from '@gatehouse/core';

/**
 * What the MCP SDK carries from `req.auth` to a handler's `extra.authInfo`. Assignable to the SDK's
 * type of the same name, without needing the SDK.
 */
export interface AuthInfo {
  /** The key's public id, never the key: handlers and their logs get to see this. */
  token: string;
  clientId: string;
  scopes: string[];
  /** Seconds since 1970-01-01T00:00:00Z. */
  expiresAt?: number;
  extra: { principal: Principal };
}

/** A request that a gate has let in. */
export type AuthenticatedRequest = IncomingMessage & { auth?: AuthInfo };

/** @param principal - Whom the gate has recognised. */
export function authInfoOf(principal: Principal): AuthInfo {
  const info: AuthInfo = {
    token: principal.id,
    clientId: principal.id,
    scopes: [...principal.scopes],
    extra: { principal },
  };
  if (principal.expiresAt !== undefined) info.expiresAt = Math.floor(principal.expiresAt / 1000);
  return info;
}
