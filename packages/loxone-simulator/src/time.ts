/** How the simulator waits. Tests pass timers that move with their clock. */
export interface Timers {
  /** Calls `run` once after `ms`. @returns A function that cancels it. */
  after(ms: number, run: () => void): () => void;
  /** Calls `run` every `ms`. @returns A function that ends it. */
  every(ms: number, run: () => void): () => void;
}

/** The machine's timers. They do not keep the process alive: the listening socket does. */
export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
