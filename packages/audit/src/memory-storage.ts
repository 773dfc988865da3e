import type {
  AuditBatch,
  AuditHead,
  AuditLine,
  AuditStorage,
  EpochMs,
  Logger,
} from '@gatehouse/core';
import { McpAuthError, silentLogger } from '@gatehouse/core';
import type { FoundState } from './chain.js';
import { errorName } from './problems.js';

const LOCATION = 'memory';

/** Those that were made here: only they may keep the key of their chain unsealed. */
const made = new WeakSet<AuditStorage>();

class MemoryAuditStorage implements AuditStorage {
  readonly location = LOCATION;
  readonly #logger: Logger;
  readonly #listeners = new Set<() => void>();
  #head: AuditHead | undefined;
  #lines: AuditLine[] = [];
  #closed = false;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  async head(): Promise<AuditHead | undefined> {
    this.#assertOpen();
    return this.#head;
  }

  async append(build: (state: FoundState) => AuditBatch | undefined): Promise<void> {
    this.#assertOpen();
    const batch = build({ head: this.#head, unconfirmed: [], torn: false });
    if (batch !== undefined) {
      // One turn, so nobody sees the lines without the head.
      this.#lines.push(...batch.lines);
      this.#head = batch.head;
      this.#tell();
    }
  }

  async *read(from = 0): AsyncGenerator<string> {
    this.#assertOpen();
    let next = from;
    for (;;) {
      const lines = this.#lines;
      const first = lines[0]?.sequence ?? 0;
      const index = Math.max(0, next - first);
      const line = lines[index];
      if (line === undefined) {
        return;
      }
      next = line.sequence + 1;
      yield line.text;
    }
  }

  async prune(
    before: EpochMs,
    rehead: (head: AuditHead, lastRemoved: string) => AuditHead,
  ): Promise<number> {
    this.#assertOpen();
    const young = this.#lines.findIndex(({ at }) => at >= before);
    const removed = young < 0 ? this.#lines.length : young;
    const last = this.#lines[removed - 1];
    if (this.#head === undefined || last === undefined) {
      return 0;
    }
    this.#head = rehead(this.#head, last.text);
    this.#lines = this.#lines.slice(removed);
    return removed;
  }

  watch(listener: () => void): () => void {
    this.#assertOpen();
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', 'The audit trail in memory is closed.', {
        location: LOCATION,
      });
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        const problem = errorName(error);
        this.#logger.error('a watcher of the audit trail failed', { problem });
      }
    }
  }
}

/**
 * A trail that lives as long as the process: for stdio, for tests, and for trying things out. It
 * grows until `AuditLog.prune` cuts it.
 */
export function createMemoryAuditStorage(options: { readonly logger?: Logger } = {}): AuditStorage {
  const storage = new MemoryAuditStorage(options.logger ?? silentLogger);
  made.add(storage);
  return storage;
}

/** Whether a storage is one in memory: what it holds is gone with the process. */
export function isMemoryAuditStorage(storage: AuditStorage): boolean {
  return made.has(storage);
}
