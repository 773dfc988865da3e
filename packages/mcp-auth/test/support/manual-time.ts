import type { Clock } from '@gatehouse/core';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import type { Schedule } from '../../src/node/schedule.js';

/** A clock and timers that move only when a test says so. */
export interface ManualTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Goes on, and runs what falls due on the way, each at its time. */
  advance(ms: number): void;
  /** Timers that are still waiting. */
  pending(): number;
}

export function manualTime(): ManualTime {
  const clock = createFakeClock();
  const waiting = new Map<number, { readonly at: number; readonly run: () => void }>();
  let count = 0;

  function earliest(until: number): readonly [number, { at: number; run: () => void }] | undefined {
    const due = [...waiting].filter(([, { at }]) => at <= until);
    return due.sort(([, one], [, other]) => one.at - other.at)[0];
  }

  return {
    clock,
    schedule(run, delayMs) {
      const id = count++;
      waiting.set(id, { at: clock.now() + delayMs, run });
      return () => void waiting.delete(id);
    },
    advance(ms) {
      const until = clock.now() + ms;
      for (let next = earliest(until); next !== undefined; next = earliest(until)) {
        const [id, { at, run }] = next;
        waiting.delete(id);
        clock.set(at);
        run();
      }
      clock.set(until);
    },
    pending: () => waiting.size,
  };
}
