import { resolve } from 'node:path';
import type {
  Approval,
  ApprovalEnd,
  ApprovalRequest,
  ApprovalStep,
  ApprovalStore,
  ApprovalVerdict,
  Clock,
  Logger,
  RandomBytes,
} from '@gatehouse/core';
import {
  isApprovalId,
  isMcpAuthError,
  McpAuthError,
  silentLogger,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/core';
import type { FileSystem } from '../file-system.js';
import { nodeFileSystem } from '../file-system.js';
import type { FileWatch } from '../file-watch.js';
import { watchFile } from '../file-watch.js';
import { ApprovalFiles } from './approval-files.js';
import { parseApprovalFileName } from './approval-names.js';

/** Where requests for approval are kept. */
export interface FileApprovalStoreOptions {
  /** Path of the directory `approvals`. It is made (0700) by the first request. */
  readonly path: string;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly logger?: Logger;
  /** Milliseconds between two looks for changes of other processes; the default is 250. */
  readonly watchIntervalMs?: number;
  readonly fileSystem?: FileSystem;
}

type Setting = Required<FileApprovalStoreOptions>;

class FileApprovalStore implements ApprovalStore {
  readonly location: string;
  readonly #setting: Setting;
  readonly #files: ApprovalFiles;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Set<Promise<unknown>>();
  /** What damaged requests were warned of. */
  readonly #warned = new Set<string>();
  #watch: FileWatch | undefined;
  /** Names of the files that the listeners know of. */
  #told = '';
  #closed = false;

  constructor(setting: Setting) {
    const { path: directory, fileSystem, random } = setting;
    this.location = directory;
    this.#setting = setting;
    this.#files = new ApprovalFiles({ directory, fileSystem, random, durable: true });
  }

  async open(): Promise<void> {
    const { logger, clock } = this.#setting;
    const swept = await this.#files.sweep(clock.now());
    if (swept > 0) {
      logger.info('cleared up behind a process that was killed', {
        path: this.location,
        files: swept,
      });
    }
  }

  add(request: ApprovalRequest): Promise<'done' | 'taken'> {
    if (!isApprovalId(request.id)) {
      throw new RangeError('request.id cannot name a request');
    }
    return this.#run(async () =>
      (await this.#files.create(request.id, 'request', request)) ? 'done' : 'taken',
    );
  }

  get(id: string): Promise<Approval | undefined> {
    return this.#run(async () => (isApprovalId(id) ? this.#files.read(id) : undefined));
  }

  list(): Promise<readonly Approval[]> {
    return this.#run(async () => {
      const ids = new Set<string>();
      for (const name of await this.#files.names()) {
        const parsed = parseApprovalFileName(name);
        if (parsed?.part === 'request') {
          ids.add(parsed.id);
        }
      }
      const found: Approval[] = [];
      for (const id of ids) {
        const approval = await this.#readable(id);
        if (approval !== undefined) {
          found.push(approval);
        }
      }
      return found.sort((one, other) => one.request.requestedAt - other.request.requestedAt);
    });
  }

  decide(id: string, verdict: ApprovalVerdict): Promise<ApprovalStep> {
    return this.#step(id, 'request', () => this.#files.create(id, 'verdict', verdict));
  }

  end(id: string, end: ApprovalEnd): Promise<ApprovalStep> {
    return this.#step(id, 'verdict', () => this.#files.create(id, 'end', end));
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#run(async () => {
      for (const id of ids.filter(isApprovalId)) {
        await this.#files.remove(id);
      }
      await this.#files.sweep(this.#setting.clock.now());
    });
  }

  watch(listener: () => void): () => void {
    this.#assertOpen();
    // A wrapper of its own, so that one listener may watch twice.
    const entry = (): void => listener();
    this.#listeners.add(entry);
    this.#startWatching();
    return () => {
      this.#listeners.delete(entry);
      if (this.#listeners.size === 0) {
        void this.#stopWatching();
      }
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    await this.#stopWatching();
    await Promise.allSettled([...this.#running]);
  }

  /** One step of a request that has come as far as `before`. */
  #step(
    id: string,
    before: 'request' | 'verdict',
    create: () => Promise<boolean>,
  ): Promise<ApprovalStep> {
    return this.#run(async () => {
      const ready =
        isApprovalId(id) &&
        (await this.#files.has(id, 'request')) &&
        (before === 'request' || (await this.#files.has(id, before)));
      if (!ready) {
        return 'unknown';
      }
      return (await create()) ? 'done' : 'taken';
    });
  }

  /** Does something that may change files, and tells of it if it did. */
  async #run<Value>(act: () => Promise<Value>): Promise<Value> {
    this.#assertOpen();
    const running = act();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      if (this.#listeners.size > 0) {
        await this.#lookAndTell();
      }
    }
  }

  /** One request that somebody has spoiled must not hide the others. */
  async #readable(id: string): Promise<Approval | undefined> {
    try {
      return await this.#files.read(id);
    } catch (error) {
      if (!isMcpAuthError(error) || error.code === 'ERR_MCPAUTH_STORE_UNAVAILABLE') {
        throw error;
      }
      if (!this.#warned.has(id)) {
        this.#warned.add(id);
        this.#setting.logger.warn('a request for approval cannot be used', {
          approval: id,
          problem: error.message,
        });
      }
      return undefined;
    }
  }

  #startWatching(): void {
    if (this.#watch !== undefined) {
      return;
    }
    const { fileSystem, watchIntervalMs: intervalMs } = this.#setting;
    this.#told = '';
    const onChange = (): Promise<void> => this.#lookAndTell();
    // What is made or removed in a directory changes its times.
    this.#watch = watchFile({ path: this.location, fileSystem, intervalMs, onChange });
  }

  async #stopWatching(): Promise<void> {
    const watch = this.#watch;
    this.#watch = undefined;
    await watch?.stop();
  }

  /** Never rejects: whoever looks at the requests next will learn why. */
  async #lookAndTell(): Promise<void> {
    const names = await this.#files.names().catch(() => undefined);
    const seen = names === undefined ? undefined : [...names].sort().join();
    if (seen === undefined || seen === this.#told) {
      return;
    }
    this.#told = seen;
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch {
        this.#setting.logger.error('a listener of the approvals failed');
      }
    }
  }

  #assertOpen(): void {
    if (this.#closed) {
      const message = `The approvals ${this.location} are closed. Open them again to use them.`;
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', message, { location: this.location });
    }
  }
}

/**
 * Opens a queue of approvals in a directory, one file for each step of a request. What a call has
 * done is on the disk before it resolves; several processes share the directory, and of those who
 * decide at once exactly one does. Opening makes nothing.
 *
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` when the directory is a symbolic link or others can use it;
 *   `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be read.
 * @throws {@link RangeError} when `watchIntervalMs` is no integer ≥ 10.
 */
export async function createFileApprovalStore(
  options: FileApprovalStoreOptions,
): Promise<ApprovalStore> {
  const { watchIntervalMs = 250 } = options;
  if (!Number.isInteger(watchIntervalMs) || watchIntervalMs < 10) {
    throw new RangeError(`watchIntervalMs must be an integer ≥ 10, got ${watchIntervalMs}`);
  }
  const store = new FileApprovalStore({
    clock: systemClock,
    random: systemRandomBytes,
    logger: silentLogger,
    fileSystem: nodeFileSystem,
    ...options,
    watchIntervalMs,
    path: resolve(options.path),
  });
  await store.open();
  return store;
}
