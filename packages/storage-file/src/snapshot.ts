import type { KeyId, KeyRecord, KeyStoreEvent, StoreHeader } from '@gatehouse/core';
import type { StoreContent } from './store-content.js';

/** A change between two snapshots. */
export type SnapshotChange = Pick<KeyStoreEvent, 'type' | 'id'>;

/** The content of a store at one moment, ready to be asked. */
export class Snapshot {
  readonly header: StoreHeader | undefined;
  /** Ordered by creation. */
  readonly records: readonly KeyRecord[];
  readonly #byId: ReadonlyMap<KeyId, KeyRecord>;

  constructor({ header, records }: StoreContent) {
    this.header = header;
    this.records = Object.freeze([...records].sort((a, b) => a.createdAt - b.createdAt));
    this.#byId = new Map(records.map((record) => [record.id, record]));
  }

  get(id: KeyId): KeyRecord | undefined {
    return this.#byId.get(id);
  }

  /** @returns What somebody who knows this snapshot must hear to know `next`. */
  changesTo(next: Snapshot): SnapshotChange[] {
    const changes: SnapshotChange[] = [];
    for (const { id } of this.records) {
      if (next.get(id) === undefined) {
        changes.push({ type: 'deleted', id });
      }
    }
    for (const { id, revision } of next.records) {
      const before = this.get(id);
      if (before === undefined) {
        changes.push({ type: 'inserted', id });
      } else if (before.revision !== revision) {
        changes.push({ type: 'updated', id });
      }
    }
    return changes;
  }
}
