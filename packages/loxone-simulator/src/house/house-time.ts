/** Longest step in which physics lets time pass. */
const MAX_STEP_SECONDS = 30;
/** Even a year passes in no more steps than this. */
const MAX_STEPS = 720;
/** Less than this is what dividing leaves over. */
const SMALLEST_SECONDS = 1e-6;

/**
 * Time in the house. It follows the clock; where more time is let pass than the clock went on, it
 * is ahead of the clock from then on, never behind.
 */
export class HouseTime {
  readonly #clock: { now(): number };
  #ahead = 0;
  /** Where the house stood on its clock when time passed last. */
  #reached: number;
  /** The moment of the step that is being taken, if one is. */
  #moment: number | undefined;

  constructor(clock: { now(): number }) {
    this.#clock = clock;
    this.#reached = clock.now();
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#moment ?? this.#clock.now() + this.#ahead;
  }

  /** By how much the house is ahead of the clock, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  /** Takes steps that together are `seconds` long; {@link now} moves along with them. */
  pass(seconds: number, step: (seconds: number) => void): void {
    const end = Math.max(this.now(), this.#reached + seconds * 1000);
    // Whole steps and a rest: countdowns in whole seconds stay exact.
    const length = Math.max(MAX_STEP_SECONDS, seconds / MAX_STEPS);
    let left = seconds;
    do {
      const taken = Math.min(length, left);
      left = left - taken < SMALLEST_SECONDS ? 0 : left - taken;
      this.#moment = end - left * 1000;
      step(taken);
    } while (left > 0);
    this.#moment = undefined;
    this.#ahead = end - this.#clock.now();
    this.#reached = end;
  }
}
