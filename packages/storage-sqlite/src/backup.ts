import { dirname, resolve } from 'node:path';
import { McpAuthError } from '@gatehouse/core';
import type { Connection } from './connection.js';
import { DataVersion, monotonicClock } from './data-version.js';
import type { Database } from './driver.js';
import { HeaderTable } from './header-table.js';
import { KeyTable } from './key-table.js';
import { identity } from './migrate.js';
import { ensurePrivateDirectory } from './private-files.js';
import { publishDatabase } from './publish-database.js';
import { APPLICATION_ID } from './schema.js';
import { damaged, translated } from './sqlite-errors.js';

/** Pages that are copied before others get their turn. */
const PAGES_AT_ONCE = 256;

const COUNTED = ['keys', 'peppers', 'sequences', 'usage', 'audit_lines', 'audit_head'] as const;

/** What a database holds, as far as a copy must hold the same. */
interface Inventory {
  readonly commits: number;
  readonly rows: readonly number[];
}

function countOf(database: Database, sql: string): number {
  return database.prepare<number>(sql).pluck().get() ?? 0;
}

/** One statement sees one state, whoever writes meanwhile. */
function inventoryOf(database: Database): Inventory {
  const counts = COUNTED.map((table) => `(SELECT count(*) FROM ${table})`).join(', ');
  const [commits = 0, ...rows] =
    database.prepare<number[]>(`SELECT (SELECT commits FROM state), ${counts}`).raw().get() ?? [];
  return { commits, rows };
}

/** Reads the copy as a store would. */
function verify(copy: Database, path: string, original: Inventory): void {
  if (copy.pragma('integrity_check(1)', { simple: true }) !== 'ok') {
    throw damaged(path, 'the copy did not come out whole', 'Check both disks and try again.');
  }
  const { applicationId } = identity(copy);
  const { commits, rows } = inventoryOf(copy);
  const same = rows.every((count, index) => count === original.rows[index]);
  // Where others wrote after the copy was made, only the copy itself can be judged.
  if (applicationId !== APPLICATION_ID || (commits === original.commits && !same)) {
    throw damaged(path, 'the copy is not complete', 'Check both disks and try again.');
  }
  new HeaderTable(copy, path).read();
  const version = new DataVersion(copy, monotonicClock);
  const listed = new KeyTable(copy, path, version).list().length;
  if (listed !== countOf(copy, 'SELECT count(*) FROM keys')) {
    throw damaged(path, 'the copy lost keys', 'Check both disks and try again.');
  }
}

async function fill(connection: Connection, temporary: string): Promise<void> {
  await connection.database.backup(temporary, { progress: () => PAGES_AT_ONCE });
  const original = inventoryOf(connection.database);
  const copy = new connection.driver(temporary, {});
  try {
    verify(copy, temporary, original);
  } finally {
    copy.close();
  }
}

/**
 * Copies the whole store into a new database while it is in use. The copy (0600) is verified before
 * it gets its name: its pages, its counts, and every key in it.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when there is something already or it cannot be written;
 *   `ERR_MCPAUTH_STORE_DAMAGED` when the copy is not what it must be. No file is left.
 */
export async function backUp(connection: Connection, to: string): Promise<void> {
  const path = resolve(to);
  try {
    await ensurePrivateDirectory(dirname(path));
    const published = await publishDatabase(path, (temporary) => fill(connection, temporary));
    if (published === 'exists') {
      const problem = 'something is there already';
      throw new McpAuthError(
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
        `${path} could not be made: ${problem}. Choose another name.`,
        { location: path, problem },
      );
    }
  } catch (error) {
    throw translated(path, 'could not be made', error);
  }
}
