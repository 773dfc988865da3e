/**
 * Keeps what was used lately, and at most `capacity` of it.
 *
 * Two generations: what is used is put into the young one, and when that is half of the capacity,
 * it becomes the old one, and the old one is dropped. So the latest half is always kept, and a hit
 * among those writes nothing, unlike in a list that is reordered at every use.
 */
export class BoundedCache<Key, Value> {
  readonly #half: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();

  /** @param capacity - An integer ≥ 2. */
  constructor(capacity: number) {
    this.#half = Math.floor(capacity / 2);
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) {
      return young;
    }
    const old = this.#old.get(key);
    if (old !== undefined) {
      this.set(key, old);
    }
    return old;
  }

  set(key: Key, value: Value): void {
    this.#old.delete(key);
    this.#young.set(key, value);
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
  }

  delete(key: Key): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
  }

  /** Never more than the capacity. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
