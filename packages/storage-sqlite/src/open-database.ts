import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@gatehouse/core';
import { checkSchema } from './check-schema.js';
import type { Database, Driver } from './driver.js';
import { foreignOrNewer, identity, migrate } from './migrate.js';
import {
  checkPrivateFiles,
  ensurePrivateDirectory,
  fileIdentity,
  statusIfAny,
} from './private-files.js';
import { publishDatabase, sweepTemporaries } from './publish-database.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';
import { damaged, translated, unavailable } from './sqlite-errors.js';

/** Larger pages make the tree of keys lower. */
const PAGE_BYTES = 8192;
/** Pages of the database kept in memory, in KiB; taken only as far as there is content. */
const CACHE_KIB = 128 * 1024;
/** The log is cut back to so many bytes when it was written into the database. */
const LOG_BYTES = 8 * 1024 * 1024;
/** Milliseconds that a read waits, with the whole process, for another one's recovery. */
export const READ_WAIT_MS = 250;
/** Up to this size all pages are checked when a database is opened: about 150 ms. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/** sqlite.org/fileformat2.html §1.3 */
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\u0000';
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;

/** What {@link openDatabase} opens. */
export interface OpenRequest {
  readonly driver: Driver;
  readonly path: string;
  readonly logger: Logger;
  /** Judges the content by a connection that cannot write, before one that can is opened. */
  readonly check: (database: Database) => void;
}

async function fillNew(driver: Driver, path: string): Promise<void> {
  const database = new driver(path, {});
  try {
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    database.exec('PRAGMA synchronous = FULL');
    migrate(database, MIGRATIONS);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
}

async function readHeader(path: string): Promise<DataView> {
  try {
    const file = await open(path, 'r');
    try {
      const bytes = new Uint8Array(HEADER_BYTES);
      const { bytesRead } = await file.read(bytes, 0, HEADER_BYTES, 0);
      return new DataView(bytes.buffer, 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unavailable(path, 'could not be read', error);
  }
}

/** Judges the bytes before SQLite sees them: opening a foreign database could already write to it. */
async function checkHeader(path: string): Promise<void> {
  const header = await readHeader(path);
  if (header.byteLength === 0) {
    const remedy =
      'Put a backup in its place; or, to begin without any key, remove the file and its -mark.';
    throw damaged(path, 'it is empty, which no database of this program ever is', remedy);
  }
  const bytes = new Uint8Array(header.buffer, 0, header.byteLength);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (header.byteLength < HEADER_BYTES || magic !== MAGIC) {
    throw damaged(path, 'it is no SQLite database');
  }
  const applicationId = header.getUint32(APPLICATION_ID_AT);
  const version = header.getUint32(USER_VERSION_AT);
  const problem = foreignOrNewer(path, { applicationId, version }, MIGRATIONS.length);
  if (problem !== undefined) {
    throw problem;
  }
}

async function checkPages(database: Database, path: string): Promise<void> {
  const size = (await statusIfAny(path))?.size ?? 0;
  if (size <= CHECKED_BYTES && database.pragma('quick_check(1)', { simple: true }) !== 'ok') {
    throw damaged(path, 'its pages do not fit together');
  }
}

/** Looks at everything through a connection that cannot write, so that damage stays as it is. */
async function inspect({ driver, path, check }: OpenRequest): Promise<void> {
  const database = new driver(path, { readonly: true, timeout: READ_WAIT_MS });
  try {
    const problem = foreignOrNewer(path, identity(database), MIGRATIONS.length);
    if (problem !== undefined) {
      throw problem;
    }
    checkSchema(driver, database, path, MIGRATIONS);
    await checkPages(database, path);
    check(database);
  } finally {
    database.close();
  }
}

function configure(database: Database): void {
  database.exec('PRAGMA journal_mode = WAL');
  // What a write has acknowledged survives a power failure.
  database.exec('PRAGMA synchronous = FULL');
  database.exec('PRAGMA foreign_keys = ON');
  database.exec('PRAGMA trusted_schema = OFF');
  database.exec('PRAGMA cell_size_check = ON');
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
  database.exec(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
}

async function connect({ driver, path, logger }: OpenRequest): Promise<Database> {
  const before = fileIdentity(path);
  const database = new driver(path, { timeout: READ_WAIT_MS });
  try {
    configure(database);
    const steps = migrate(database, MIGRATIONS);
    if (steps > 0) {
      // The header of the file says the version too: an older program must find it there.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      logger.info('the schema of the SQLite store was brought up to date', { path, steps });
    }
    if (fileIdentity(path) !== before || !(await checkPrivateFiles(path))) {
      throw damaged(path, 'another file took its place while it was opened', 'Open it again.');
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

async function ensureDatabase(driver: Driver, path: string): Promise<void> {
  if (await checkPrivateFiles(path)) {
    return;
  }
  try {
    await publishDatabase(path, (temporary) => fillNew(driver, temporary));
  } catch (error) {
    // Whoever was first may have cleared away what this call was still making.
    if (!(await checkPrivateFiles(path))) {
      throw error;
    }
  }
  await checkPrivateFiles(path);
}

/**
 * Opens the database at a path, and makes it if there is none.
 *
 * @throws `ERR_MCPAUTH_FILE_UNSAFE`, `ERR_MCPAUTH_STORE_DAMAGED` for what is not a whole database of
 *   ours in a version that is known, `ERR_MCPAUTH_STORE_UNAVAILABLE`. What was refused stays as it is.
 */
export async function openDatabase(request: OpenRequest): Promise<Database> {
  const { driver, path } = request;
  await ensurePrivateDirectory(dirname(path));
  await ensureDatabase(driver, path);
  await checkHeader(path);
  await sweepTemporaries(path);
  try {
    await inspect(request);
    return await connect(request);
  } catch (error) {
    throw translated(path, 'could not be opened', error);
  }
}
