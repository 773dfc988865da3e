import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileSystem } from './file-system.js';

/** A file under watch. */
export interface FileWatch {
  /** Ends it; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/** What {@link watchFile} watches, and whom it tells. */
export interface FileWatchOptions {
  readonly path: string;
  /** Milliseconds between two looks. */
  readonly intervalMs: number;
  readonly fileSystem: FileSystem;
  /** Called when the file may have changed; must not reject. Never called twice at once. */
  readonly onChange: () => Promise<void>;
}

/**
 * An editor that writes into the file, or takes it away and makes a new one, may be half way. So the
 * file has to look the same for so long before it is read…
 */
const SETTLED_AFTER_MS = 100;
/** …unless it never comes to rest. */
const REPORTED_AFTER_MS = 500;

class Watcher implements FileWatch {
  readonly #options: FileWatchOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #stopHints: () => void;
  #settling: NodeJS.Timeout | undefined;
  #fingerprint: string | undefined;
  #changedAt = 0;
  /** Since when a change waits to be reported. */
  #pendingSince = 0;
  /** A change within the grain of the file's times leaves no trace, so each is reported twice. */
  #reportsDue = 1;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#poke(), options.intervalMs).unref();
    this.#stopHints = hints(options.path, () => this.#poke());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
    this.#stopHints();
    await this.#running;
  }

  #poke(): void {
    if (this.#stopped) {
      return;
    }
    this.#running ??= this.#check().finally(() => {
      this.#running = undefined;
    });
  }

  async #check(): Promise<void> {
    const fingerprint = await this.#look();
    const now = performance.now();
    if (fingerprint !== this.#fingerprint) {
      this.#noticeChange(fingerprint, now);
    }
    const settled = now - this.#changedAt >= SETTLED_AFTER_MS;
    const overdue = now - this.#pendingSince >= REPORTED_AFTER_MS;
    if (this.#reportsDue > 0 && (settled || overdue)) {
      this.#reportsDue -= 1;
      this.#pendingSince = now;
      await this.#options.onChange();
    }
  }

  #noticeChange(fingerprint: string | undefined, now: number): void {
    if (this.#reportsDue === 0) {
      this.#pendingSince = now;
    }
    this.#fingerprint = fingerprint;
    this.#changedAt = now;
    this.#reportsDue = 2;
    this.#settling = setTimeout(() => this.#poke(), SETTLED_AFTER_MS).unref();
  }

  /** `undefined` = not there, or not to be seen: whoever reads it next will learn why. */
  async #look(): Promise<string | undefined> {
    try {
      return (await this.#options.fileSystem.status(this.#options.path)).fingerprint;
    } catch {
      return undefined;
    }
  }
}

/** Asks the system for a hint at each change, where it gives any; the timer does without. */
function hints(path: string, onHint: () => void): () => void {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
      if (name === null || name === basename(path)) {
        onHint();
      }
    });
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

/**
 * Watches a path, which may have no file yet. Compares place, size and times of the file at each
 * look, so it works where the system gives no hints (network mounts, containers), and does not keep
 * the process alive.
 */
export function watchFile(options: FileWatchOptions): FileWatch {
  return new Watcher(options);
}
