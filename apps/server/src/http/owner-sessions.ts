import type { Principal } from '@gatehouse/core';

/** An owner who is signed in with a browser. */
export interface OwnerSession {
  readonly principal: Principal;
  /** What has to come back with every request that changes something. */
  readonly csrfToken: string;
  /** Public: it opens nothing. */
  readonly sessionId: string;
}

/** Finds the session of a browser. */
export interface OwnerSessions {
  /**
   * Counts as use of the session.
   *
   * @param from.address - Where the request comes from, for keys that are bound to addresses.
   * @returns `undefined` when there is none, when it has ended, or when its key has changed.
   */
  find(
    cookieHeader: string | undefined,
    from?: { readonly address?: string },
  ): Promise<OwnerSession | undefined>;
}
