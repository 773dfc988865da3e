import type { KeyId, KeyRecord } from '@gatehouse/core';
import type { SnapshotChange } from './snapshot.js';
import { Snapshot } from './snapshot.js';
import type { StoreSource } from './store-file.js';
import { loadStoreFile } from './store-file.js';

/**
 * What the file says before the watcher has taken it up. A key that another process has just made
 * is used at once by whoever made it; a store that first had to notice would refuse it.
 *
 * It is asked for unknown keys only, and what it finds is not adopted: a file that an editor is
 * half way through writing must not make keys disappear.
 */
export class LookAhead {
  readonly #source: StoreSource;
  /** Records that readers were told of and that no snapshot holds yet. */
  readonly #told = new Map<KeyId, KeyRecord>();
  #fingerprint: string | undefined;
  #ahead: Promise<Snapshot | undefined> = Promise.resolve(undefined);

  constructor(source: StoreSource) {
    this.#source = source;
  }

  /** @returns The record as the file has it now, or `undefined`. Never rejects. */
  async find(id: KeyId): Promise<KeyRecord | undefined> {
    const { fileSystem, path } = this.#source;
    const fingerprint = fileSystem.fingerprintNow(path);
    if (fingerprint === undefined) {
      return undefined;
    }
    if (fingerprint !== this.#fingerprint) {
      this.#fingerprint = fingerprint;
      this.#ahead = this.#load();
    }
    const record = (await this.#ahead)?.get(id);
    if (record !== undefined) {
      this.#told.set(id, record);
    }
    return record;
  }

  /**
   * What readers must hear, beside the change from one snapshot to the next: a key that they were
   * told of ahead may have been changed or deleted before a snapshot ever held it.
   */
  changesTo(next: Snapshot): SnapshotChange[] {
    const changes = [...this.#told].flatMap(([id, told]): SnapshotChange[] => {
      const now = next.get(id);
      if (now === undefined) {
        return [{ type: 'deleted', id }];
      }
      return now.revision === told.revision ? [] : [{ type: 'updated', id }];
    });
    this.#told.clear();
    return changes;
  }

  /** A file that cannot be used is the watcher's to report, once it has come to rest. */
  async #load(): Promise<Snapshot | undefined> {
    try {
      const file = await loadStoreFile(this.#source);
      return file === undefined ? undefined : new Snapshot(file.content);
    } catch {
      return undefined;
    }
  }
}
