import { round } from './noise.js';

/** A value that drifts in smaller steps than it is shown in. */
export class FineValue {
  readonly #digits: number;
  #fine: number | undefined;

  /** @param digits - Decimals that are shown. */
  constructor(digits: number) {
    this.#digits = digits;
  }

  /**
   * Moves on from what is shown; a value that somebody else has set meanwhile is taken up.
   *
   * @returns What to show now.
   */
  move(shown: number, change: (fine: number) => number): number {
    const known = this.#fine;
    const start = known !== undefined && round(known, this.#digits) === shown ? known : shown;
    this.#fine = start + change(start);
    return round(this.#fine, this.#digits);
  }
}
