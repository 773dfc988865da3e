import { LoxoneError } from '@gatehouse/loxone-protocol';
import { onAbort } from './on-abort.js';
import type { Timers } from './ports.js';

/** @returns The error of something that took too long; `what` completes "gave no …". */
export function timeout(what: string, afterMs: number): LoxoneError<'ERR_LOXONE_TIMEOUT'> {
  const message = `The Miniserver gave no ${what} within ${afterMs / 1000} s.`;
  return new LoxoneError('ERR_LOXONE_TIMEOUT', message, { what, afterMs });
}

/**
 * Runs something that must end in time.
 *
 * @param outer - Aborts it early; its reason is thrown.
 * @param run - Must settle once its signal aborts.
 * @throws `ERR_LOXONE_TIMEOUT` when the time is over, or whatever `run` throws.
 */
export async function withDeadline<T>(
  timers: Timers,
  afterMs: number,
  what: string,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const cancel = timers.after(afterMs, () => controller.abort(timeout(what, afterMs)));
  const unlisten = onAbort(outer, () => controller.abort(outer.reason));
  try {
    return await run(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    cancel();
    unlisten();
  }
}

/** Waits. Ends early, without throwing, when one of the signals aborts. */
export function pause(
  timers: Timers,
  ms: number,
  ...signals: readonly (AbortSignal | undefined)[]
): Promise<void> {
  if (signals.some((signal) => signal?.aborted === true)) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      for (const cancel of cancels) cancel();
      resolve();
    };
    const present = signals.filter((signal) => signal !== undefined);
    const cancels = [timers.after(ms, finish), ...present.map((signal) => onAbort(signal, finish))];
  });
}

/** Resolves when the signal aborts; at once if it has. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    onAbort(signal, resolve);
  });
}
