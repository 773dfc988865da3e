import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../src/check-schema.js';
import type { Database as Connection } from '../src/driver.js';
import { loadDriver } from '../src/driver.js';
import { foreignOrNewer, migrate, schemaVersion } from '../src/migrate.js';
import { APPLICATION_ID, MIGRATIONS } from '../src/schema.js';
import { newPath, openStore } from './support/store.js';

const STEPS = [
  'CREATE TABLE one (a INTEGER); INSERT INTO one VALUES (1)',
  'ALTER TABLE one ADD COLUMN b TEXT; UPDATE one SET b = a + 1',
];

async function inMemory(): Promise<Connection> {
  return new (await loadDriver())(':memory:', {});
}

function rows(database: Connection, sql: string): readonly unknown[] {
  return database.prepare<unknown>(sql).raw().all();
}

describe('migrations', () => {
  it('are taken in order, each once', async () => {
    const database = await inMemory();
    expect(migrate(database, STEPS.slice(0, 1))).toBe(1);
    expect(schemaVersion(database)).toBe(1);
    expect(migrate(database, STEPS)).toBe(1);
    expect(migrate(database, STEPS)).toBe(0);
    expect(schemaVersion(database)).toBe(2);
    expect(rows(database, 'SELECT a, b FROM one')).toEqual([[1, '2']]);
  });

  it('are taken whole or not at all', async () => {
    const database = await inMemory();
    const broken = [...STEPS, 'CREATE TABLE two (a); INSERT INTO nowhere VALUES (1)'];
    expect(() => migrate(database, broken)).toThrow('nowhere');
    expect(schemaVersion(database)).toBe(2);
    expect(rows(database, "SELECT name FROM sqlite_schema WHERE name = 'two'")).toEqual([]);
    expect(database.inTransaction).toBe(false);
  });

  it('are not taken twice by two processes at once', async () => {
    const path = await newPath();
    const driver = await loadDriver();
    const first = new driver(path, {});
    const second = new driver(path, {});
    // The second one still believes in version 0 when the first one is done.
    const prepare = second.pragma.bind(second);
    let asked = 0;
    second.pragma = (source, options) => {
      asked += 1;
      const seen = prepare(source, options);
      if (asked === 1) {
        migrate(first, STEPS);
      }
      return seen;
    };
    migrate(second, STEPS);
    expect(rows(second, 'SELECT a, b FROM one')).toEqual([[1, '2']]);
    first.close();
    second.close();
  });
});

describe('the schema', () => {
  it('is the newest in a new database, under our mark', async () => {
    const { path, close } = await openStore();
    await close();
    const database = new Database(path, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(database.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
  });

  it('is compared with the one of its own version', async () => {
    const driver = await loadDriver();
    const database = await inMemory();
    migrate(database, STEPS.slice(0, 1));
    expect(() => checkSchema(driver, database, 'x', STEPS)).not.toThrow();
    database.exec('CREATE TABLE more (a)');
    expect(() => checkSchema(driver, database, 'x', STEPS)).toThrow('its tables are not those');
  });

  it('is refused when it is newer, foreign or of no version', () => {
    const applicationId = APPLICATION_ID;
    expect(foreignOrNewer('x', { applicationId, version: 1 }, 1)).toBeUndefined();
    for (const found of [
      { applicationId, version: 2 },
      { applicationId, version: 0 },
      { applicationId: 0, version: 1 },
    ]) {
      expect(foreignOrNewer('x', found, 1)?.code).toBe('ERR_MCPAUTH_STORE_DAMAGED');
    }
  });
});
