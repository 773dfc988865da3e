import { approach } from './noise.js';

const ARRIVED = 1e-9;

/** Something that a motor moves between 0 and 1 and that stops where it is told to. */
export class Drive {
  readonly #perSecond: number;
  #target: number | undefined;

  /** @param seconds - Time for the whole way. */
  constructor(seconds: number) {
    this.#perSecond = 1 / seconds;
  }

  /** Where it is going; none while it rests. */
  get target(): number | undefined {
    return this.#target;
  }

  moveTo(target: number): void {
    this.#target = target;
  }

  stop(): void {
    this.#target = undefined;
  }

  /** −1 towards 0, 1 towards 1, 0 at rest. */
  direction(position: number): -1 | 0 | 1 {
    if (this.#target === undefined || this.#target === position) return 0;
    return this.#target > position ? 1 : -1;
  }

  /**
   * Where it is after `seconds`. It rests only in the step after the one in which it arrived, so
   * that the last position is reported before the moving flag falls (protocol reference §8.5).
   */
  step(position: number, seconds: number): number {
    if (this.#target === undefined) return position;
    if (this.#target === position) {
      this.#target = undefined;
      return position;
    }
    const next = approach(position, this.#target, this.#perSecond * seconds);
    // Ten steps of a tenth are not quite one, but must arrive.
    return Math.abs(next - this.#target) < ARRIVED ? this.#target : next;
  }
}
