import type { Faults } from '../faults.js';
import type { Timers } from '../time.js';

/** One fault as data: its name in {@link Faults}, and what it is called with. */
export interface FaultStep {
  readonly fault: string;
  readonly args?: readonly unknown[];
  /** On the simulator's timers. Default: at once. */
  readonly afterMs?: number;
}

/**
 * Makes faults happen one by one, each `afterMs` after the script began.
 *
 * @returns A function that cancels what has not happened yet.
 * @throws RangeError when a step names no fault; nothing has happened then.
 */
export function runFaultScript(
  faults: Faults,
  steps: readonly FaultStep[],
  timers: Timers,
): () => void {
  const runs = steps.map((step) => {
    const fault = Object.entries(faults).find(([name]) => name === step.fault)?.[1];
    if (typeof fault !== 'function') throw new RangeError('fault must be the name of one');
    return { afterMs: step.afterMs ?? 0, run: () => Reflect.apply(fault, faults, step.args ?? []) };
  });
  const cancels = runs.map(({ afterMs, run }) => {
    if (afterMs > 0) return timers.after(afterMs, run);
    run();
    return () => undefined;
  });
  return () => {
    for (const cancel of cancels) cancel();
  };
}
