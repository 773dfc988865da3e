import type { After } from '../command/wait-until.js';

/** How long news are held back: the first one, and at most when they do not end; milliseconds. */
export interface CoalesceMs {
  readonly first: number;
  readonly most: number;
}

/** Makes one call of many. */
export interface Coalescer {
  trigger(): void;
  stop(): void;
}

/**
 * Calls back a little after the first trigger, then after twice that time as long as triggers go on,
 * up to a limit; and as quickly as at first once there was a pause.
 *
 * @param flush - Is never under way twice at once; rejections are the callee's own to handle.
 */
export function createCoalescer(
  flush: () => Promise<void>,
  { first, most }: CoalesceMs,
  after: After,
): Coalescer {
  let wait = first;
  let cancel: (() => void) | undefined;
  let isDirty = false;
  let isStopped = false;

  function start(): void {
    cancel = after(wait, () => void run());
  }

  async function run(): Promise<void> {
    if (isDirty) {
      isDirty = false;
      wait = Math.min(wait * 2, most);
      await flush();
      if (!isStopped) start();
      return;
    }
    // A whole window without news: the next one is told quickly again.
    wait = first;
    cancel = undefined;
  }

  return {
    trigger() {
      if (isStopped) return;
      isDirty = true;
      if (cancel === undefined) start();
    },
    stop() {
      isStopped = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
