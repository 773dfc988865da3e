import type {
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStore,
  KeyStoreEvent,
  Logger,
  NewKeyRecord,
  RoleName,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError, silentLogger } from '@gatehouse/core';
import { applyChange } from './apply-change.js';

const KIND = 'memory';

function conflict(id: KeyId): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_CONFLICT',
    `Key ${id} exists already or was changed in between. Read it again and retry.`,
    { id },
  );
}

/** Nobody outside shares arrays with the store, so no record changes behind its revision. */
function frozenCopy(record: KeyRecord): KeyRecord {
  const copy = structuredClone(record);
  for (const value of Object.values(copy)) {
    Object.freeze(value);
  }
  return Object.freeze(copy);
}

class MemoryKeyStore implements KeyStore {
  readonly kind = KIND;
  readonly location = KIND;
  readonly capabilities = { writable: true, persistent: false, watches: false } as const;
  readonly #records = new Map<KeyId, KeyRecord>();
  readonly #sequences = new Map<RoleName, number>();
  readonly #listeners = new Set<(event: KeyStoreEvent) => void>();
  readonly #logger: Logger;
  #header: StoreHeader | undefined;
  #changes = 0;
  #closed = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async header(): Promise<StoreHeader | undefined> {
    this.#assertOpen();
    return this.#header;
  }

  async ensureHeader(make: () => StoreHeader): Promise<StoreHeader> {
    this.#assertOpen();
    this.#header ??= structuredClone(make());
    return this.#header;
  }

  async get(id: KeyId): Promise<KeyRecord | undefined> {
    this.#assertOpen();
    return this.#records.get(id);
  }

  async list(): Promise<readonly KeyRecord[]> {
    this.#assertOpen();
    return [...this.#records.values()].sort((a, b) => a.createdAt - b.createdAt);
  }

  async insert(role: RoleName, build: (sequence: number) => NewKeyRecord): Promise<KeyRecord> {
    this.#assertOpen();
    const sequence = (this.#sequences.get(role) ?? 0) + 1;
    this.#sequences.set(role, sequence);
    const built = build(sequence);
    if (this.#records.has(built.id)) {
      throw conflict(built.id);
    }
    return this.#put({ ...built, revision: '' }, 'inserted');
  }

  async update(id: KeyId, expectedRevision: string, change: KeyRecordChange): Promise<KeyRecord> {
    const record = this.#expect(id, expectedRevision);
    return this.#put({ ...applyChange(record, change), id, revision: '' }, 'updated');
  }

  async delete(id: KeyId, expectedRevision: string): Promise<void> {
    this.#expect(id, expectedRevision);
    this.#records.delete(id);
    this.#announce({ type: 'deleted', id, origin: 'self' });
  }

  subscribe(listener: (event: KeyStoreEvent) => void): () => void {
    this.#assertOpen();
    const own = (event: KeyStoreEvent): void => listener(event);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The key store in memory is closed.', {
        location: KIND,
      });
    }
  }

  #expect(id: KeyId, expectedRevision: string): KeyRecord {
    this.#assertOpen();
    const record = this.#records.get(id);
    if (record === undefined) {
      throw new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', `There is no key ${id}.`, { id });
    }
    if (record.revision !== expectedRevision) {
      throw conflict(id);
    }
    return record;
  }

  #put(record: KeyRecord, type: 'inserted' | 'updated'): KeyRecord {
    this.#changes += 1;
    const stored = frozenCopy({ ...record, revision: String(this.#changes) });
    this.#records.set(stored.id, stored);
    this.#announce({ type, id: stored.id, origin: 'self' });
    return stored;
  }

  /** The change is done: a listener that throws must not make it look undone. */
  #announce(event: KeyStoreEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        const problem = error instanceof Error ? error.name : typeof error;
        this.#logger.error('a listener of the key store failed', { keyId: event.id, problem });
      }
    }
  }
}

/** A store that lives as long as the process: for stdio, for tests, and for trying things out. */
export function createMemoryKeyStore(options: { readonly logger?: Logger } = {}): KeyStore {
  return new MemoryKeyStore(options.logger ?? silentLogger);
}
