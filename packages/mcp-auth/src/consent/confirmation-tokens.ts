import type { Clock, EpochMs, RandomBytes } from '@gatehouse/core';
import { constantTimeEqual, toBase64Url, tryFromBase64Url } from '@gatehouse/crypto';

/** How long a token is good. */
const LIFE_MS = 60_000;
/** 128 bits: nobody guesses one in a minute, and assistants carry few characters. */
const TOKEN_BYTES = 16;
/** Of one caller, so that none can push out what others were given. */
const MOST_PER_CALLER = 32;
const MOST = 4_096;

interface Issued {
  readonly callerId: string;
  readonly secret: Uint8Array;
  readonly expiresAt: EpochMs;
}

/** A token that was just issued. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: EpochMs;
}

/**
 * Tokens that stand for "a person was told": random handles in memory, each good for one binding,
 * once, for a minute. A new one for a binding ends the one before it.
 */
export class ConfirmationTokens {
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  /** By binding, the oldest first. */
  readonly #issued = new Map<string, Issued>();

  constructor(clock: Clock, random: RandomBytes) {
    this.#clock = clock;
    this.#random = random;
  }

  issue(binding: string, callerId: string): IssuedToken {
    this.#issued.delete(binding);
    this.#makeRoom(callerId);
    const secret = this.#random(TOKEN_BYTES);
    const expiresAt = this.#clock.now() + LIFE_MS;
    this.#issued.set(binding, { callerId, secret, expiresAt });
    return { token: toBase64Url(secret), expiresAt };
  }

  /** Uses a token up. @returns Whether it was good. */
  take(binding: string, token: string): boolean {
    const issued = this.#issued.get(binding);
    const given = tryFromBase64Url(token);
    if (issued === undefined || given === undefined) return false;
    if (!constantTimeEqual(issued.secret, given)) return false;
    this.#issued.delete(binding);
    return this.#isGood(issued);
  }

  forget(binding: string): void {
    this.#issued.delete(binding);
  }

  /** A clock that is set back must not make a token live longer. */
  #isGood({ expiresAt }: Issued): boolean {
    const left = expiresAt - this.#clock.now();
    return left > 0 && left <= LIFE_MS;
  }

  #makeRoom(callerId: string): void {
    let own = 0;
    for (const [binding, issued] of this.#issued) {
      if (!this.#isGood(issued)) this.#issued.delete(binding);
      else if (issued.callerId === callerId) own += 1;
    }
    for (const [binding, issued] of this.#issued) {
      if (own < MOST_PER_CALLER && this.#issued.size < MOST) return;
      if (own >= MOST_PER_CALLER && issued.callerId !== callerId) continue;
      this.#issued.delete(binding);
      if (issued.callerId === callerId) own -= 1;
    }
  }
}
