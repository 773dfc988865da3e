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
  extra: {
    principal: Principal;
    /** Where the request comes from; absent when that is not known. */
    address?: string;
    requestId: string;
  };
}

/** @param admitted - Whom the gate has recognised, and in which request. */
export function authInfoOf(admitted: {
  readonly principal: Principal;
  readonly address?: string;
  readonly requestId: string;
}): AuthInfo {
  const { principal, address, requestId } = admitted;
  const info: AuthInfo = {
    token: principal.id,
    clientId: principal.id,
    scopes: [...principal.scopes],
    extra: { principal, requestId },
  };
  if (address !== undefined) info.extra.address = address;
  if (principal.expiresAt !== undefined) info.expiresAt = Math.floor(principal.expiresAt / 1000);
  return info;
}
