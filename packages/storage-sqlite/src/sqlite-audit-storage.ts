import type { AuditBatch, AuditHead, AuditStorage, EpochMs } from '@gatehouse/core';
import { AuditTables } from './audit-tables.js';
import type { Connection } from './connection.js';
import { Listeners } from './listeners.js';
import { closedError } from './sqlite-errors.js';

/** Lines that are read at once; between two such reads, others may write and remove. */
const PAGE_LINES = 256;

/**
 * An audit trail in the tables of a connection. Lines and head change in one transaction, so no line
 * is ever unconfirmed or torn. Made by `openSqliteStore`.
 */
export class SqliteAuditStorage implements AuditStorage {
  readonly location: string;
  readonly #connection: Connection;
  readonly #tables: AuditTables;
  readonly #listeners: Listeners<undefined>;
  #toldUpTo: number;
  #closed = false;

  constructor(connection: Connection) {
    this.location = connection.path;
    this.#connection = connection;
    this.#tables = new AuditTables(connection.database, connection.path);
    this.#listeners = new Listeners(connection.logger);
    this.#toldUpTo = connection.read(() => this.#tables.last());
    connection.onOutsideWrite(() => this.#catchUp());
  }

  async head(): Promise<AuditHead | undefined> {
    this.#assertOpen();
    return this.#connection.read(() => this.#tables.head());
  }

  async append(
    build: (state: {
      readonly head: AuditHead | undefined;
      readonly unconfirmed: readonly string[];
      readonly torn: boolean;
    }) => AuditBatch | undefined,
  ): Promise<void> {
    await this.#write(
      () => {
        const batch = build({ head: this.#tables.head(), unconfirmed: [], torn: false });
        if (batch !== undefined) {
          this.#tables.append(batch.lines);
          this.#tables.setHead(batch.head);
        }
        return batch !== undefined;
      },
      (appended) => {
        if (appended) {
          this.#toldUpTo = this.#tables.last();
          this.#listeners.tell(undefined);
        }
      },
    );
  }

  async *read(from = 0): AsyncGenerator<string, void, undefined> {
    for (let next = from; ; ) {
      this.#assertOpen();
      const start = next;
      const page = this.#connection.read(() => this.#tables.page(start, PAGE_LINES));
      for (const [sequence, text] of page) {
        yield text;
        next = sequence + 1;
      }
      if (page.length < PAGE_LINES) {
        return;
      }
    }
  }

  async prune(
    before: EpochMs,
    rehead: (head: AuditHead, lastRemoved: string) => AuditHead,
  ): Promise<number> {
    return this.#write(() => {
      const head = this.#tables.head();
      const last = this.#tables.lastOlderThan(before);
      if (head === undefined || last === undefined) {
        return 0;
      }
      const [sequence, text] = last;
      this.#tables.setHead(rehead(head, text));
      return this.#tables.removeUpTo(sequence);
    });
  }

  watch(listener: () => void): () => void {
    this.#assertOpen();
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close('audit');
    this.#listeners.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw closedError(this.location);
    }
  }

  async #write<T>(work: () => T, committed?: (result: T) => void): Promise<T> {
    this.#assertOpen();
    return this.#connection.write(() => this.#closed, work, committed);
  }

  #catchUp(): void {
    const last = this.#tables.last();
    if (!this.#closed && last !== this.#toldUpTo) {
      this.#toldUpTo = last;
      this.#listeners.tell(undefined);
    }
  }
}
