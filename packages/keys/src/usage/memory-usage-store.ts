import type { KeyId, KeyUsage, UsageStore } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { Tally } from './tally.js';
import { addUsage, emptyTally, usageOf } from './tally.js';

const KIND = 'memory';

class MemoryUsageStore implements UsageStore {
  readonly location = KIND;
  readonly #tallies = new Map<KeyId, Tally>();
  #closed = false;

  async add(counted: readonly KeyUsage[]): Promise<void> {
    this.#assertOpen();
    // Read to the end before anything is added: a batch counts whole or not at all.
    for (const usage of counted.map((one) => ({ ...one }))) {
      let tally = this.#tallies.get(usage.keyId);
      if (tally === undefined) {
        tally = emptyTally();
        this.#tallies.set(usage.keyId, tally);
      }
      addUsage(tally, usage);
    }
  }

  async get(id: KeyId): Promise<KeyUsage | undefined> {
    this.#assertOpen();
    const tally = this.#tallies.get(id);
    return tally === undefined ? undefined : usageOf(id, tally);
  }

  async list(): Promise<readonly KeyUsage[]> {
    this.#assertOpen();
    return [...this.#tallies].map(([id, tally]) => usageOf(id, tally));
  }

  async forget(ids: readonly KeyId[]): Promise<void> {
    this.#assertOpen();
    for (const id of ids) {
      this.#tallies.delete(id);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The usage store in memory is closed.', {
        location: KIND,
      });
    }
  }
}

/** Counters that live as long as the process. */
export function createMemoryUsageStore(): UsageStore {
  return new MemoryUsageStore();
}
