/** Structured facts beside a log message. Never a secret: ids, counts, paths, codes. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the framework reports what an operator should know. Nothing in it may throw. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

function ignore(): void {
  // A library says nothing unless its host passes a logger.
}

/** The default of every library: says nothing. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
