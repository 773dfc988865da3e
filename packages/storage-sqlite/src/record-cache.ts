import type { KeyId, KeyRecord } from '@gatehouse/core';

/**
 * Records as one version of the database has them, the latest used ones: at most `capacity`, and of
 * these at least half. Two generations, so that a hit writes nothing.
 */
export class RecordCache {
  readonly #half: number;
  #version: number | undefined;
  #young = new Map<KeyId, KeyRecord>();
  #old = new Map<KeyId, KeyRecord>();

  /** @param capacity - An integer ≥ 2. */
  constructor(capacity: number) {
    this.#half = Math.floor(capacity / 2);
  }

  /** Forgets everything unless the database still has the version that it had the last time. */
  keepFor(version: number | undefined): void {
    if (version === undefined || version !== this.#version) {
      this.#version = version;
      this.#young = new Map();
      this.#old = new Map();
    }
  }

  get(id: KeyId): KeyRecord | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) {
      return young;
    }
    const old = this.#old.get(id);
    if (old !== undefined) {
      this.set(old);
    }
    return old;
  }

  set(record: KeyRecord): void {
    this.#old.delete(record.id);
    this.#young.set(record.id, record);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
  }

  delete(id: KeyId): void {
    this.#young.delete(id);
    this.#old.delete(id);
  }
}
