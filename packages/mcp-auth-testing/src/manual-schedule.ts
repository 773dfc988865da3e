import { createFakeClock, type FakeClock } from './fake-clock.js';

/** Timers that run when a test says so. */
export interface ManualSchedule {
  /** The clock that {@link ManualSchedule.advance} moves. */
  readonly clock: FakeClock;
  /**
   * Takes the place of `setTimeout` where a library asks for a `schedule`.
   *
   * @returns A function that takes the call back; harmless when it has run.
   */
  schedule(callback: () => void, delayMs: number): () => void;
  /** Milliseconds until each call that waits, in the order in which they are due. */
  delays(): number[];
  /** Moves the clock to the next call that waits, and runs it. @throws `RangeError` if none does. */
  runNext(): void;
  /** Moves the clock by `ms`, and runs what becomes due on the way, each at its time. */
  advance(ms: number): void;
}

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** @param clock - Moved by the schedule; one of its own by default. */
export function createManualSchedule(clock: FakeClock = createFakeClock()): ManualSchedule {
  const waiting = new Set<Timer>();
  function inOrder(): Timer[] {
    return [...waiting].sort((a, b) => a.dueAt - b.dueAt);
  }
  function run(timer: Timer): void {
    waiting.delete(timer);
    // A clock that a test has moved on by itself is not set back.
    clock.set(Math.max(clock.now(), timer.dueAt));
    timer.callback();
  }
  return {
    clock,
    schedule(callback, delayMs) {
      const timer: Timer = { dueAt: clock.now() + delayMs, callback };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
    delays: () => inOrder().map(({ dueAt }) => Math.max(0, dueAt - clock.now())),
    runNext() {
      const [next] = inOrder();
      if (next === undefined) {
        throw new RangeError('nothing is scheduled');
      }
      run(next);
    },
    advance(ms) {
      const until = clock.now() + ms;
      for (let [next] = inOrder(); next !== undefined && next.dueAt <= until; [next] = inOrder()) {
        run(next);
      }
      clock.set(Math.max(clock.now(), until));
    },
  };
}
