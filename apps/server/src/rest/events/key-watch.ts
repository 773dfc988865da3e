import type { Clock, Principal } from '@gatehouse/core';
import type { After } from '@gatehouse/loxone-tools';
import type { RestAuth } from '../rest-parts.js';

/** Why a stream ended. */
export type EndReason =
  | 'client-gone'
  | 'ended'
  | 'server-stops'
  | 'key-changed'
  | 'key-revoked'
  | 'key-expired';

/** Longest that a timer of the platform can wait, milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** What a key is watched with. */
export interface KeyWatchParts {
  readonly auth: Pick<RestAuth, 'keys' | 'onRevoked'>;
  readonly clock: Clock;
  readonly after: After;
  readonly end: (reason: EndReason) => void;
}

/** Watches the key behind a stream. */
export interface KeyWatch {
  /** Its record has changed, and nobody knows yet how: nothing may be told until that is known. */
  isInDoubt(): boolean;
  settled(): Promise<void>;
  stop(): void;
}

/**
 * Ends a stream when its key is revoked, expires, or is changed in any way: a client that comes back
 * passes the gate again, with the addresses, rights and limits that the key has by then.
 */
export function watchKey(
  principal: Principal,
  { auth, clock, after, end }: KeyWatchParts,
): KeyWatch {
  let doubt: Promise<void> | undefined;
  let cancelExpiry: (() => void) | undefined;
  let isStopped = false;

  function waitForExpiry({ expiresAt }: Principal): void {
    if (expiresAt === undefined || isStopped) return;
    const left = expiresAt - clock.now();
    if (left <= 0) end('key-expired');
    else cancelExpiry = after(Math.min(left, LONGEST), () => waitForExpiry(principal));
  }

  async function judge(): Promise<void> {
    try {
      const now = await auth.keys.principal(principal.id);
      if (now === undefined) end('key-revoked');
      else if (now.revision !== principal.revision) end('key-changed');
    } catch {
      // Nobody knows whether it is still good.
      end('key-revoked');
    }
  }

  function suspect(): void {
    const judged = judge().finally(() => {
      if (doubt === judged) doubt = undefined;
    });
    doubt = judged;
  }

  const isKey = principal.kind === 'key';
  const stops = isKey
    ? [
        auth.keys.subscribe(({ id }) => {
          if (id === principal.id) suspect();
        }),
        auth.onRevoked((id) => {
          if (id === principal.id) end('key-revoked');
        }),
      ]
    : [];
  // It may have been changed between the gate and here.
  if (isKey) suspect();
  waitForExpiry(principal);

  return {
    isInDoubt: () => doubt !== undefined,
    settled: async () => doubt,
    stop() {
      isStopped = true;
      cancelExpiry?.();
      for (const stop of stops) stop();
    },
  };
}
