import type { Clock } from '@gatehouse/core';
import type { After } from '@gatehouse/loxone-tools';

/** Time that only a test moves. */
export interface HandClock extends Clock {
  readonly after: After;
  /** Lets time go by; what is due is called in its order. */
  advance(ms: number): void;
  /** How many timers are set. */
  readonly pending: number;
}

export function handClock(start: number): HandClock {
  let now = start;
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  return {
    now: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    get pending() {
      return timers.length;
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = timers.filter(({ at }) => at <= until).sort((one, two) => one.at - two.at);
        if (next === undefined) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.call();
      }
      now = until;
    },
  };
}
