import type { LogFields, Logger } from '@gatehouse/core';

/** The levels of a {@link Logger}. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One call of the logger. */
export interface LogEntry {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps what it is told. */
export interface RecordingLogger extends Logger {
  readonly entries: readonly LogEntry[];
  /** @returns The messages of one level, or of all, in order. */
  messages(level?: LogLevel): string[];
  /** Everything as one text, to search it for secrets that must not be there. */
  text(): string;
  clear(): void;
}

/** @returns A logger with no entries yet. */
export function createRecordingLogger(): RecordingLogger {
  const entries: LogEntry[] = [];
  function at(level: LogLevel): (message: string, fields?: LogFields) => void {
    return (message, fields = {}) => {
      entries.push({ level, message, fields });
    };
  }
  return {
    entries,
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    messages: (level) =>
      entries
        .filter((entry) => level === undefined || entry.level === level)
        .map((entry) => entry.message),
    text: () => JSON.stringify(entries),
    clear() {
      entries.length = 0;
    },
  };
}
