import { type ReadonlySignal, signal } from '@preact/signals';

const current = signal(Date.now());

/** The time, as relative times show it: it moves on by itself. Epoch milliseconds. */
export const now: ReadonlySignal<number> = current;

/** How often relative times are made anew. */
const PAUSE = 15_000;

/** Keeps {@link now} going for as long as the page is there. */
export function startClock(): void {
  const tick = (): void => {
    if (document.visibilityState === 'visible') current.value = Date.now();
  };
  setInterval(tick, PAUSE);
  document.addEventListener('visibilitychange', tick);
}
