import type { Clock } from '@gatehouse/core';
import type { Database, Statement } from './driver.js';

/** Milliseconds for which an answer counts. To ask takes longer than to find a key that is kept. */
const GOOD_FOR_MS = 20;

/** Only measures how old an answer is: nobody sets this clock. */
export const monotonicClock: Clock = { now: () => performance.now() };

/**
 * A number that is another one as soon as any other connection, of this process or another one, has
 * committed. This connection's own commits do not change it.
 *
 * What was read under a number is at most {@link GOOD_FOR_MS} older than what is committed, for as
 * long as {@link current} still gives that number.
 */
export class DataVersion {
  readonly #ask: Statement<number>;
  readonly #clock: Clock;
  #answer: number | undefined;
  #askedAt = Number.NaN;

  constructor(database: Database, clock: Clock) {
    this.#ask = database.prepare<number>('PRAGMA data_version').pluck();
    this.#clock = clock;
  }

  /** The number, asked for at most every {@link GOOD_FOR_MS}. `undefined` is no number: trust nothing. */
  current(): number | undefined {
    const age = this.#clock.now() - this.#askedAt;
    // A clock that was set back, or tells no number, says nothing about the age.
    return age >= 0 && age < GOOD_FOR_MS ? this.#answer : this.refresh();
  }

  /** The number as it is now. */
  refresh(): number | undefined {
    // Taken first: the answer is not older than this. If none comes, nothing old is trusted.
    const now = this.#clock.now();
    this.expire();
    this.#answer = this.#ask.get();
    this.#askedAt = now;
    return this.#answer;
  }

  /** Makes the next {@link current} ask: somebody has seen, or may have seen, something newer. */
  expire(): void {
    this.#askedAt = Number.NaN;
  }
}
