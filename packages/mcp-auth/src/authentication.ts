import type { Principal } from '@gatehouse/core';

/** The text of a key as a caller presented it, or `undefined` when there was none. */
export type Credential = string | undefined;

/** Where a credential came from. */
export interface CredentialSource {
  /** IP address of the caller, IPv4-mapped ones as IPv4; absent when there is none (stdio). */
  readonly address?: string;
}

/**
 * Who is asking, or nobody.
 *
 * An unknown, disabled, expired, revoked or malformed key and one used from a wrong address all
 * answer alike: whoever tries keys learns nothing about those that exist (ASVS 6.3.8). The real
 * reason goes to the logger.
 */
export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly status: 401; readonly reason: 'missing' | 'invalid' };

/**
 * Turns a credential into a principal (rule 1).
 *
 * @throws `McpAuthError` when the store cannot be read; never for what a caller sent.
 */
export type Authenticate = (
  credential: Credential,
  from?: CredentialSource,
) => Promise<Authentication>;
