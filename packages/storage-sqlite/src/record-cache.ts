import { BoundedCache, type KeyId } from '@gatehouse/core';

/** What one version of the database says of ids, the latest used ones. */
export class RecordCache<Value> extends BoundedCache<KeyId, Value> {
  #version: number | undefined;

  /** Forgets everything unless the database still has the version that it had the last time. */
  keepFor(version: number | undefined): void {
    if (version === undefined || version !== this.#version) {
      this.#version = version;
      this.clear();
    }
  }
}
