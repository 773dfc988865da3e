import type {
  KeyRecord,
  KeyStore,
  KeyStoreCapabilities,
  KeyStoreEvent,
  NewKeyRecord,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { testRecord } from '../../src/records.js';

/** Bugs that can be planted, to see the contract find them. */
export type Flaw =
  | 'header-made-twice'
  | 'header-lost'
  | 'header-forgets-order'
  | 'read-makes-header'
  | 'sequence-from-count'
  | 'sequence-shared-by-roles'
  | 'sequence-in-plain-object'
  | 'insert-overwrites'
  | 'insert-keeps-half'
  | 'drops-revocation-reason'
  | 'drops-empty-lists'
  | 'trims-texts'
  | 'adds-undefined-fields'
  | 'found-on-prototype'
  | 'live-objects'
  | 'list-unordered'
  | 'update-ignores-revision'
  | 'update-keeps-revision'
  | 'update-resurrects'
  | 'null-stays'
  | 'delete-ignores-revision'
  | 'delete-of-unknown-passes'
  | 'conflict-tells-hash'
  | 'event-before-change'
  | 'event-on-failure'
  | 'event-twice'
  | 'throwing-subscriber-breaks-write'
  | 'unsubscribe-does-nothing'
  | 'outside-unreported'
  | 'outside-reported-as-self'
  | 'open-after-close'
  | 'subscribes-after-close'
  | 'close-twice-throws'
  | 'forgets-on-close'
  | 'capabilities-differ'
  | 'header-raced'
  | 'failed-header-stays'
  | 'numbers-raced'
  | 'failed-insert-stays'
  | 'adds-empty-reason'
  | 'update-returns-old-revision'
  | 'update-raced'
  | 'refuses-yet-writes'
  | 'sequences-forgotten'
  | 'revisions-of-handle'
  | 'judges-by-copy'
  | 'outside-late'
  | 'drops-idle-days'
  | 'keeps-replaced-by';

/** What several handles share, as a file would be. */
export interface Backing {
  header: StoreHeader | undefined;
  readonly records: Map<string, KeyRecord>;
  readonly sequences: Map<string, number>;
  readonly handles: Set<(event: KeyStoreEvent, from: object) => void>;
  revision: number;
}

export function createBacking(): Backing {
  return {
    header: undefined,
    records: new Map(),
    sequences: new Map(),
    handles: new Set(),
    revision: 0,
  };
}

const CAPABILITIES: KeyStoreCapabilities = { writable: true, persistent: true, watches: true };

function failure(code: 'conflict' | 'not-found' | 'closed', id: string, extra = ''): McpAuthError {
  switch (code) {
    case 'conflict':
      return new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', `Changed: ${id}${extra}.`, { id });
    case 'not-found':
      return new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', `No key ${id}.`, { id });
    case 'closed':
      return new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'Closed.', { location: 'reference' });
  }
}

/** A store in memory that keeps the contract, unless `flaws` says otherwise. */
export function createReferenceStore(backing: Backing, ...flaws: readonly Flaw[]): KeyStore {
  const has = (flaw: Flaw): boolean => flaws.includes(flaw);
  const listeners = new Set<(event: KeyStoreEvent) => void>();
  const self = {};
  let closed = false;

  function notify(event: KeyStoreEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        if (has('throwing-subscriber-breaks-write')) {
          throw error;
        }
      }
    }
  }
  function hear(event: KeyStoreEvent, from: object): void {
    if (from === self) {
      notify(event);
    } else if (has('outside-late')) {
      setTimeout(() => notify({ ...event, origin: 'outside' }), 20).unref();
    } else if (!has('outside-unreported')) {
      notify(has('outside-reported-as-self') ? event : { ...event, origin: 'outside' });
    }
  }
  backing.handles.add(hear);
  const known = new Map<string, string>();
  if (has('revisions-of-handle')) {
    for (const [id, record] of backing.records) {
      backing.records.set(id, { ...record, revision: `${record.revision}'` });
    }
  }

  function announce(type: KeyStoreEvent['type'], id: string): void {
    for (const handle of backing.handles) {
      for (let times = has('event-twice') ? 2 : 1; times > 0; times -= 1) {
        handle({ type, id, origin: 'self' }, self);
      }
    }
  }
  function assertOpen(): void {
    if (closed && !has('open-after-close')) {
      throw failure('closed', '');
    }
  }
  function commit(type: KeyStoreEvent['type'], id: string, change: () => void): void {
    if (has('event-before-change')) {
      announce(type, id);
      // The change comes a turn later: a subscriber that looks now sees the old state.
      queueMicrotask(() => queueMicrotask(change));
      return;
    }
    change();
    announce(type, id);
  }
  function stored(record: NewKeyRecord): KeyRecord {
    backing.revision += 1;
    const copy: Record<string, unknown> = { ...record, revision: String(backing.revision) };
    if (has('drops-empty-lists')) {
      for (const field of ['devices', 'rooms', 'permissions']) {
        if (Array.isArray(copy[field]) && copy[field].length === 0) {
          delete copy[field];
        }
      }
    }
    if (has('drops-revocation-reason') && record.revoked !== undefined) {
      copy.revoked = { at: record.revoked.at, by: record.revoked.by };
    }
    if (has('adds-empty-reason') && record.revoked !== undefined) {
      copy.revoked = { reason: '', ...record.revoked };
    }
    if (has('drops-idle-days')) {
      delete copy.maxIdleDays;
    }
    if (has('adds-undefined-fields')) {
      copy.expiresAt = record.expiresAt;
    }
    return copy as unknown as KeyRecord;
  }
  function nextSequence(role: string): number {
    if (has('sequence-from-count')) {
      return [...backing.records.values()].filter((record) => record.role === role).length + 1;
    }
    const counter = has('sequence-shared-by-roles') ? '' : role;
    if (has('sequence-in-plain-object') && role in {}) {
      return Number.NaN;
    }
    const next = (backing.sequences.get(counter) ?? 0) + 1;
    backing.sequences.set(counter, next);
    return next;
  }
  function current(id: string, expectedRevision: string, ignoreRevision: boolean): KeyRecord {
    const record = backing.records.get(id);
    if (record === undefined) {
      throw failure('not-found', id);
    }
    const judged = has('judges-by-copy') ? (known.get(id) ?? record.revision) : record.revision;
    if (judged !== expectedRevision && !ignoreRevision) {
      if (has('event-on-failure')) {
        announce('updated', id);
      }
      throw failure('conflict', id, has('conflict-tells-hash') ? record.hash : '');
    }
    return record;
  }

  return {
    kind: 'reference',
    location: 'reference',
    capabilities: has('capabilities-differ') ? { ...CAPABILITIES, watches: false } : CAPABILITIES,
    async header() {
      assertOpen();
      if (has('read-makes-header')) {
        backing.header ??= { peppers: [] };
      }
      return backing.header;
    },
    async ensureHeader(make) {
      assertOpen();
      if (backing.header === undefined || has('header-made-twice')) {
        if (has('header-raced')) {
          await Promise.resolve();
        }
        if (has('failed-header-stays')) {
          backing.header = { peppers: [] };
        }
        const made = make();
        backing.header = has('header-forgets-order')
          ? { peppers: [...made.peppers].sort((a, b) => (a.id < b.id ? -1 : 1)) }
          : made;
      }
      return backing.header;
    },
    async get(id) {
      assertOpen();
      if (has('found-on-prototype') && id in {}) {
        return Reflect.get({}, id);
      }
      return backing.records.get(id);
    },
    async list() {
      assertOpen();
      const records = [...backing.records.values()];
      return has('list-unordered') ? records : records.sort((a, b) => a.createdAt - b.createdAt);
    },
    async insert(role, build) {
      assertOpen();
      const before = backing.sequences.get(role) ?? 0;
      const sequence = nextSequence(role);
      if (has('numbers-raced')) {
        backing.sequences.set(role, before);
        await Promise.resolve();
        backing.sequences.set(role, sequence);
      }
      if (has('failed-insert-stays')) {
        backing.records.set('failed', { ...testRecord(role, sequence), revision: '0' });
      }
      if (has('insert-keeps-half')) {
        backing.records.set('half', { ...build(1), revision: '0' });
      }
      const built = build(sequence);
      backing.records.delete('failed');
      if (has('refuses-yet-writes')) {
        await Promise.resolve();
      }
      if (backing.records.has(built.id) && !has('insert-overwrites')) {
        throw failure('conflict', built.id);
      }
      const record = stored(has('trims-texts') ? { ...built, name: built.name.trim() } : built);
      commit('inserted', record.id, () => backing.records.set(record.id, record));
      known.set(record.id, record.revision);
      if (has('refuses-yet-writes')) {
        assertOpen();
      }
      return record;
    },
    async update(id, expectedRevision, change) {
      assertOpen();
      if (has('update-resurrects') && !backing.records.has(id)) {
        backing.records.set(id, { id, revision: expectedRevision } as KeyRecord);
      }
      const before = current(id, expectedRevision, has('update-ignores-revision'));
      if (has('update-raced')) {
        await Promise.resolve();
      }
      const fields = Object.entries(change).filter(([, value]) => value !== undefined);
      const target: object = has('live-objects') ? before : { ...before };
      const merged = target as Record<string, unknown>;
      for (const [field, value] of fields) {
        const stays = has('null-stays') || (has('keeps-replaced-by') && field === 'replacedBy');
        if (value === null && !stays) {
          delete merged[field];
        } else {
          merged[field] = value;
        }
      }
      const after = stored(merged as unknown as KeyRecord);
      const kept = has('update-keeps-revision') ? { ...after, revision: before.revision } : after;
      commit('updated', id, () => backing.records.set(id, kept));
      known.set(id, kept.revision);
      return has('update-returns-old-revision') ? { ...kept, revision: before.revision } : kept;
    },
    async delete(id, expectedRevision) {
      assertOpen();
      if (has('delete-of-unknown-passes') && !backing.records.has(id)) {
        return;
      }
      current(id, expectedRevision, has('delete-ignores-revision'));
      if (has('header-lost')) {
        backing.header = undefined;
      }
      commit('deleted', id, () => backing.records.delete(id));
    },
    subscribe(listener) {
      if (!has('subscribes-after-close')) {
        assertOpen();
      }
      listeners.add(listener);
      return () => {
        if (!has('unsubscribe-does-nothing')) {
          listeners.delete(listener);
        }
      };
    },
    async close() {
      if (closed && has('close-twice-throws')) {
        throw failure('closed', '');
      }
      closed = true;
      if (!has('refuses-yet-writes')) {
        backing.handles.delete(hear);
      }
      if (has('forgets-on-close')) {
        backing.records.clear();
      }
      if (has('sequences-forgotten')) {
        backing.sequences.clear();
      }
    },
  };
}
