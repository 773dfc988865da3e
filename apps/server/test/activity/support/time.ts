import type { Clock, LogFields, Logger } from '@gatehouse/core';

/** A clock that stands still, and timers that run when a test says so. */
export interface ManualTime {
  readonly clock: Clock;
  schedule(run: () => void, delayMs: number): () => void;
  /** How long each timer waits. */
  delays(): readonly number[];
  set(now: number): void;
  /** Moves on to the only timer and runs it. */
  runNext(): void;
}

export function createManualTime(start: number): ManualTime {
  let now = start;
  const waiting = new Map<() => void, number>();
  return {
    clock: { now: () => now },
    schedule(run, delayMs) {
      const timer = (): void => run();
      waiting.set(timer, now + delayMs);
      return () => void waiting.delete(timer);
    },
    delays: () => [...waiting.values()].map((due) => due - now),
    set(to) {
      // A wall clock that jumps moves no timer.
      for (const [timer, due] of waiting) waiting.set(timer, due + to - now);
      now = to;
    },
    runNext() {
      const [next] = waiting;
      if (next === undefined) throw new RangeError('nothing is scheduled');
      const [timer, due] = next;
      waiting.delete(timer);
      now = Math.max(now, due);
      timer();
    },
  };
}

/** A logger that keeps what it is told, one line each. */
export function createLines(): { readonly logger: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const at = (level: string) => (message: string, fields?: LogFields) =>
    void lines.push(`${level}: ${message} ${JSON.stringify(fields ?? {})}`);
  const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { logger, lines };
}
