import type { TokenStore } from '../../src/token-store.js';

/** A token store in memory that outlives a client, as a file outlives a process. */
export class MemoryStore implements TokenStore {
  bytes: Uint8Array | undefined;
  /** What was done, in order. */
  readonly calls: string[] = [];
  /** Thrown by every method while it is set. */
  failure: Error | undefined;

  async load(): Promise<Uint8Array | undefined> {
    this.#note('load');
    return this.bytes;
  }

  async save(bytes: Uint8Array): Promise<void> {
    this.#note('save');
    this.bytes = bytes;
  }

  async clear(): Promise<void> {
    this.#note('clear');
    this.bytes = undefined;
  }

  #note(call: string): void {
    this.calls.push(call);
    if (this.failure !== undefined) throw this.failure;
  }
}
