import type {
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStore,
  KeyStoreEvent,
  NewKeyRecord,
  RoleName,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { applyChange } from './apply-change.js';
import type { KeyChange, OutsideChanges } from './change-log.js';
import { ChangeLog } from './change-log.js';
import type { Connection } from './connection.js';
import { HeaderTable } from './header-table.js';
import { KeyTable } from './key-table.js';
import { Listeners } from './listeners.js';
import { closedError, damaged } from './sqlite-errors.js';

/** What a write answers, and the change that it made, if any. */
interface Outcome<T> {
  readonly result: T;
  readonly change?: KeyChange;
}

function conflict(id: KeyId, message: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', message, { id });
}

/** Keys in the tables of a connection. Made by `openSqliteStore`. */
export class SqliteKeyStore implements KeyStore {
  readonly kind = 'sqlite';
  readonly location: string;
  readonly capabilities = { writable: true, persistent: true, watches: true } as const;
  readonly #connection: Connection;
  readonly #keys: KeyTable;
  readonly #header: HeaderTable;
  readonly #changes: ChangeLog;
  readonly #listeners: Listeners<KeyStoreEvent>;
  #closed = false;

  constructor(connection: Connection, keptChanges?: number) {
    const { database, path } = connection;
    this.location = path;
    this.#connection = connection;
    this.#keys = new KeyTable(database, path, connection.version);
    this.#header = new HeaderTable(database, path);
    this.#changes = new ChangeLog(database, keptChanges);
    this.#listeners = new Listeners(connection.logger);
    connection.onOutsideWrite(() => this.#catchUp());
  }

  async header(): Promise<StoreHeader | undefined> {
    this.#assertOpen();
    return this.#connection.read(() => this.#header.read());
  }

  async ensureHeader(make: () => StoreHeader): Promise<StoreHeader> {
    return (await this.header()) ?? this.#write(() => ({ result: this.#makeHeader(make) }));
  }

  async get(id: KeyId): Promise<KeyRecord | undefined> {
    this.#assertOpen();
    // An object would be taken for named parameters.
    return typeof id === 'string' ? this.#connection.read(() => this.#keys.get(id)) : undefined;
  }

  async list(): Promise<readonly KeyRecord[]> {
    this.#assertOpen();
    const records = this.#connection.read(() => this.#keys.list());
    // Whoever has seen these gets nothing older when asking for one of them.
    this.#connection.version.expire();
    return records;
  }

  insert(role: RoleName, build: (sequence: number) => NewKeyRecord): Promise<KeyRecord> {
    return this.#write((counter) => {
      const record = build(this.#header.count(role));
      const { id } = record;
      if (this.#keys.get(id) !== undefined) {
        throw conflict(id, `There is a key ${id} already. Give the new one another id.`);
      }
      return { result: this.#keys.put(record, counter), change: { type: 'inserted', id } };
    });
  }

  update(id: KeyId, expectedRevision: string, change: KeyRecordChange): Promise<KeyRecord> {
    return this.#write((counter) => {
      const record = applyChange(this.#expect(id, expectedRevision), change);
      return { result: this.#keys.put(record, counter), change: { type: 'updated', id } };
    });
  }

  delete(id: KeyId, expectedRevision: string): Promise<void> {
    return this.#write(() => {
      this.#expect(id, expectedRevision);
      this.#keys.delete(id);
      return { result: undefined, change: { type: 'deleted', id } };
    });
  }

  subscribe(listener: (event: KeyStoreEvent) => void): () => void {
    this.#assertOpen();
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#connection.close('keys');
    this.#listeners.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw closedError(this.location);
    }
  }

  /** A new pepper over keys that were made with another one would end them all (rule 7). */
  #makeHeader(make: () => StoreHeader): StoreHeader {
    const found = this.#header.read();
    if (found !== undefined) {
      return found;
    }
    if (this.#keys.hasHashes()) {
      throw damaged(this.location, 'it holds keys, and the peppers that they need are missing');
    }
    this.#header.write(make());
    return this.#header.read() ?? { peppers: [] };
  }

  #expect(id: KeyId, expectedRevision: string): KeyRecord {
    const record = this.#keys.get(id);
    if (record === undefined) {
      throw new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', `There is no key ${id}.`, { id });
    }
    if (record.revision !== expectedRevision) {
      throw conflict(id, `Key ${id} was changed in between. Read it again and retry.`);
    }
    return record;
  }

  /** Learns what others did, does `work`, and tells of both in this order once it is committed. */
  async #write<T>(work: (counter: number) => Outcome<T>): Promise<T> {
    this.#assertOpen();
    const { result } = await this.#connection.write(
      () => this.#closed,
      () => {
        const outside = this.#changes.outside();
        const counter = outside.last + 1;
        const outcome = work(counter);
        if (outcome.change !== undefined) {
          this.#changes.append(outcome.change, counter);
        }
        return { ...outcome, outside, counter };
      },
      ({ change, outside, counter }) => {
        this.#tellOutside(outside);
        if (change !== undefined) {
          this.#changes.advance(counter);
          this.#listeners.tell({ ...change, origin: 'self' });
        }
      },
    );
    return result;
  }

  #catchUp(): void {
    if (!this.#closed) {
      this.#tellOutside(this.#changes.outside());
    }
  }

  #tellOutside({ changes, last, gap }: OutsideChanges): void {
    this.#changes.advance(last);
    const { logger, path } = this.#connection;
    if (gap) {
      logger.warn('more keys were changed by others than is written down: all count as changed', {
        path,
      });
    } else if (changes.length > 0) {
      logger.info('keys were changed by another process', { path, changes: changes.length });
    }
    for (const change of gap ? this.#everything(changes) : changes) {
      this.#listeners.tell({ ...change, origin: 'outside' });
    }
  }

  /** What can be said after a gap: of keys that are gone only what the log still knows. */
  #everything(known: readonly KeyChange[]): readonly KeyChange[] {
    const deleted = known.filter(({ type }) => type === 'deleted');
    const updated = this.#keys.list().map(({ id }): KeyChange => ({ type: 'updated', id }));
    return [...deleted, ...updated];
  }
}
