import type { Cancel } from './ports.js';

/** Who waits for a signal; each has one listener of ours, however many wait. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `listener` once when the signal aborts; never for one that has aborted already. A hundred
 * commands wait for the end of one connection, and Node takes more than ten listeners of a signal
 * for a leak.
 *
 * @returns A function that ends the waiting.
 */
export function onAbort(signal: AbortSignal, listener: () => void): Cancel {
  const entry = (): void => listener();
  const entries = waiting.get(signal) ?? begin(signal);
  entries.add(entry);
  return () => {
    entries.delete(entry);
    if (entries.size === 0) end(signal, entries);
  };
}

function begin(signal: AbortSignal): Set<() => void> {
  const entries = new Set<() => void>();
  waiting.set(signal, entries);
  signal.addEventListener('abort', fire, { once: true });
  return entries;
}

function end(signal: AbortSignal, entries: ReadonlySet<() => void>): void {
  if (waiting.get(signal) !== entries) return;
  waiting.delete(signal);
  signal.removeEventListener('abort', fire);
}

function fire(this: AbortSignal): void {
  const entries = waiting.get(this) ?? [];
  waiting.delete(this);
  for (const entry of [...entries]) entry();
}
