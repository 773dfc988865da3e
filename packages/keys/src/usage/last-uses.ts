import type { EpochMs, KeyId, UsageStore } from '@gatehouse/core';
import { BoundedCache } from '@gatehouse/core';
import { latest } from './tally.js';

/** When a key was last used, as far as this process knows; `loaded` once the store was asked. */
interface LastUse {
  at: EpochMs | undefined;
  loaded: boolean;
}

/**
 * Remembers when keys were last used, for those that were asked for: the keys that expire by
 * inactivity. So the store is asked once per key, not once per verification.
 */
export class LastUses {
  readonly #store: UsageStore;
  readonly #byId: BoundedCache<KeyId, LastUse>;

  constructor(store: UsageStore, capacity: number) {
    this.#store = store;
    this.#byId = new BoundedCache(capacity);
  }

  /** Takes a use of a key that is remembered. */
  note(keyId: KeyId, now: EpochMs): void {
    const known = this.#byId.get(keyId);
    if (known !== undefined) {
      known.at = latest(known.at, now);
    }
  }

  /**
   * @param fresh - Whether to ask the store although memory has an answer.
   * @param counted - The last use that is counted and may not be in the store yet.
   */
  async get(
    keyId: KeyId,
    fresh: boolean,
    counted: () => EpochMs | undefined,
  ): Promise<EpochMs | undefined> {
    let known = this.#byId.get(keyId);
    if (known === undefined) {
      // In place before the store is asked, so that a use that comes meanwhile is not missed.
      known = { at: counted(), loaded: false };
      this.#byId.set(keyId, known);
    }
    if (!known.loaded || fresh) {
      const stored = await this.#store.get(keyId);
      known.at = latest(known.at, stored?.lastUsedAt);
      known.loaded = true;
    }
    return known.at;
  }

  forget(keyId: KeyId): void {
    this.#byId.delete(keyId);
  }
}
