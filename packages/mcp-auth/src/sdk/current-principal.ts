import type { KeyId, Principal } from '@gatehouse/core';
import type { RequestExtra } from './intercept.js';
import { member } from './methods.js';

/** Where the present state of a key is asked for; `McpAuth.keys` is one. */
export interface PrincipalSource {
  /** @returns The principal of a key that is valid now, else `undefined`. */
  principal(id: KeyId): Promise<Principal | undefined>;
}

/**
 * Reads the principal that an HTTP gate left in `extra.authInfo.extra.principal`, and asks for its
 * present state: what was true when the request arrived may not be when a queued message runs.
 *
 * @param keys - Usually `auth.keys`.
 * @returns A function for {@link GuardOptions.principal}.
 */
export function currentPrincipal(
  keys: PrincipalSource,
): (extra: RequestExtra) => Promise<Principal | undefined> {
  return async (extra) => {
    const principal = member(extra.authInfo?.extra, 'principal');
    if (!isPrincipal(principal)) return undefined;
    return principal.kind === 'key' ? keys.principal(principal.id) : principal;
  };
}

/** Only the host's own gate can have put it there, so its shape is all that needs a look. */
export function isPrincipal(value: unknown): value is Principal {
  return (
    typeof member(value, 'id') === 'string' &&
    typeof member(value, 'kind') === 'string' &&
    typeof member(value, 'role') === 'string'
  );
}
