import { resolve } from 'node:path';
import type {
  ActivityStore,
  AuditStorage,
  Clock,
  KeyStore,
  Logger,
  UsageStore,
} from '@gatehouse/core';
import { silentLogger } from '@gatehouse/core';
import { backUp } from './backup.js';
import type { Connection } from './connection.js';
import { openConnection } from './connection.js';
import { monotonicClock } from './data-version.js';
import { SqliteActivityStore } from './sqlite-activity-store.js';
import { SqliteAuditStorage } from './sqlite-audit-storage.js';
import { closedError } from './sqlite-errors.js';
import { SqliteKeyStore } from './sqlite-key-store.js';
import { SqliteUsageStore } from './sqlite-usage-store.js';

/** Where a database is, and how its store watches it. */
export interface SqliteStoreOptions {
  /** Path of the database. It and its directory are made if they are not there. */
  readonly path: string;
  readonly logger?: Logger;
  /** Milliseconds between two looks at what other processes did; the default is 250. Integer ≥ 10. */
  readonly watchIntervalMs?: number;
  /** Milliseconds that a write waits for another process; the default is 5,000. Integer ≥ 0. */
  readonly lockWaitMs?: number;
  /** Only measures durations. Default: a monotonic one. */
  readonly clock?: Clock;
}

/**
 * Three stores in one database, and a fourth for those who want it. Each can be closed by itself; the database is closed with the last.
 */
export interface SqliteStore {
  readonly keys: KeyStore;
  readonly usage: UsageStore;
  readonly audit: AuditStorage;
  /**
   * The counts of activity in the same database, for those who count it. They are open from the first
   * call on and are closed by themselves, or with all; the database stays open as long. Every call
   * gives the same store.
   *
   * @throws `ERR_MCPAUTH_STORE_CLOSED` when all else was closed before the first call.
   */
  openActivity(): ActivityStore;
  /**
   * Copies everything into a new database at `to` while the store is in use. The copy is verified
   * before it gets its name; to restore it, open it, or put it in the place of the original when no
   * process uses that and its `-wal`, `-shm` and `-mark` files are removed.
   *
   * @param to - Path of the copy, which must not exist. Its permissions are 0600.
   * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when `to` exists or cannot be written,
   *   `ERR_MCPAUTH_STORE_DAMAGED` when the copy does not hold what it must. No file is left then.
   */
  backup(to: string): Promise<void>;
  /** Closes all of them. */
  close(): Promise<void>;
}

function assertInteger(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${name} must be an integer ≥ ${least}`);
  }
}

interface Parts {
  readonly keys: KeyStore;
  readonly usage: UsageStore;
  readonly audit: AuditStorage;
}

async function openParts(connection: Connection): Promise<Parts> {
  try {
    return connection.read(() => ({
      keys: new SqliteKeyStore(connection),
      usage: new SqliteUsageStore(connection),
      audit: new SqliteAuditStorage(connection),
    }));
  } catch (error) {
    await connection.abandon();
    throw error;
  }
}

function openActivity(connection: Connection): ActivityStore {
  connection.openPart('activity');
  return connection.read(() => new SqliteActivityStore(connection));
}

/**
 * Opens a SQLite database with keys, usage counters and audit trail. What a write acknowledged
 * survives a power failure (WAL, `synchronous = FULL`). Several processes may use it at once; what
 * others change is seen within 20 ms by whoever reads, and reported within `watchIntervalMs`. What
 * this store writes it sees at once, and a write is judged by what is committed when it runs.
 *
 * Needs the package better-sqlite3, which is loaded here and nowhere else.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when better-sqlite3 is missing or the file cannot be had;
 *   `ERR_MCPAUTH_STORE_DAMAGED` for a file that is damaged, not ours, of a newer version, or that has
 *   lost writes; `ERR_MCPAUTH_FILE_UNSAFE` when it, or a file of SQLite beside it, is a symbolic link,
 *   somebody else's, or can be used by others. What was refused stays as it is.
 * @throws {@link RangeError} for an interval that is none.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const { logger = silentLogger, watchIntervalMs = 250, lockWaitMs = 5_000 } = options;
  const { clock = monotonicClock } = options;
  assertInteger('watchIntervalMs', watchIntervalMs, 10);
  assertInteger('lockWaitMs', lockWaitMs, 0);
  const path = resolve(options.path);
  const connection = await openConnection({ path, logger, watchIntervalMs, lockWaitMs, clock });
  const { keys, usage, audit } = await openParts(connection);
  let activity: ActivityStore | undefined;
  return {
    keys,
    usage,
    audit,
    openActivity() {
      activity ??= openActivity(connection);
      return activity;
    },
    async backup(to) {
      if (connection.closed) {
        throw closedError(path);
      }
      await connection.during(backUp(connection, to));
    },
    async close() {
      await Promise.all([keys.close(), usage.close(), audit.close(), activity?.close()]);
    },
  };
}
