import type { Schedule } from '../../src/node/schedule.js';

/** A schedule that runs things when a test says so. */
export interface ManualSchedule {
  readonly schedule: Schedule;
  /** Delays that are waited for, in the order in which they were asked for. */
  delays(): number[];
  /** Runs what was scheduled first. */
  runNext(): void;
}

export function manualSchedule(): ManualSchedule {
  const waiting = new Map<number, { callback: () => void; delayMs: number }>();
  let count = 0;
  return {
    schedule(callback, delayMs) {
      const id = count++;
      waiting.set(id, { callback, delayMs });
      return () => void waiting.delete(id);
    },
    delays: () => [...waiting.values()].map(({ delayMs }) => delayMs),
    runNext() {
      const [next] = waiting;
      if (next === undefined) throw new RangeError('nothing is scheduled');
      waiting.delete(next[0]);
      next[1].callback();
    },
  };
}
