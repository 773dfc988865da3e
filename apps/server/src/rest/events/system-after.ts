import type { After } from '@gatehouse/loxone-tools';

/** The timers of the platform; none of them keeps the process alive. */
export const systemAfter: After = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
};
