import type { KeyId, KeyStoreEvent } from '@gatehouse/core';
import type { Database, Statement } from './driver.js';

/** A change of a key, without saying who made it. */
export type KeyChange = Pick<KeyStoreEvent, 'type' | 'id'>;

/** What others changed since this connection last looked. */
export interface OutsideChanges {
  readonly changes: readonly KeyChange[];
  /** Number of the last one. */
  readonly last: number;
  /** Whether so much happened that the log does not reach back to where this connection was. */
  readonly gap: boolean;
}

/** So many changes are kept for connections that look four times a second. */
const KEPT = 10_000;
/** Deletions are kept longer: of these nothing else tells. */
const KEPT_DELETIONS = 200_000;

/**
 * The last changes of keys, numbered without gaps, through which connections tell each other.
 * A connection that was stopped for longer than the log reaches is told so.
 */
export class ChangeLog {
  readonly #kept: number;
  readonly #count: Statement<never>;
  readonly #append: Statement<never>;
  readonly #prune: Statement<never>;
  readonly #pruneDeletions: Statement<never>;
  readonly #since: Statement<[counter: number, type: KeyChange['type'], id: KeyId]>;
  readonly #last: Statement<number>;
  #seen: number;

  constructor(database: Database, kept: number = KEPT) {
    this.#kept = kept;
    this.#count = database.prepare('UPDATE state SET changes = ?');
    this.#append = database.prepare('INSERT INTO changes (counter, type, id) VALUES (?, ?, ?)');
    this.#prune = database.prepare("DELETE FROM changes WHERE counter = ? AND type <> 'deleted'");
    this.#pruneDeletions = database.prepare('DELETE FROM changes WHERE counter <= ?');
    this.#since = database
      .prepare<[number, KeyChange['type'], KeyId]>(
        'SELECT counter, type, id FROM changes WHERE counter > ? ORDER BY counter',
      )
      .raw();
    this.#last = database.prepare<number>('SELECT changes FROM state').pluck();
    this.#seen = this.#last.get() ?? 0;
  }

  /** What happened since {@link advance}. Costs one look-up when nothing did. */
  outside(): OutsideChanges {
    const last = this.#last.get() ?? 0;
    if (last === this.#seen) {
      return { changes: [], last, gap: false };
    }
    const rows = this.#since.all(this.#seen);
    const changes = rows.map(([, type, id]) => ({ type, id }));
    // Others may have gone on since `last` was read: only what is in the rows was heard of.
    return { changes, last: rows.at(-1)?.[0] ?? last, gap: rows[0]?.[0] !== this.#seen + 1 };
  }

  /** Writes a change down under the number after the last; only inside its transaction. */
  append({ type, id }: KeyChange, counter: number): void {
    this.#count.run(counter);
    this.#append.run(counter, type, id);
    this.#prune.run(counter - this.#kept);
    this.#pruneDeletions.run(counter - KEPT_DELETIONS);
  }

  /** Says up to where this connection has heard of everything. */
  advance(last: number): void {
    this.#seen = last;
  }
}
