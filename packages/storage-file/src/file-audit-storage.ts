import { extname, resolve } from 'node:path';
import type {
  AuditBatch,
  AuditHead,
  AuditStorage,
  EpochMs,
  Logger,
  McpAuthError as McpAuthFailure,
} from '@gatehouse/core';
import { isMcpAuthError, McpAuthError, silentLogger } from '@gatehouse/core';
import { appendBatch, assertBatch, cutTorn } from './audit/append.js';
import { trailNames } from './audit/names.js';
import type { Rehead } from './audit/prune.js';
import { pruneTrail, removeOutdated } from './audit/prune.js';
import { readTrail } from './audit/read.js';
import type { Trail, TrailFiles, TrailSight } from './audit/trail.js';
import { examineTrail, readState, sightOf, statusIfAny } from './audit/trail.js';
import { AppendListeners, watchTrail } from './audit/watch-trail.js';
import type { FileLock } from './file-lock.js';
import { withFileLock } from './file-lock.js';
import type { FileSystem } from './file-system.js';
import { nodeFileSystem } from './file-system.js';
import type { FileWatch } from './file-watch.js';
import { sweepLeftovers } from './leftovers.js';
import { ProblemReport } from './problem-report.js';
import { SerialQueue } from './serial-queue.js';

/** Where an audit trail is, and how its storage watches it. */
export interface FileAuditStorageOptions {
  /** Path of `audit.jsonl`. It and its directory are made by the first append. */
  readonly path: string;
  /** Bytes from which on a file is rotated; the default is 10 MiB. Integer ≥ 1. */
  readonly maxBytes?: number;
  readonly logger?: Logger;
  /** Milliseconds between two looks at the files; the default is 250. Integer ≥ 10. */
  readonly watchIntervalMs?: number;
  /** Milliseconds that a write waits for another process; the default is 10,000. */
  readonly lockWaitMs?: number;
  /** Told when the files are found damaged, and with `undefined` when they are good again. */
  readonly onProblem?: (problem: McpAuthFailure | undefined) => void;
  readonly fileSystem?: FileSystem;
}

type Setting = Required<Omit<FileAuditStorageOptions, 'onProblem'>> &
  Pick<FileAuditStorageOptions, 'onProblem'>;
type Build = Parameters<AuditStorage['append']>[0];

/** Milliseconds that a mere look waits for a writer, who then looks anyway. */
const LOOK_WAIT_MS = 1000;
const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;

/** What lasts until somebody does something about it, unlike a lock that is held or a full disk. */
const LASTING = new Set(['ERR_MCPAUTH_STORE_DAMAGED', 'ERR_MCPAUTH_FILE_UNSAFE']);

class FileAuditStorage implements AuditStorage {
  readonly location: string;
  readonly #setting: Setting;
  readonly #files: TrailFiles;
  readonly #queue = new SerialQueue();
  readonly #listeners: AppendListeners;
  readonly #problem: ProblemReport;
  #watch: FileWatch | undefined;
  #seen: TrailSight | undefined;
  #closed = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.location = setting.path;
    this.#files = { fileSystem: setting.fileSystem, names: trailNames(setting.path) };
    this.#listeners = new AppendListeners(setting.logger);
    this.#problem = new ProblemReport({
      ...setting,
      subject: 'audit trail',
      consequence: 'nothing is recorded until somebody looks at its files',
    });
  }

  async open(): Promise<void> {
    const { fileSystem, logger, watchIntervalMs } = this.#setting;
    await sweepLeftovers({ path: this.#files.names.head, fileSystem, logger });
    // Damage is told by whatever is asked first, not by opening: its owner decides what goes on.
    const state = await readState(this.#files).catch(() => undefined);
    this.#listeners.begin(state?.head?.sequence ?? 0);
    this.#watch = watchTrail(this.#files, watchIntervalMs, () => this.#look());
  }

  async head(): Promise<AuditHead | undefined> {
    this.#assertOpen();
    return (await readState(this.#files))?.head;
  }

  async append(build: Build): Promise<void> {
    await this.#underLock(async (lock, trail) => {
      const { state, unconfirmed, wholeBytes } = trail;
      const torn = (trail.live?.size ?? 0) > wholeBytes;
      if (torn) {
        await lock.assertHeld();
        await cutTorn(this.#files, trail);
        this.#setting.logger.warn('half a line was cut off the audit trail', {
          path: this.location,
        });
      }
      const batch = build({ head: state?.head, unconfirmed, torn });
      if (batch !== undefined) {
        await this.#write(lock, trail, batch);
      }
    });
  }

  async *read(from?: number): AsyncGenerator<string> {
    this.#assertOpen();
    const state = await readState(this.#files).catch(() => undefined);
    yield* readTrail(this.#files, state, from);
  }

  prune(before: EpochMs, rehead: Rehead): Promise<number> {
    return this.#underLock(async (lock, { state }) => {
      if (state === undefined) {
        return 0;
      }
      const options = { before, rehead };
      const { oldest, removed } = await pruneTrail(this.#files, lock, state, options);
      await this.#removeOutdated(oldest);
      return removed;
    });
  }

  watch(listener: () => void): () => void {
    this.#assertOpen();
    return this.#listeners.add(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#watch?.stop();
    await this.#queue.idle();
    this.#listeners.clear();
  }

  #assertOpen(): void {
    if (this.#closed) {
      const message = `The audit trail ${this.location} is closed. Open it again to use it.`;
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', message, { location: this.location });
    }
  }

  async #write(lock: FileLock, trail: Trail, batch: AuditBatch): Promise<void> {
    assertBatch(batch, trail);
    const { maxBytes } = this.#setting;
    const written = await appendBatch(this.#files, lock, trail, { batch, maxBytes });
    this.#seen = sightOf(written);
    this.#listeners.tell(batch.head.sequence);
  }

  /** What the head does not count any more is gone, even if its file still takes up space. */
  async #removeOutdated(oldest: number): Promise<void> {
    try {
      await removeOutdated(this.#files, oldest);
    } catch (error) {
      this.#setting.logger.warn('old files of the audit trail could not be removed yet', {
        path: this.location,
        problem: isMcpAuthError(error) ? error.message : 'unknown',
      });
    }
  }

  /** Runs `work` on a trail that is as it should be. */
  async #underLock<T>(
    work: (lock: FileLock, trail: Trail) => Promise<T>,
    waitMs: number = this.#setting.lockWaitMs,
  ): Promise<T> {
    this.#assertOpen();
    const { fileSystem } = this.#setting;
    return this.#queue.run(() =>
      withFileLock(this.#files.names.head, async (lock) => work(lock, await this.#examine()), {
        fileSystem,
        waitMs,
      }),
    );
  }

  async #examine(): Promise<Trail> {
    try {
      const trail = await examineTrail(this.#files, this.#seen);
      this.#seen = sightOf(trail) ?? this.#seen;
      this.#problem.clear();
      return trail;
    } catch (error) {
      this.#noteLasting(error);
      throw error;
    }
  }

  #noteLasting(error: unknown): void {
    if (!isMcpAuthError(error) || LASTING.has(error.code)) {
      this.#problem.note(error);
    }
  }

  /** Looks at the files because they may have changed. Never rejects. */
  async #look(): Promise<void> {
    if (this.#closed) {
      return;
    }
    try {
      if (this.#problem.isOpen || !(await this.#isAsSeen())) {
        // What looks wrong may be a writer at work, so the lock decides.
        const waitMs = Math.min(LOOK_WAIT_MS, this.#setting.lockWaitMs);
        await this.#underLock(async () => undefined, waitMs);
      }
      const state = await readState(this.#files);
      this.#listeners.tell(state?.head?.sequence ?? 0);
    } catch (error) {
      this.#noteLasting(error);
    }
  }

  /** Whether a look without the lock finds nothing to examine. */
  async #isAsSeen(): Promise<boolean> {
    const state = await readState(this.#files);
    const { fileSystem, names } = this.#files;
    const live = await statusIfAny(fileSystem, names.live);
    if (state === undefined || this.#seen === undefined) {
      return state === undefined && this.#seen === undefined;
    }
    const { sequence, liveFirst, liveInode } = this.#seen;
    return (
      (state.head?.sequence ?? 0) >= sequence &&
      state.live.first === liveFirst &&
      live?.inode === liveInode &&
      (live?.size ?? 0) === state.live.bytes
    );
  }
}

function assertInteger(value: number, least: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be an integer ≥ ${least}, got ${value}`);
  }
}

/**
 * Opens an audit trail in files: JSON Lines in `audit.jsonl`, the head of its chain in `audit.head`
 * beside it, and older lines in `audit.<number of the first record>.jsonl`. An append is on the disk
 * before it resolves, under a lock that other processes respect.
 *
 * When somebody deletes, replaces or cuts the live file, or sets the head back, nothing is written any
 * more: every append is refused with `ERR_MCPAUTH_STORE_DAMAGED`, and within a second it is logged and
 * given to `onProblem`. `read` still gives what is there.
 *
 * @throws {@link RangeError} when `maxBytes`, `watchIntervalMs` or the path cannot be.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when the directory cannot be read.
 */
export async function createFileAuditStorage(
  options: FileAuditStorageOptions,
): Promise<AuditStorage> {
  const { maxBytes = DEFAULT_MAX_BYTES, watchIntervalMs = 250 } = options;
  assertInteger(maxBytes, 1, 'maxBytes');
  assertInteger(watchIntervalMs, 10, 'watchIntervalMs');
  if (extname(options.path) === '.head') {
    throw new RangeError('path must not end in .head, which the head of the trail is called');
  }
  const storage = new FileAuditStorage({
    logger: silentLogger,
    lockWaitMs: 10_000,
    fileSystem: nodeFileSystem,
    ...options,
    maxBytes,
    watchIntervalMs,
    path: resolve(options.path),
  });
  await storage.open();
  return storage;
}
