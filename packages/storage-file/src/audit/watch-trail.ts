import type { Logger } from '@gatehouse/core';
import type { FileWatch } from '../file-watch.js';
import { watchFile } from '../file-watch.js';
import type { TrailFiles } from './trail.js';

/** Watches head and live file together. */
export function watchTrail(
  { fileSystem, names }: TrailFiles,
  intervalMs: number,
  onChange: () => Promise<void>,
): FileWatch {
  const watches = [names.head, names.live].map((path) =>
    watchFile({ path, fileSystem, intervalMs, onChange }),
  );
  return {
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}

/** Those who hear of appends. */
export class AppendListeners {
  readonly #logger: Logger;
  readonly #listeners = new Set<() => void>();
  #told = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** @returns A function that ends it. */
  add(listener: () => void): () => void {
    // A wrapper of its own, so that one listener may be added twice.
    const entry = (): void => listener();
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Takes what is known before anybody listens. */
  begin(sequence: number): void {
    this.#told = sequence;
  }

  /** Tells everybody, once for each new end; one who throws keeps nobody else from hearing. */
  tell(sequence: number): void {
    if (sequence <= this.#told) {
      return;
    }
    this.#told = sequence;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch {
        this.#logger.error('a listener of the audit trail failed');
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
