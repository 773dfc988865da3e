import type { LoxoneHome } from '@gatehouse/loxone-controls';

/**
 * Calls back once after a delay.
 *
 * @returns A function that cancels it.
 */
export type After = (ms: number, callback: () => void) => () => void;

/** The timers of the platform. */
export const systemAfter: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

/** How long to wait, and what ends it early. */
export interface WaitLimit {
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
  readonly after: After;
}

/** Waits until the states of the house fulfil a condition, or the limit is reached. */
export function waitUntil(
  home: LoxoneHome,
  isFulfilled: () => boolean,
  { waitMs, signal, after }: WaitLimit,
): Promise<void> {
  if (isFulfilled() || waitMs === 0 || signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      unsubscribe();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(waitMs, end);
    const unsubscribe = home.onChange((change) => {
      if (change.type === 'states' && isFulfilled()) end();
    });
    signal?.addEventListener('abort', end, { once: true });
  });
}
