import type { Logger } from '@gatehouse/core';

/** Those who hear of something. */
export class Listeners<Event> {
  readonly #logger: Logger;
  readonly #entries = new Set<(event: Event) => void>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns A function that ends the subscription. */
  add(listener: (event: Event) => void): () => void {
    // A wrapper of its own, so that one listener may be added twice.
    const entry = (event: Event): void => listener(event);
    this.#entries.add(entry);
    return () => {
      this.#entries.delete(entry);
    };
  }

  /** Tells everybody; one who throws keeps nobody else from hearing. */
  tell(event: Event): void {
    for (const listener of [...this.#entries]) {
      try {
        listener(event);
      } catch {
        this.#logger.error('a listener of the SQLite store failed');
      }
    }
  }

  clear(): void {
    this.#entries.clear();
  }
}
