/** Longest step in which physics lets time pass. */
const MAX_STEP_SECONDS = 30;
/** Even a year passes in no more steps than this. */
const MAX_STEPS = 720;

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

  /** Takes steps that together are `seconds` long; {@link now} moves along with them. */
  pass(seconds: number, step: (seconds: number) => void): void {
    const end = Math.max(this.now(), this.#reached + seconds * 1000);
    const count = Math.min(MAX_STEPS, Math.max(1, Math.ceil(seconds / MAX_STEP_SECONDS)));
    const length = seconds / count;
    for (let left = count - 1; left >= 0; left -= 1) {
      this.#moment = end - left * length * 1000;
      step(length);
    }
    this.#moment = undefined;
    this.#ahead = end - this.#clock.now();
    this.#reached = end;
  }
}
