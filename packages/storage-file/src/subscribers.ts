import type { KeyStoreEvent, Logger } from '@gatehouse/core';

/** Those who hear of changes. */
export class Subscribers {
  readonly #logger: Logger;
  readonly #listeners = new Set<(event: KeyStoreEvent) => void>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns A function that ends the subscription. */
  add(listener: (event: KeyStoreEvent) => void): () => void {
    // A wrapper of its own, so that one listener may be subscribed twice.
    const entry = (event: KeyStoreEvent): void => listener(event);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Tells everybody; one who throws keeps nobody else from hearing. */
  tell(event: KeyStoreEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch {
        this.#logger.error('a subscriber of the key store failed', { event: event.type });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
