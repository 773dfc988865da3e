import type { ActivityCount, ActivityRange, ActivityStore, EpochMs } from '@gatehouse/core';
import {
  ACTIVITY_DAY_MS,
  ACTIVITY_HOUR_MS,
  ACTIVITY_MAX_PAIRS,
  ACTIVITY_OTHER,
  ACTIVITY_SPAN_MS,
  copyCounts,
} from '@gatehouse/core';
import { ACTIVITY_SQL, type ActivityRow, countOf, placeOf, sumsOf } from './activity-row.js';
import type { Connection } from './connection.js';
import type { Statement } from './driver.js';
import { closedError } from './sqlite-errors.js';

/** When the UTC day begins that has not ended by then. */
function firstOpenDay(before: EpochMs): EpochMs {
  return Math.floor(before / ACTIVITY_DAY_MS) * ACTIVITY_DAY_MS;
}

/** Counts of activity in a table of a connection. Made by `SqliteStore.openActivity`. */
export class SqliteActivityStore implements ActivityStore {
  readonly location: string;
  readonly #connection: Connection;
  readonly #add: Statement<never>;
  readonly #insert: Statement<never>;
  readonly #pairs: Statement<number>;
  readonly #read: Statement<ActivityRow>;
  readonly #older: Statement<ActivityRow>;
  readonly #forgetOlder: Statement<never>;
  readonly #prune: Statement<never>;
  #closed = false;

  constructor(connection: Connection) {
    const { database } = connection;
    this.location = connection.path;
    this.#connection = connection;
    this.#add = database.prepare(ACTIVITY_SQL.add);
    this.#insert = database.prepare(ACTIVITY_SQL.insert);
    this.#pairs = database.prepare<number>(ACTIVITY_SQL.pairs).pluck();
    this.#read = database.prepare<ActivityRow>(ACTIVITY_SQL.read).raw();
    this.#older = database.prepare<ActivityRow>(ACTIVITY_SQL.older).raw();
    this.#forgetOlder = database.prepare(ACTIVITY_SQL.forgetOlder);
    this.#prune = database.prepare(ACTIVITY_SQL.prune);
  }

  async add(counts: readonly ActivityCount[]): Promise<void> {
    // Read before anything waits: what is counted on from now is not part of this.
    const copies = copyCounts(counts);
    this.#assertOpen();
    if (copies.length > 0) {
      await this.#write(() => this.#addAll(copies));
    }
  }

  async read(range: ActivityRange): Promise<readonly ActivityCount[]> {
    this.#assertOpen();
    const { from, to, principalId = null, act = null } = range;
    const asked = [from, to, principalId, principalId, act, act];
    return this.#connection.read(() => this.#read.all(...asked).map(countOf));
  }

  async rollUp(before: EpochMs): Promise<void> {
    this.#assertOpen();
    const end = firstOpenDay(before);
    await this.#write(() => {
      const fine = this.#older.all(ACTIVITY_SPAN_MS, end).map(countOf);
      this.#forgetOlder.run(ACTIVITY_SPAN_MS, end);
      this.#addAll(
        fine.map((count) => {
          const at = count.at - (count.at % ACTIVITY_HOUR_MS);
          return { ...count, at, spanMs: ACTIVITY_HOUR_MS };
        }),
      );
    });
  }

  async prune(before: EpochMs): Promise<void> {
    this.#assertOpen();
    await this.#write(() => void this.#prune.run(firstOpenDay(before)));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close('activity');
  }

  #addAll(counts: readonly ActivityCount[]): void {
    for (const count of counts) {
      if (this.#addToRow(count)) {
        continue;
      }
      const { at, spanMs } = count;
      const together = { ...count, principalId: ACTIVITY_OTHER, act: ACTIVITY_OTHER };
      const pairs = this.#pairs.get(at, spanMs, ACTIVITY_OTHER, ACTIVITY_OTHER) ?? 0;
      if (pairs < ACTIVITY_MAX_PAIRS) {
        this.#insert.run(...placeOf(count), ...sumsOf(count));
      } else if (!this.#addToRow(together)) {
        this.#insert.run(...placeOf(together), ...sumsOf(together));
      }
    }
  }

  /** @returns Whether there was a row for it. */
  #addToRow(count: ActivityCount): boolean {
    return this.#add.run(...sumsOf(count), ...placeOf(count)).changes > 0;
  }

  #write(work: () => void): Promise<void> {
    return this.#connection.write(() => this.#closed, work);
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw closedError(this.location);
    }
  }
}
