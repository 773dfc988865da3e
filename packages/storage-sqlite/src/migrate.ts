import type { McpAuthError } from '@gatehouse/core';
import type { Database } from './driver.js';
import { APPLICATION_ID } from './schema.js';
import { damaged } from './sqlite-errors.js';

/** @returns Why a database cannot be used as it is, or `undefined`. */
export function foreignOrNewer(
  path: string,
  found: { readonly applicationId: number; readonly version: number },
  newest: number,
): McpAuthError | undefined {
  if (found.applicationId !== APPLICATION_ID) {
    const problem = 'it is a database of another program';
    return damaged(path, problem, 'Choose another path, or put a backup in its place.');
  }
  if (found.version > newest) {
    const problem = `its schema has version ${found.version}, which a newer version of this program wrote`;
    return damaged(path, problem, `Update this program, which knows versions up to ${newest}.`);
  }
  return found.version < 1 ? damaged(path, 'its schema has no version') : undefined;
}

/** @returns The version of the schema. */
export function schemaVersion(database: Database): number {
  return Number(database.pragma('user_version', { simple: true }));
}

/** @returns What {@link foreignOrNewer} judges, as the database has it now. */
export function identity(database: Database): { applicationId: number; version: number } {
  const applicationId = Number(database.pragma('application_id', { simple: true }));
  return { applicationId, version: schemaVersion(database) };
}

function step(database: Database, sql: string, version: number): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have taken the step while this one waited for the lock.
    if (schemaVersion(database) === version - 1) {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${version}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) {
      database.exec('ROLLBACK');
    }
    throw error;
  }
}

/**
 * Brings a database to the newest schema, one transaction for each step: whatever ends the process,
 * a step was taken whole or not at all.
 *
 * @returns How many steps this call found to take.
 */
export function migrate(database: Database, migrations: readonly string[]): number {
  const found = schemaVersion(database);
  for (const [index, sql] of migrations.entries()) {
    if (index >= found) {
      step(database, sql, index + 1);
    }
  }
  return Math.max(0, migrations.length - found);
}
