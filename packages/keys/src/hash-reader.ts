import type { KeyRecord } from '@gatehouse/core';
import { type KeyHash, parseKeyHash } from './key-hash.js';
import type { Peppers } from './peppers.js';

interface Known {
  readonly text: string;
  readonly hash: KeyHash | undefined;
}

/**
 * Reads the hashes of records, each once for as long as its store gives the same record. The dummy
 * that unknown ids are compared with is remembered as well: else they would take longer than others.
 */
export class HashReader {
  readonly #known = new WeakMap<object, Known>();

  /** @returns `undefined` when the record's hash cannot be read. */
  of(record: KeyRecord): KeyHash | undefined {
    return this.#read(record, record.hash);
  }

  /** @returns What no key matches. */
  dummyOf(peppers: Peppers): KeyHash | undefined {
    return this.#read(peppers, peppers.dummyHash);
  }

  #read(owner: object, text: string): KeyHash | undefined {
    const known = this.#known.get(owner);
    // A store of a host's own may change a record where it stands.
    if (known?.text === text) {
      return known.hash;
    }
    const hash = parseKeyHash(text);
    this.#known.set(owner, { text, hash });
    return hash;
  }
}
