import type { RandomBytes } from '@gatehouse/core';
import { systemRandomBytes } from '@gatehouse/core';
import { toBase64Url } from './base64.js';
import { deriveKey } from './derive-key.js';
import { keyWeakness } from './key-weakness.js';
import type { Label } from './labels.js';
import { LABELS } from './labels.js';

/** Bytes of a master key. */
export const MASTER_KEY_BYTES = 32;

/** Bytes of a master key's id; base64url makes 22 characters of them. */
export const KEY_ID_BYTES = 16;

/**
 * The secret that everything sealed hangs on. Printing, logging, serialising or inspecting one shows
 * its id; the bytes leave through {@link exportMasterKey} and nowhere else.
 */
export class MasterKey {
  /** Base64url of 16 bytes derived from the key: public, and no other key can be found for it. */
  readonly id: string;
  readonly #bytes: Uint8Array;

  static {
    // What `console.log` and `util.inspect` ask for; by definition, since declaration files cannot
    // spell a registered symbol.
    const inspect = Symbol.for('nodejs.util.inspect.custom');
    Object.defineProperty(MasterKey.prototype, inspect, { value: MasterKey.prototype.toString });
  }

  /**
   * @param bytes - 32 bytes; copied.
   * @throws {@link RangeError} when they are not 32, or too regular to be a key.
   */
  constructor(bytes: Uint8Array) {
    if (bytes.length !== MASTER_KEY_BYTES) {
      throw new RangeError(`bytes must be ${MASTER_KEY_BYTES} bytes, got ${bytes.length}`);
    }
    const weakness = keyWeakness(bytes);
    if (weakness !== undefined) {
      throw new RangeError(`bytes must be random: ${weakness}`);
    }
    this.#bytes = Uint8Array.from(bytes);
    this.id = toBase64Url(deriveKey(this.#bytes, LABELS.masterKeyId, KEY_ID_BYTES));
  }

  /** @internal The way out, under a name of its own: see {@link exportMasterKey}. */
  static textOf(key: MasterKey): string {
    return toBase64Url(key.#bytes);
  }

  /** @returns Fresh key material for one purpose; see {@link deriveKey}. */
  derive(label: Label, length: number = 32): Uint8Array {
    return deriveKey(this.#bytes, label, length);
  }

  toString(): string {
    return `MasterKey(${this.id})`;
  }

  toJSON(): { readonly id: string } {
    return { id: this.id };
  }
}

/**
 * @param random - Source of 32 bytes; the default is cryptographically secure.
 * @throws {@link RangeError} when `random` gives bytes that no working generator gives.
 */
export function generateMasterKey(random: RandomBytes = systemRandomBytes): MasterKey {
  return new MasterKey(random(MASTER_KEY_BYTES));
}

/** @returns The key itself as base64url, 43 characters: only for its owner, shown or saved once. */
export function exportMasterKey(key: MasterKey): string {
  return MasterKey.textOf(key);
}
