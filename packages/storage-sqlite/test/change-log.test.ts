import { silentLogger } from '@gatehouse/core';
import { createFakeClock } from '@gatehouse/mcp-auth-testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { KeyChange } from '../src/change-log.js';
import { ChangeLog } from '../src/change-log.js';
import type { Connection } from '../src/connection.js';
import { openConnection } from '../src/connection.js';
import type { Database } from '../src/driver.js';
import { newPath } from './support/store.js';

const opened: Connection[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((connection) => connection.abandon()));
});

async function connect(path: string): Promise<Database> {
  const clock = createFakeClock();
  const options = { path, logger: silentLogger, watchIntervalMs: 60_000, lockWaitMs: 0, clock };
  const connection = await openConnection(options);
  opened.push(connection);
  return connection.database;
}

function inserted(id: string): KeyChange {
  return { type: 'inserted', id };
}

/** A database on which others write right after the statement `sql` was asked. */
function raced(database: Database, sql: string, meanwhile: () => void): Database {
  const racing: Database = Object.create(database);
  racing.prepare = <Row>(text: string) => {
    const statement = database.prepare<Row>(text);
    const get = statement.get.bind(statement);
    if (text === sql) {
      statement.get = (...values) => {
        const row = get(...values);
        meanwhile();
        return row;
      };
    }
    return statement;
  };
  return racing;
}

describe('the log of changes', () => {
  it('tells of each change once', async () => {
    const path = await newPath();
    const writer = new ChangeLog(await connect(path));
    const reader = new ChangeLog(await connect(path));
    expect(reader.outside()).toEqual({ changes: [], last: 0, gap: false });
    writer.append(inserted('a'), 1);
    writer.append({ type: 'deleted', id: 'a' }, 2);
    const first = reader.outside();
    expect(first.changes).toEqual([inserted('a'), { type: 'deleted', id: 'a' }]);
    reader.advance(first.last);
    expect(reader.outside()).toEqual({ changes: [], last: 2, gap: false });
  });

  it('tells once of a change that is made while it is asked', async () => {
    const path = await newPath();
    const writer = new ChangeLog(await connect(path));
    let made = 0;
    const database = raced(await connect(path), 'SELECT changes FROM state', () => {
      made += 1;
      if (made > 1 && made < 4) {
        writer.append(inserted(`k${made}`), made);
      }
    });
    writer.append(inserted('k0'), 1);
    const reader = new ChangeLog(database);
    const heard: string[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { changes, last, gap } = reader.outside();
      heard.push(...changes.map(({ id }) => id));
      reader.advance(last);
      expect(gap).toBe(false);
    }
    expect(heard).toEqual(['k2', 'k3']);
  });

  it('says that it does not reach back far enough', async () => {
    const path = await newPath();
    const reader = new ChangeLog(await connect(path));
    const writer = new ChangeLog(await connect(path), 3);
    for (let counter = 1; counter <= 3; counter += 1) {
      writer.append(inserted(`k${counter}`), counter);
    }
    expect(reader.outside()).toMatchObject({ gap: false, last: 3 });
    for (let counter = 4; counter <= 9; counter += 1) {
      writer.append(inserted(`k${counter}`), counter);
    }
    expect(reader.outside()).toMatchObject({ gap: true, last: 9 });
  });
});
