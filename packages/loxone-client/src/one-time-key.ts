import {
  type Answer,
  type Clock,
  type HashInputs,
  parseHashInputs,
} from '@gatehouse/loxone-protocol';
import type { Channel } from './channel.js';
import { timeout } from './deadline.js';

/** How a one-time key is asked for. */
export interface KeyRequest {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly path: string;
  /** Names the command in messages. */
  readonly label: string;
  /** Throws for an answer that grants no key. */
  readonly check: (answer: Answer) => void;
  readonly signal?: AbortSignal | undefined;
}

/** One-time keys live for a few seconds; one that took longer to come is not worth trying. */
const KEY_LIFE_MS = 5_000;
const KEY_ATTEMPTS = 3;

/**
 * Asks for a one-time key until one comes fast enough to be used (protocol reference §2.4).
 *
 * @throws LoxoneError `ERR_LOXONE_TIMEOUT` when none does, or whatever `check` throws.
 */
export async function askOneTimeKey(request: KeyRequest): Promise<HashInputs> {
  const { channel, clock, path, label, check, signal } = request;
  const options = signal === undefined ? {} : { signal };
  for (let attempt = 0; attempt < KEY_ATTEMPTS; attempt += 1) {
    const askedAt = clock.now();
    const answer = await channel.ask('fenc', label, path, options);
    check(answer);
    if (clock.now() - askedAt <= KEY_LIFE_MS) return parseHashInputs(answer.value);
  }
  throw timeout('one-time key that was still fresh', KEY_LIFE_MS);
}
