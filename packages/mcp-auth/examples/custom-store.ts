import {
  type KeyRecord,
  type KeyRecordChange,
  type KeyStore,
  type KeyStoreEvent,
  McpAuthError,
  type NewKeyRecord,
  type StoreHeader,
} from '@gatehouse/mcp-auth';

/** A table of your database, as far as a store needs one. */
export interface Table {
  readonly rows: Map<string, KeyRecord>;
  readonly sequences: Map<string, number>;
  header?: StoreHeader;
  revision: number;
}

/**
 * Keys in a database of your own. `keyStoreContract` of `@gatehouse/mcp-auth-testing` tells whether a
 * store keeps all that the framework relies on: this one passes it.
 */
export class TableKeyStore implements KeyStore {
  readonly kind = 'table';
  readonly location = 'table mcp_keys';
  readonly capabilities = { writable: true, persistent: true, watches: false } as const;
  readonly #table: Table;
  readonly #listeners = new Set<(event: KeyStoreEvent) => void>();
  #closed = false;

  constructor(table: Table) {
    this.#table = table;
  }

  async header(): Promise<StoreHeader | undefined> {
    return this.#open().header;
  }

  async ensureHeader(make: () => StoreHeader): Promise<StoreHeader> {
    const table = this.#open();
    table.header ??= structuredClone(make()); // INSERT … ON CONFLICT DO NOTHING
    return table.header;
  }

  async get(id: string): Promise<KeyRecord | undefined> {
    return structuredClone(this.#open().rows.get(id));
  }

  async list(): Promise<readonly KeyRecord[]> {
    const rows = structuredClone([...this.#open().rows.values()]);
    return rows.sort((one, other) => one.createdAt - other.createdAt);
  }

  async insert(role: string, build: (sequence: number) => NewKeyRecord): Promise<KeyRecord> {
    const { rows, sequences } = this.#open();
    const sequence = (sequences.get(role) ?? 0) + 1;
    sequences.set(role, sequence); // never given twice, not even after a delete
    const record = build(sequence);
    if (rows.has(record.id)) throw conflict(record.id);
    return this.#write('inserted', record);
  }

  async update(id: string, expected: string, change: KeyRecordChange): Promise<KeyRecord> {
    const changed: Record<string, unknown> = { ...this.#current(id, expected), ...change, id };
    for (const [field, value] of Object.entries(changed)) {
      if (value === null || value === undefined) delete changed[field];
    }
    return this.#write('updated', changed as unknown as NewKeyRecord);
  }

  async delete(id: string, expected: string): Promise<void> {
    this.#current(id, expected);
    this.#open().rows.delete(id);
    this.#tell({ type: 'deleted', id, origin: 'self' });
  }

  subscribe(listener: (event: KeyStoreEvent) => void): () => void {
    this.#open();
    const own = (event: KeyStoreEvent): void => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
  }

  #open(): Table {
    if (!this.#closed) return this.#table;
    const { location } = this;
    throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The key store is closed.', { location });
  }

  /** UPDATE … WHERE id = ? AND revision = ? */
  #current(id: string, expected: string): KeyRecord {
    const row = this.#open().rows.get(id);
    if (row === undefined) {
      throw new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', `There is no key ${id}.`, { id });
    }
    if (row.revision !== expected) throw conflict(id);
    return row;
  }

  #write(type: 'inserted' | 'updated', record: NewKeyRecord): KeyRecord {
    const table = this.#open();
    table.revision += 1;
    const row: KeyRecord = structuredClone({ ...record, revision: String(table.revision) });
    table.rows.set(row.id, row);
    this.#tell({ type, id: row.id, origin: 'self' });
    return structuredClone(row);
  }

  /** The change is done: a listener that throws must not make it look undone. */
  #tell(event: KeyStoreEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch {
        // Log it.
      }
    }
  }
}

function conflict(id: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', `Key ${id} was changed meanwhile.`, { id });
}
