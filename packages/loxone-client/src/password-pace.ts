import type { Clock } from '@gatehouse/loxone-protocol';

const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 15 * 60_000;

/**
 * How long the password rests after it was sent and nobody said whether it is right. It may have
 * been refused, and been counted towards a block of the address: at the pace at which connections
 * are tried, a wrong password and a box too slow to say so would end in that block.
 */
export class PasswordPace {
  readonly #clock: Clock;
  #unanswered = 0;
  #restsUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The password is on its way: a minute from now, then two, four, up to fifteen. */
  sent(): void {
    const rest = Math.min(FIRST_REST_MS * 2 ** Math.min(this.#unanswered, 10), LONGEST_REST_MS);
    this.#unanswered += 1;
    this.#restsUntil = this.#clock.now() + rest;
  }

  /** It was accepted. */
  accepted(): void {
    this.#unanswered = 0;
    this.#restsUntil = 0;
  }

  /** Milliseconds for which it must not be sent; 0 when it may. */
  get restMs(): number {
    return Math.max(0, this.#restsUntil - this.#clock.now());
  }
}
