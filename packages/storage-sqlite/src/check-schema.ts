import type { Database, Driver } from './driver.js';
import { migrate, schemaVersion } from './migrate.js';
import { damaged } from './sqlite-errors.js';

const SCHEMA = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name';

function schemaOf(database: Database): string {
  return JSON.stringify(database.prepare<unknown>(SCHEMA).raw().all());
}

/**
 * Compares the tables of a database with those that its version has: one changed letter in the text
 * of a table can give its columns other names or types.
 *
 * @throws `ERR_MCPAUTH_STORE_DAMAGED`
 */
export function checkSchema(
  driver: Driver,
  database: Database,
  path: string,
  migrations: readonly string[],
): void {
  const model = new driver(':memory:', {});
  try {
    migrate(model, migrations.slice(0, schemaVersion(database)));
    if (schemaOf(database) !== schemaOf(model)) {
      throw damaged(path, 'its tables are not those of this program');
    }
  } finally {
    model.close();
  }
}
