import type { Clock, RandomBytes } from '@gatehouse/loxone-protocol';

/** Ends a timer that has not fired yet; afterwards it does nothing. */
export type Cancel = () => void;

/** Where this package takes waiting from. Tests pass timers that they move by hand. */
export interface Timers {
  /**
   * Calls `callback` once.
   *
   * @param ms - Delay in milliseconds, 0–86,400,000.
   * @returns A function that cancels the call.
   */
  after(ms: number, callback: () => void): Cancel;
  /** Calls `callback` as soon as pending input and output were served. */
  soon(callback: () => void): void;
}

/** Structured facts beside a log message. Never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where this package reports what an operator should know. Nothing in it may throw. */
export interface LoxoneLogger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The event loop's own timers. */
export const systemTimers: Timers = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  soon(callback) {
    setImmediate(callback);
  },
};

function ignore(): void {
  // A library says nothing unless its host passes a logger.
}

/** Says nothing. */
export const silentLogger: LoxoneLogger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
};

/** The ports that most parts of the client share. */
export interface Ports {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomBytes;
  readonly logger: LoxoneLogger;
}
