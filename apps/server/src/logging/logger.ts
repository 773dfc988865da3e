import type { LogFields, Logger } from '@gatehouse/core';
import { escapeUnsafe, oneLine, shorten } from './safe-text.js';
import { scrub } from './scrub.js';

/** How much is logged: everything from this level up. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** One of {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * How a line is written: `text` for people, `2026-11-21T09:00:00.000Z INFO  message name=value`; `json`
 * for programs, an object with `time`, `severity`, `message` and the fields.
 */
export type LogFormat = 'text' | 'json';

/** What is logged, before it is a line. */
interface Entry {
  readonly time: string;
  readonly severity: LogLevel;
  readonly message: string;
  readonly fields: readonly (readonly [name: string, value: string | number | boolean])[];
}

function textField([name, value]: Entry['fields'][number]): string {
  const text = oneLine(String(value));
  return `${name}=${/^[\w./:@+-]+$/.test(text) ? text : JSON.stringify(text)}`;
}

const FORMATS: Readonly<Record<LogFormat, (entry: Entry) => string>> = {
  text: ({ time, severity, message, fields }) =>
    [time, severity.toUpperCase().padEnd(5), oneLine(message), ...fields.map(textField)].join(' '),
  json: ({ fields, ...said }) =>
    // Twice, so that these stand first and no field takes their place.
    escapeUnsafe(JSON.stringify({ ...said, ...Object.fromEntries(fields), ...said })),
};

function safe(value: string): string {
  return shorten(scrub(value));
}

function safeFields(fields: LogFields): Entry['fields'] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const isPlain = typeof value === 'number' || typeof value === 'boolean';
    return [[name, isPlain ? value : safe(String(value))] as const];
  });
}

/**
 * A logger of one line per event, whatever is in it.
 *
 * @param write - Takes one line with its line break. Must be standard error: over stdio, standard
 *   output belongs to the protocol.
 */
export function createLineLogger(options: {
  readonly write: (line: string) => void;
  readonly level: LogLevel;
  /** Default: `text`. */
  readonly format?: LogFormat;
  readonly now?: () => Date;
}): Logger {
  const { write, format = 'text', now = () => new Date() } = options;
  const threshold = LOG_LEVELS.indexOf(options.level);
  const toLine = FORMATS[format];
  const at =
    (severity: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LOG_LEVELS.indexOf(severity) < threshold) return;
      const time = now().toISOString();
      write(`${toLine({ time, severity, message: safe(message), fields: safeFields(fields) })}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
