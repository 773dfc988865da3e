import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, Logger } from '@gatehouse/core';
import { assertNothingLost, CommitMark } from './commit-mark.js';
import { DataVersion } from './data-version.js';
import type { Database, Driver, Statement } from './driver.js';
import { loadDriver } from './driver.js';
import { openDatabase, READ_WAIT_MS } from './open-database.js';
import { fileIdentity } from './private-files.js';
import { SerialQueue } from './serial-queue.js';
import { busy, closedError, damaged, errorCode, isBusy, translated } from './sqlite-errors.js';

/** What a connection is opened with. */
export interface ConnectionOptions {
  readonly path: string;
  readonly logger: Logger;
  readonly watchIntervalMs: number;
  /** Milliseconds that a write waits for other processes. */
  readonly lockWaitMs: number;
  /** Tells how old an answer is; monotonic. */
  readonly clock: Clock;
}

/** The parts of a store that share one connection. */
export type Part = 'keys' | 'usage' | 'audit' | 'activity';

/** Milliseconds between attempts at the lock: soon at first, then at this pace. */
const SLOWEST_RETRY_MS = 25;

/**
 * One open database: reads at once, writes one after the other, each in a transaction that takes the
 * lock at its beginning. Waiting for another process's lock does not hold up this process.
 */
export class Connection {
  readonly path: string;
  readonly logger: Logger;
  readonly database: Database;
  readonly driver: Driver;
  /** Tells whether others have committed. */
  readonly version: DataVersion;
  readonly #options: ConnectionOptions;
  readonly #queue = new SerialQueue();
  readonly #mark: CommitMark;
  readonly #identity: string | undefined;
  readonly #begin: Statement<never>;
  readonly #countCommit: Statement<number>;
  readonly #watchers: (() => void)[] = [];
  readonly #open = new Set<Part>(['keys', 'usage', 'audit']);
  readonly #backups = new Set<Promise<unknown>>();
  readonly #timer: NodeJS.Timeout;
  #seenVersion: number | undefined;
  #problem: string | undefined;
  #ended: Promise<void> | undefined;

  constructor(driver: Driver, database: Database, mark: CommitMark, options: ConnectionOptions) {
    this.driver = driver;
    this.database = database;
    this.#mark = mark;
    this.#options = options;
    this.path = options.path;
    this.logger = options.logger;
    this.#identity = fileIdentity(options.path);
    this.version = new DataVersion(database, options.clock);
    this.#begin = database.prepare<never>('BEGIN IMMEDIATE');
    this.#countCommit = database
      .prepare<number>('UPDATE state SET commits = commits + 1 RETURNING commits')
      .pluck();
    this.#seenVersion = this.version.refresh();
    this.#timer = setInterval(() => this.#look(), options.watchIntervalMs).unref();
  }

  /** Whether every part was closed. */
  get closed(): boolean {
    return this.#open.size === 0;
  }

  /** Takes a part in use that not everybody needs. @throws `ERR_MCPAUTH_STORE_CLOSED` */
  openPart(part: Part): void {
    if (this.closed) {
      throw closedError(this.path);
    }
    this.#open.add(part);
  }

  /** Calls `catchUp` when another connection has written, within the watch interval. */
  onOutsideWrite(catchUp: () => void): void {
    this.#watchers.push(catchUp);
  }

  /** Reads at once. Errors of SQLite come back coded. */
  read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translated(this.path, 'could not be read', error);
    }
  }

  /**
   * Writes in one transaction, which is on the disk when this resolves.
   *
   * @param isClosed - Asked once the turn comes: what was closed by then does not write any more.
   * @param work - Runs under the lock; if it throws, nothing was written.
   * @param committed - Runs right after the commit, before anything else can happen.
   */
  write<T>(isClosed: () => boolean, work: () => T, committed?: (result: T) => void): Promise<T> {
    return this.#queue.run(async () => {
      if (isClosed()) {
        throw closedError(this.path);
      }
      try {
        return await this.#transactLocked(work, committed);
      } catch (error) {
        throw translated(this.path, 'could not be written', error);
      }
    });
  }

  /** Keeps the connection open until `backup` has settled. */
  async during<T>(backup: Promise<T>): Promise<T> {
    this.#backups.add(backup);
    try {
      return await backup;
    } finally {
      this.#backups.delete(backup);
    }
  }

  /** Ends one part. The last one ends the connection. Resolves when the writes under way are done. */
  async close(part: Part): Promise<void> {
    this.#open.delete(part);
    await this.#queue.idle();
    if (this.#open.size === 0) {
      await this.abandon();
    }
  }

  /** Ends the connection, whichever parts are open. */
  async abandon(): Promise<void> {
    this.#open.clear();
    this.#ended ??= this.#end();
    await this.#ended;
  }

  async #end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.allSettled(this.#backups);
    this.#mark.close();
    this.database.close();
  }

  /** Whether the lock could be had at once: this process does not stand still for another. */
  #tryLock(): boolean {
    this.database.exec('PRAGMA busy_timeout = 0');
    try {
      this.#begin.run();
      return true;
    } catch (error) {
      if (isBusy(error)) {
        return false;
      }
      throw error;
    } finally {
      this.database.exec(`PRAGMA busy_timeout = ${READ_WAIT_MS}`);
    }
  }

  /** Waits for the lock, and does not wait for anything once it has it. */
  async #transactLocked<T>(work: () => T, committed?: (result: T) => void): Promise<T> {
    this.#assertInPlace();
    for (let waited = 0, pause = 1; !this.#tryLock(); waited += pause) {
      if (waited >= this.#options.lockWaitMs) {
        throw busy(this.path, waited);
      }
      pause = Math.min(pause * 2, SLOWEST_RETRY_MS);
      await delay(pause);
    }
    const result = this.#transact(work);
    committed?.(result);
    return result;
  }

  #transact<T>(work: () => T): T {
    // Under the lock, all is seen that others did: what is told of it is not to be older outside.
    this.version.expire();
    try {
      const result = work();
      const commits = this.#countCommit.get() ?? 0;
      this.database.exec('COMMIT');
      this.#mark.write(commits);
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.database.inTransaction) {
        this.database.exec('ROLLBACK');
      }
      throw error;
    }
  }

  /** A database that was moved away still takes writes, which nobody would ever find again. */
  #assertInPlace(): void {
    if (fileIdentity(this.path) !== this.#identity) {
      const problem = 'it was removed or replaced while in use';
      throw damaged(this.path, problem, 'Put it back, or stop the program and start it again.');
    }
  }

  #look(): void {
    if (this.closed) {
      return;
    }
    try {
      this.#assertInPlace();
      const version = this.version.refresh();
      if (version !== this.#seenVersion) {
        for (const catchUp of this.#watchers) {
          catchUp();
        }
        this.#seenVersion = version;
      }
      this.#problem = undefined;
    } catch (error) {
      this.#note(error);
    }
  }

  /** Says each problem once, not four times a second. */
  #note(error: unknown): void {
    const problem = error instanceof Error ? error.message : 'unknown';
    if (problem !== this.#problem) {
      this.#problem = problem;
      const code = errorCode(error);
      this.logger.error('the SQLite store cannot be watched', { path: this.path, code, problem });
    }
  }
}

function commitsOf(database: Database): number {
  return database.prepare<number>('SELECT commits FROM state').pluck().get() ?? 0;
}

/** Opens a connection: everything is checked, and the database made if there is none. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const { path, logger } = options;
  const driver = await loadDriver();
  const mark = new CommitMark(path, logger);
  // Read before the database is: what other processes commit from here on does no harm.
  const marked = await mark.read();
  const check = (database: Database): void => assertNothingLost(path, marked, commitsOf(database));
  const database = await openDatabase({ driver, path, logger, check });
  try {
    await mark.open(commitsOf(database));
    return new Connection(driver, database, mark, options);
  } catch (error) {
    mark.close();
    database.close();
    throw translated(path, 'could not be opened', error);
  }
}
