import type { KeyId, KeyRecord, NewKeyRecord } from '@gatehouse/core';
import type { DataVersion } from './data-version.js';
import type { Database, Statement } from './driver.js';
import { RecordCache } from './record-cache.js';
import type { KeyRow } from './record-row.js';
import {
  ALL,
  assertStorable,
  decodeRow,
  encodeRow,
  isIntact,
  isWide,
  PUT,
  revisionOf,
  WITHOUT_WIDE_LISTS,
} from './record-row.js';

import { damaged } from './sqlite-errors.js';

/** Records with long lists that are kept in memory, since reading those takes longest. */
const KEPT_WIDE = 256;
/** Other records that are kept: of these at least the half that was used last. */
const KEPT_NARROW = 50_000;
/** Ids that are known to be unknown. */
const KEPT_ABSENT = 2_048;

/** The table of keys. Everything in it is done at once; transactions are the caller's. */
export class KeyTable {
  readonly #path: string;
  readonly #database: Database;
  readonly #version: DataVersion;
  readonly #find: Statement<KeyRow>;
  readonly #findWhole: Statement<KeyRow>;
  readonly #list: Statement<KeyRow>;
  readonly #position: Statement<number>;
  readonly #put: Statement<never>;
  readonly #remove: Statement<never>;
  readonly #hashed: Statement<number>;
  /** By id; good for as long as the row has the same revision. */
  readonly #wide = new Map<KeyId, KeyRecord>();
  readonly #narrow = new RecordCache<KeyRecord>(KEPT_NARROW);
  /** So that asking again for an id takes as long whether or not there is such a key. */
  readonly #absent = new RecordCache<true>(KEPT_ABSENT);

  constructor(database: Database, path: string, version: DataVersion) {
    this.#path = path;
    this.#database = database;
    this.#version = version;
    this.#find = database
      .prepare<KeyRow>(`SELECT ${WITHOUT_WIDE_LISTS} FROM keys WHERE id = ?`)
      .raw();
    this.#findWhole = database.prepare<KeyRow>(`SELECT ${ALL} FROM keys WHERE id = ?`).raw();
    this.#list = database
      .prepare<KeyRow>(`SELECT ${ALL} FROM keys ORDER BY created_at, position`)
      .raw();
    this.#position = database.prepare<number>('SELECT position FROM keys WHERE id = ?').pluck();
    this.#put = database.prepare(PUT);
    this.#remove = database.prepare('DELETE FROM keys WHERE id = ?');
    this.#hashed = database.prepare<number>("SELECT 1 FROM keys WHERE hash <> '' LIMIT 1").pluck();
  }

  /**
   * The record as this connection's last commit left it; what others commit is seen as soon as
   * {@link DataVersion} tells. What was read before is given again until then: that costs the same
   * however many keys there are.
   */
  get(id: KeyId): KeyRecord | undefined {
    if (this.#database.inTransaction) {
      // What is not committed yet may be rolled back.
      return this.#read(id);
    }
    // Asked before the row is read: of a commit in between, the next call learns.
    const version = this.#version.current();
    this.#narrow.keepFor(version);
    this.#absent.keepFor(version);
    const kept = this.#narrow.get(id);
    if (kept !== undefined || this.#absent.get(id) === true) {
      return kept;
    }
    const record = this.#read(id);
    if (record === undefined) {
      this.#absent.set(id, true);
    } else if (!this.#wide.has(id)) {
      this.#narrow.set(id, record);
    }
    return record;
  }

  #read(id: KeyId): KeyRecord | undefined {
    const row = this.#find.get(id);
    if (row === undefined) {
      return undefined;
    }
    return isWide(row) ? this.#getWide(id, revisionOf(row)) : this.#decode(row);
  }

  /** Ordered by creation. */
  list(): readonly KeyRecord[] {
    return this.#list.all().map((row) => this.#decode(row));
  }

  /** Whether any key has a hash, and so needs the pepper that it was made with. */
  hasHashes(): boolean {
    return this.#hashed.get() !== undefined;
  }

  /** Writes a record. A new one takes its place at the end. @returns It, with its revision. */
  put(record: NewKeyRecord, counter: number): KeyRecord {
    const row = encodeRow(record, counter, this.#position.get(record.id) ?? counter);
    assertStorable(row);
    this.#forget(record.id);
    this.#put.run(...row);
    return decodeRow(row);
  }

  delete(id: KeyId): void {
    this.#forget(id);
    this.#remove.run(id);
  }

  #forget(id: KeyId): void {
    this.#narrow.delete(id);
    this.#absent.delete(id);
    this.#wide.delete(id);
  }

  #getWide(id: KeyId, revision: string): KeyRecord | undefined {
    const kept = this.#wide.get(id);
    if (kept?.revision === revision) {
      return kept;
    }
    const row = this.#findWhole.get(id);
    return row === undefined ? undefined : this.#keep(this.#decode(row));
  }

  #keep(record: KeyRecord): KeyRecord {
    this.#wide.delete(record.id);
    this.#wide.set(record.id, record);
    const [oldest] = this.#wide.keys();
    if (this.#wide.size > KEPT_WIDE && oldest !== undefined) {
      this.#wide.delete(oldest);
    }
    return record;
  }

  #decode(row: KeyRow): KeyRecord {
    if (!isIntact(row)) {
      throw damaged(this.#path, `the row of a key was changed on the disk`);
    }
    return decodeRow(row);
  }
}
