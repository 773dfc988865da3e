import type { Timers as SimulatorTimers } from '@gatehouse/loxone-simulator';
import type { Cancel } from '../../../src/ports.js';
import { ManualTime, turns } from '../../support/manual-time.js';

/** So many turns of the event loop in which nobody begins or ends waiting: the sockets are silent. */
const QUIET_TURNS = 40;

/**
 * One time for a client and its simulator. It stands still while they talk and jumps to what is due
 * next when both only wait, so that minutes of backoff take milliseconds, however slow the machine.
 */
export class FlowingTime extends ManualTime {
  /** Grows with everything that is begun or ended. */
  #events = 0;

  override after(ms: number, callback: () => void): Cancel {
    this.#events += 1;
    const cancel = super.after(ms, callback);
    return () => {
      this.#events += 1;
      cancel();
    };
  }

  override soon(callback: () => void): void {
    this.#events += 1;
    super.soon(callback);
  }

  /** The same time in the form that a simulator takes. */
  get simulatorTimers(): SimulatorTimers {
    return {
      after: (ms, run) => this.after(ms, run),
      every: (ms, run) => this.#every(ms, run),
    };
  }

  /** Lets client and simulator talk until both only wait. */
  async quiet(): Promise<void> {
    let seen = -1;
    while (seen !== this.#events) {
      seen = this.#events;
      await turns(QUIET_TURNS);
    }
  }

  /**
   * Lets time pass.
   *
   * @param ms - At most so long.
   * @param enough - Ends it early; asked whenever both sides only wait.
   * @returns Whether it was enough.
   */
  async flow(ms: number, enough: () => boolean = () => false): Promise<boolean> {
    const end = this.now() + ms;
    for (;;) {
      await this.quiet();
      if (enough()) return true;
      const left = end - this.now();
      if (left <= 0) return false;
      await this.advance(Math.min(left, this.delays[0] ?? left));
    }
  }

  #every(ms: number, run: () => void): Cancel {
    let cancel: Cancel = (): void => undefined;
    const next = (): void => {
      cancel = this.after(ms, () => {
        next();
        run();
      });
    };
    next();
    return () => cancel();
  }
}
