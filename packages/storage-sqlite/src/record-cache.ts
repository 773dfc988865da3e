import type { KeyId } from '@gatehouse/core';

/**
 * What one version of the database says of ids, the latest used ones: at most `capacity`, and of
 * these at least half. Two generations, so that a hit writes nothing.
 */
export class RecordCache<Value> {
  readonly #half: number;
  #version: number | undefined;
  #young = new Map<KeyId, Value>();
  #old = new Map<KeyId, Value>();

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

  get(id: KeyId): Value | undefined {
    const young = this.#young.get(id);
    if (young !== undefined) {
      return young;
    }
    const old = this.#old.get(id);
    if (old !== undefined) {
      this.set(id, old);
    }
    return old;
  }

  set(id: KeyId, value: Value): void {
    this.#old.delete(id);
    this.#young.set(id, value);
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
