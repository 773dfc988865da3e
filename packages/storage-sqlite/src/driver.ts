import { McpAuthError } from '@gatehouse/core';

/** What SQLite stores, as far as this package uses it. */
export type SqlValue = string | number | null;

/** A compiled statement. Values are bound by position, never as an object of names. */
export interface Statement<Row> {
  get(...values: readonly SqlValue[]): Row | undefined;
  all(...values: readonly SqlValue[]): Row[];
  run(...values: readonly SqlValue[]): { readonly changes: number };
  /** Rows as arrays of columns. */
  raw(): this;
  /** Rows as their first column. */
  pluck(): this;
}

/** An open connection, as far as this package uses it. */
export interface Database {
  readonly inTransaction: boolean;
  prepare<Row>(sql: string): Statement<Row>;
  exec(sql: string): unknown;
  pragma(source: string, options: { readonly simple: true }): unknown;
  backup(path: string, options: { readonly progress: () => number }): Promise<unknown>;
  close(): unknown;
}

/** How a database is opened. */
export interface OpenOptions {
  readonly readonly?: boolean;
  /** Milliseconds that one statement waits, with the whole process, for a lock. */
  readonly timeout?: number;
}

/** The constructor that better-sqlite3 exports. */
export type Driver = new (path: string, options: OpenOptions) => Database;

/** The newest version line that runs on every Node this package supports. */
const INSTALL = 'npm install better-sqlite3@12';

function unusable(problem: string, remedy: string, cause: unknown): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `The SQLite store cannot be used: ${problem}. ${remedy}`,
    { location: 'better-sqlite3', problem },
    { cause },
  );
}

async function importDriver(): Promise<{ readonly default: unknown }> {
  return import('better-sqlite3');
}

/** Whether a value is the constructor that is expected; the probe below tries it. */
function isDriver(value: unknown): value is Driver {
  return typeof value === 'function';
}

/**
 * Loads better-sqlite3, an optional dependency, when a database is first opened.
 *
 * @param load - Imports the module.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` saying what to install, when it is missing or its native
 *   part is: package managers may skip the build without a word.
 */
export async function loadDriver(
  load: () => Promise<{ readonly default: unknown }> = importDriver,
): Promise<Driver> {
  let driver: unknown;
  try {
    driver = (await load()).default;
  } catch (error) {
    throw unusable('the package better-sqlite3 is not installed', `Run: ${INSTALL}`, error);
  }
  try {
    if (!isDriver(driver)) {
      throw new TypeError('better-sqlite3 exports no constructor');
    }
    // The native part is loaded by the first database, not by the import.
    new driver(':memory:', {}).close();
    return driver;
  } catch (error) {
    const remedy =
      'Allow its install script (pnpm: onlyBuiltDependencies or allowBuilds), then build it again: ' +
      'npm rebuild better-sqlite3';
    throw unusable('the native part of better-sqlite3 does not load', remedy, error);
  }
}
