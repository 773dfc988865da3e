import type { LogFields, Logger } from '@gatehouse/core';
import { scrub } from './scrub.js';

/** How much is logged: everything from this level up. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Line breaks and control characters would let a value forge a log line (ASVS 5.0 16.4.1). */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ');
}

function formatField([name, value]: readonly [string, LogFields[string]]): string {
  const text = oneLine(scrub(String(value)));
  return `${name}=${/^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text)}`;
}

/**
 * A logger of one line per event: `2026-11-21T09:00:00.000Z INFO  message name=value`.
 *
 * @param write - Takes one line with its line break. Must be standard error: over stdio, standard
 *   output belongs to the protocol.
 */
export function createLineLogger(options: {
  readonly write: (line: string) => void;
  readonly level: LogLevel;
  readonly now?: () => Date;
}): Logger {
  const { write, now = () => new Date() } = options;
  const threshold = LOG_LEVELS.indexOf(options.level);
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(level) < threshold) return;
      const known = Object.entries(fields).filter(([, value]) => value !== undefined);
      const parts = [
        now().toISOString(),
        level.toUpperCase().padEnd(5),
        oneLine(scrub(message)),
        ...known.map(formatField),
      ];
      write(`${parts.join(' ')}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
