import { type Clock, isLoxoneError } from '@gatehouse/loxone-protocol';
import type { Cancel, LoxoneLogger, Timers } from './ports.js';
import type { Token } from './secrets.js';

/** What keeps a token alive. */
export interface TokenLifeOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: LoxoneLogger;
  readonly refresh: (token: Token) => Promise<Token>;
  /** Told of each new token, and of `undefined` when the Miniserver refused the old one. */
  readonly onToken: (token: Token | undefined) => void;
}

const DAY_MS = 24 * 3600 * 1000;
/** Also for clocks that disagree so much that a new token seems to have expired. */
const SHORTEST_WAIT_MS = 60_000;

/**
 * When to refresh: at half of what is left of its life, at most a day from now. Half leaves time
 * for retries and for clocks that differ.
 */
export function refreshDelayMs(validUntil: number, now: number): number {
  return Math.max(SHORTEST_WAIT_MS, Math.min((validUntil - now) / 2, DAY_MS));
}

/**
 * Refreshes a token again and again while its connection lives.
 *
 * @returns A function that ends it.
 */
export function keepTokenAlive(first: Token, options: TokenLifeOptions): Cancel {
  const { clock, timers, logger, refresh, onToken } = options;
  let token = first;
  let stopped = false;
  let cancel: Cancel = schedule(refreshDelayMs(token.validUntil, clock.now()));

  function schedule(delayMs: number): Cancel {
    return timers.after(delayMs, () => void run());
  }

  async function run(): Promise<void> {
    try {
      const next = await refresh(token);
      if (stopped) return;
      token = next;
      onToken(next);
      cancel = schedule(refreshDelayMs(next.validUntil, clock.now()));
    } catch (error) {
      if (stopped) return;
      const refused = isLoxoneError(error) && error.code === 'ERR_LOXONE_COMMAND_FAILED';
      logger.warn('the token was not refreshed', { refused });
      // The connection stays as it is; the next login uses the password.
      if (refused) onToken(undefined);
      else cancel = schedule(SHORTEST_WAIT_MS);
    }
  }

  return () => {
    stopped = true;
    cancel();
  };
}
