import type { After } from '../../src/command/wait-until.js';

/** Timers that run when a test says so. */
export interface ManualAfter {
  readonly after: After;
  /** Delays that are waited for, in milliseconds. */
  readonly pending: readonly number[];
  /** Lets all that wait now run, and what follows from it. */
  run(): Promise<void>;
}

export function createManualAfter(): ManualAfter {
  let waiting: { readonly ms: number; readonly callback: () => void }[] = [];
  return {
    after(ms, callback) {
      const timer = { ms, callback };
      waiting.push(timer);
      return () => {
        waiting = waiting.filter((other) => other !== timer);
      };
    },
    get pending() {
      return waiting.map(({ ms }) => ms);
    },
    async run() {
      const due = waiting;
      waiting = [];
      for (const { callback } of due) callback();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
