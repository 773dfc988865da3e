import { resolve } from 'node:path';
import type {
  Clock,
  KeyId,
  KeyRecord,
  KeyRecordChange,
  KeyStore,
  KeyStoreEvent,
  Logger,
  NewKeyRecord,
  RoleName,
  StoreHeader,
} from '@gatehouse/core';
import { McpAuthError, silentLogger, systemClock } from '@gatehouse/core';
import type { FileCodec } from './file-codec.js';
import { PLAIN_TEXT } from './file-codec.js';
import { damaged } from './file-errors.js';
import type { FileLock } from './file-lock.js';
import { withFileLock } from './file-lock.js';
import type { FileSystem } from './file-system.js';
import { nodeFileSystem } from './file-system.js';
import type { FileWatch } from './file-watch.js';
import { watchFile } from './file-watch.js';
import { sweepLeftovers } from './leftovers.js';
import { LookAhead } from './look-ahead.js';
import { ProblemReport } from './problem-report.js';
import { SerialQueue } from './serial-queue.js';
import { Snapshot } from './snapshot.js';
import type { StoreContent } from './store-content.js';
import { EMPTY_CONTENT } from './store-content.js';
import type { Plan } from './store-edits.js';
import { planDelete, planHeader, planInsert, planUpdate } from './store-edits.js';
import type { StoreFile } from './store-file.js';
import { FILE_COMMENT, loadStoreFile, NEW_FILE, readStoreFile } from './store-file.js';
import { Subscribers } from './subscribers.js';
import { editToml } from './toml-document.js';

/** Where a keys file is, and how its store watches it. */
export interface FileKeyStoreOptions {
  /** Path of `keys.toml`. It and its directory are made by the first write. */
  readonly path: string;
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Milliseconds between two looks at the file; the default is 250. Integer ≥ 10. */
  readonly watchIntervalMs?: number;
  /** Milliseconds that a write waits for another process; the default is 10,000. */
  readonly lockWaitMs?: number;
  /** Told when the file cannot be used any more, and with `undefined` when it can again. */
  readonly onProblem?: (problem: McpAuthError | undefined) => void;
  readonly fileSystem?: FileSystem;
}

/** What tells one kind of keys file from another. */
export interface KeyFileKind {
  /** For messages and logs. */
  readonly kind: string;
  readonly codec: FileCodec;
}

type Setting = Required<Omit<FileKeyStoreOptions, 'onProblem'>> &
  Pick<FileKeyStoreOptions, 'onProblem'> &
  KeyFileKind;

class FileKeyStore implements KeyStore {
  readonly kind: string;
  readonly location: string;
  readonly capabilities = { writable: true, persistent: true, watches: true } as const;

  readonly #setting: Setting;
  readonly #queue = new SerialQueue();
  readonly #subscribers: Subscribers;
  readonly #lookAhead: LookAhead;
  readonly #problem: ProblemReport;
  #watch: FileWatch | undefined;
  #file: StoreFile | undefined;
  #snapshot = new Snapshot(EMPTY_CONTENT);
  /** Set while a write reads, decides and commits: what the watcher reads meanwhile is too old. */
  #committing = false;
  #adoptions = 0;
  #closed = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.#subscribers = new Subscribers(setting.logger);
    this.#lookAhead = new LookAhead(setting);
    this.#problem = new ProblemReport({
      ...setting,
      subject: 'key store',
      consequence: 'keys stay as they last were, and nothing can be changed',
    });
    this.kind = setting.kind;
    this.location = setting.path;
  }

  async open(): Promise<void> {
    const { path, fileSystem, watchIntervalMs, logger } = this.#setting;
    await sweepLeftovers(this.#setting);
    const file = await loadStoreFile(this.#setting);
    if (file !== undefined) {
      this.#adopt(file, 'outside');
    }
    logger.debug('key store opened', { path, keys: this.#snapshot.records.length });
    const onChange = (): Promise<void> => this.#refresh();
    this.#watch = watchFile({ path, fileSystem, intervalMs: watchIntervalMs, onChange });
  }

  async header(): Promise<StoreHeader | undefined> {
    this.#assertOpen();
    return this.#snapshot.header;
  }

  async ensureHeader(make: () => StoreHeader): Promise<StoreHeader> {
    this.#assertOpen();
    return (
      this.#snapshot.header ?? this.#write((content) => planHeader(this.location, content, make))
    );
  }

  async get(id: KeyId): Promise<KeyRecord | undefined> {
    this.#assertOpen();
    return this.#snapshot.get(id) ?? this.#lookAhead.find(id);
  }

  async list(): Promise<readonly KeyRecord[]> {
    this.#assertOpen();
    return this.#snapshot.records;
  }

  insert(role: RoleName, build: (sequence: number) => NewKeyRecord): Promise<KeyRecord> {
    return this.#write((content) => planInsert(content, role, build));
  }

  update(id: KeyId, expectedRevision: string, change: KeyRecordChange): Promise<KeyRecord> {
    return this.#write((content) => planUpdate(content, id, expectedRevision, change));
  }

  delete(id: KeyId, expectedRevision: string): Promise<void> {
    return this.#write((content) => planDelete(content, id, expectedRevision));
  }

  subscribe(listener: (event: KeyStoreEvent) => void): () => void {
    this.#assertOpen();
    return this.#subscribers.add(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#watch?.stop();
    await this.#queue.idle();
    this.#subscribers.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      throw new McpAuthError(
        'ERR_MCPAUTH_STORE_CLOSED',
        `The key store ${this.location} is closed. Open it again to use it.`,
        { location: this.location },
      );
    }
  }

  async #write<T>(plan: (content: StoreContent) => Plan<T>): Promise<T> {
    this.#assertOpen();
    return this.#queue.run(async () => {
      this.#assertOpen();
      const { path, fileSystem, clock, lockWaitMs } = this.#setting;
      const options = { fileSystem, clock, waitMs: lockWaitMs };
      return withFileLock(path, (lock) => this.#commit(lock, plan), options);
    });
  }

  /** Reads, decides and writes, all under the lock. */
  async #commit<T>(lock: FileLock, plan: (content: StoreContent) => Plan<T>): Promise<T> {
    this.#committing = true;
    try {
      this.#take(await this.#loadOrNote());
      const { edits, result } = plan(this.#file?.content ?? EMPTY_CONTENT);
      if (edits.length > 0) {
        const edited = editToml(this.#file ?? NEW_FILE, edits, {
          preamble: FILE_COMMENT,
          onRewrite: () => this.#warnOfRewrite(),
        });
        const next = readStoreFile(this.location, edited);
        await lock.write(this.#setting.codec.encode(edited.text));
        this.#adopt(next, 'self');
      }
      return result;
    } finally {
      this.#committing = false;
    }
  }

  async #loadOrNote(): Promise<StoreFile | undefined> {
    try {
      return await this.#load();
    } catch (error) {
      this.#problem.note(error);
      throw error;
    }
  }

  /** Looks at the file again because it may have changed. Never rejects. */
  async #refresh(): Promise<void> {
    if (this.#committing || this.#closed) {
      return;
    }
    const adoptions = this.#adoptions;
    const isStale = (): boolean =>
      this.#committing || this.#closed || this.#adoptions !== adoptions;
    try {
      const file = await this.#load();
      if (!isStale()) {
        this.#take(file);
      }
    } catch (error) {
      if (!isStale()) {
        this.#problem.note(error);
      }
    }
  }

  /**
   * Reads the file and refuses what cannot be meant. A file that has gone, or lost its peppers, is
   * damage and no wish to lock everybody out: an editor may be about to write it back, and a new
   * pepper over it would make every key useless. So what was last good stays in force, and nothing is
   * written, until the file is back or the program is started again without it.
   */
  async #load(): Promise<StoreFile | undefined> {
    const { path } = this.#setting;
    const file = await loadStoreFile(this.#setting, this.#file);
    if (this.#file !== undefined && file === undefined) {
      const remedy =
        'Put it back; or, to begin without any key, stop the program and start it again.';
      throw damaged(path, 'it is empty or was removed while in use', remedy);
    }
    if (this.#file?.content.header !== undefined && file?.content.header === undefined) {
      throw damaged(path, '[store] or its peppers were removed while in use');
    }
    return file;
  }

  /** Goes on with a good file, whatever was wrong before. */
  #take(file: StoreFile | undefined): void {
    this.#problem.clear();
    if (file !== undefined && file !== this.#file) {
      this.#adopt(file, 'outside');
    }
  }

  #adopt(file: StoreFile, origin: KeyStoreEvent['origin']): void {
    const next = new Snapshot(file.content);
    const changes = [...this.#snapshot.changesTo(next), ...this.#lookAhead.changesTo(next)];
    this.#file = file;
    this.#snapshot = next;
    this.#adoptions += 1;
    if (origin === 'outside' && changes.length > 0 && this.#watch !== undefined) {
      const { path, logger } = this.#setting;
      logger.info('keys were changed by another process or by hand', {
        path,
        changes: changes.length,
      });
    }
    for (const change of changes) {
      this.#subscribers.tell({ ...change, origin });
    }
  }

  #warnOfRewrite(): void {
    this.#setting.logger.warn('the key store was written anew: comments and layout are lost', {
      path: this.location,
    });
  }
}

/**
 * Opens a keys file of any kind.
 *
 * @throws {@link RangeError} when `watchIntervalMs` is no integer ≥ 10; else as the kind says.
 */
export async function openKeyStore(
  options: FileKeyStoreOptions,
  kind: KeyFileKind,
): Promise<KeyStore> {
  const { watchIntervalMs = 250 } = options;
  if (!Number.isInteger(watchIntervalMs) || watchIntervalMs < 10) {
    throw new RangeError(`watchIntervalMs must be an integer ≥ 10, got ${watchIntervalMs}`);
  }
  const store = new FileKeyStore({
    clock: systemClock,
    logger: silentLogger,
    lockWaitMs: 10_000,
    fileSystem: nodeFileSystem,
    ...options,
    ...kind,
    watchIntervalMs,
    path: resolve(options.path),
  });
  await store.open();
  return store;
}

/**
 * Opens a store of keys in a TOML file that people can read and edit. Reading answers from memory;
 * writing goes to the disk before it resolves, under a lock that other processes respect. What others
 * write, or somebody with an editor, is taken up within a second and reported with origin `outside`.
 * Comments, order and fields that the store does not know stay as they are.
 *
 * A file that becomes damaged, unsafe or goes missing while it is in use changes nothing: keys stay
 * as they last were, writes are refused with that error, and it is logged and given to `onProblem`.
 *
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming the line and what to do, when there is a file that cannot
 *   be understood; it is never rewritten. `ERR_MCPAUTH_FILE_UNSAFE` when others can read it, it is a
 *   symbolic link, or it is somebody else's. `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be read.
 * @throws {@link RangeError} when `watchIntervalMs` is no integer ≥ 10.
 */
export function createFileKeyStore(options: FileKeyStoreOptions): Promise<KeyStore> {
  return openKeyStore(options, { kind: 'file', codec: PLAIN_TEXT });
}
