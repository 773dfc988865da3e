import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, RandomBytes } from '@gatehouse/core';
import { McpAuthError, systemClock, systemRandomBytes } from '@gatehouse/core';
import type { AtomicWriteOptions } from './atomic-write.js';
import { replaceFile } from './atomic-write.js';
import { unavailable } from './file-errors.js';
import type { FileSystem } from './file-system.js';
import { errorCode, nodeFileSystem } from './file-system.js';
import type { LockOwner } from './lock-owner.js';
import { formatLockOwner, ownerState, parseLockOwner } from './lock-owner.js';
import type { ProcessTable } from './process-table.js';
import { systemProcesses } from './process-table.js';
import { publishFile } from './publish-file.js';
import { ensurePrivateDirectory } from './safe-file.js';
import { removeQuietly, sweepTemporaries } from './temporary-file.js';

/*
 * Why this holds.
 *
 * The lock is a file that appears whole or not at all (`publishFile`) and names its owner: process
 * number, start time, boot, numbering, and a token of its own. It is broken when that process is
 * gone, never because time has passed while it runs: a process that is stopped or swapped out still
 * means to write. Only an owner whose process cannot be seen from here (another container, another
 * machine) is judged by age, since nobody else could ever clear up behind it.
 *
 * So a lock can be broken wrongly: by age, by hand, or by two processes that both find the same dead
 * owner, where the slower one removes the lock that the faster one has taken since. That costs no
 * update, because a holder cannot commit once somebody else has taken the lock:
 *
 *   holder:  write temporary file → check that the lock is still ours → rename temporary file
 *   taker:   take the lock → remove all temporary files → read the content → …
 *
 * If the holder's rename comes before the taker's sweep, the taker reads what the holder wrote. If it
 * comes after, then either the temporary file was there for the sweep, and the rename finds nothing
 * to rename; or it was written after the sweep, and the check that follows finds the taker's lock.
 * It does not matter where the holder was paused, or for how long.
 */

/** A lock that is held. */
export interface FileLock {
  /** The only way to write under the lock: {@link replaceFile}, and nothing if the lock was lost. */
  write(data: Uint8Array | string, mode?: number): Promise<void>;
  /**
   * For work that is not done by {@link FileLock.write}: a last look before it, which leaves open
   * whether the lock is lost a moment later.
   *
   * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable) when the lock was lost.
   */
  assertHeld(): Promise<void>;
}

/** How {@link withFileLock} waits and whom it asks. */
export interface FileLockOptions {
  /** Milliseconds to wait for another holder; the default is 10,000. */
  readonly waitMs?: number;
  readonly fileSystem?: FileSystem;
  readonly processes?: ProcessTable;
  readonly random?: RandomBytes;
  readonly clock?: Clock;
}

type LockSetting = Required<FileLockOptions> & {
  readonly path: string;
  readonly lockPath: string;
};

const DEFAULT_WAIT_MS = 10_000;
/** After so long, the lock of an owner that cannot be seen counts as left behind. */
const OUT_OF_SIGHT_STALE_MS = 60_000;
const RELEASE_ATTEMPTS = 3;
/** Between two looks at a lock that is held. */
const LOOK_AGAIN_MS = { least: 5, spread: 20 };

interface FoundLock {
  /** `undefined` for a file that no process can have written whole: a power failure left it. */
  readonly owner: LockOwner | undefined;
  readonly ageMs: number;
}

async function readLock(setting: LockSetting): Promise<FoundLock | undefined> {
  const { fileSystem, lockPath, clock } = setting;
  try {
    const file = await fileSystem.open(lockPath, 'read');
    try {
      const owner = parseLockOwner(await file.read());
      const { modifiedAtMs } = await file.status();
      return { owner, ageMs: clock.now() - modifiedAtMs };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw unavailable(lockPath, 'could not be read', error);
  }
}

function isLeftBehind({ owner, ageMs }: FoundLock, processes: ProcessTable): boolean {
  if (owner === undefined) {
    return true;
  }
  const state = ownerState(owner, processes);
  return state === 'gone' || (state === 'out-of-sight' && ageMs > OUT_OF_SIGHT_STALE_MS);
}

async function breakLock(setting: LockSetting, found: FoundLock): Promise<void> {
  const now = await readLock(setting);
  if (now?.owner?.token === found.owner?.token) {
    await removeQuietly(setting.fileSystem, setting.lockPath);
  }
}

function describeOwner(owner: LockOwner | undefined, processes: ProcessTable): string {
  if (owner === undefined) {
    return 'a process that did not say which';
  }
  const place =
    ownerState(owner, processes) === 'out-of-sight' ? ` on ${owner.host}, out of sight` : '';
  return `process ${owner.pid}${place}, since ${owner.since}`;
}

function lockHeld(setting: LockSetting, found: FoundLock): McpAuthError {
  const { path, lockPath, processes } = setting;
  const problem = `it is locked by ${describeOwner(found.owner, processes)}`;
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${path} could not be changed: ${problem}. Try again; if that process hangs, stop it. ` +
      `If it does not run any more, remove ${lockPath}`,
    { location: path, problem },
  );
}

function lockLost(setting: LockSetting): McpAuthError {
  const problem = 'its lock was taken over while this process was paused';
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${setting.path} was not changed: ${problem}. Try again.`,
    { location: setting.path, problem },
  );
}

/** One attempt. @returns Who holds the lock, or that it is ours now. */
async function tryTake(setting: LockSetting, owner: LockOwner): Promise<FoundLock | 'taken'> {
  for (;;) {
    const found = await readLock(setting);
    if (found !== undefined && !isLeftBehind(found, setting.processes)) {
      return found;
    }
    if (found !== undefined) {
      await breakLock(setting, found);
    }
    const { lockPath, fileSystem, random } = setting;
    const publication = await publishFile(lockPath, formatLockOwner(owner), {
      fileSystem,
      random,
      durable: false,
    });
    if (publication === 'published') {
      return 'taken';
    }
  }
}

/** Never the same for two processes for long, so that they do not keep meeting. */
function lookAgainMs(random: RandomBytes): number {
  const [jitter = 0] = random(1);
  return LOOK_AGAIN_MS.least + (jitter / 256) * LOOK_AGAIN_MS.spread;
}

async function take(setting: LockSetting, owner: LockOwner): Promise<void> {
  const deadline = performance.now() + setting.waitMs;
  for (;;) {
    const outcome = await tryTake(setting, owner);
    if (outcome === 'taken') {
      return;
    }
    if (performance.now() >= deadline) {
      throw lockHeld(setting, outcome);
    }
    await delay(lookAgainMs(setting.random));
  }
}

async function holds(setting: LockSetting, token: string): Promise<boolean> {
  return (await readLock(setting))?.owner?.token === token;
}

/**
 * What `work` has done is done: a lock that cannot be removed must not make it a failure. But as long
 * as this process runs, nobody else would remove it, so one error of the disk is not the last word.
 */
async function release(setting: LockSetting, token: string): Promise<void> {
  for (let attempt = 0; attempt < RELEASE_ATTEMPTS; attempt += 1) {
    try {
      if (await holds(setting, token)) {
        await setting.fileSystem.remove(setting.lockPath);
      }
      return;
    } catch {
      // Looks again: it may be gone, or the disk may be back.
    }
  }
}

function heldLock(setting: LockSetting, token: string): FileLock {
  async function assertHeld(): Promise<void> {
    if (!(await holds(setting, token))) {
      throw lockLost(setting);
    }
  }
  return {
    assertHeld,
    async write(data, mode) {
      const { path, fileSystem, random } = setting;
      const options: AtomicWriteOptions = {
        fileSystem,
        random,
        ...(mode === undefined ? {} : { mode }),
      };
      try {
        await replaceFile(path, data, options, assertHeld);
      } catch (error) {
        // The temporary file is gone: whoever took the lock has swept it.
        const swept = error instanceof McpAuthError && errorCode(error.cause) === 'ENOENT';
        throw swept ? lockLost(setting) : error;
      }
    },
  };
}

/** Removes what writers that are gone have left beside `path`. Only for the holder of the lock. */
async function sweep({ fileSystem, path, lockPath }: LockSetting): Promise<void> {
  try {
    await sweepTemporaries(fileSystem, path);
    await sweepTemporaries(fileSystem, lockPath);
  } catch (error) {
    throw unavailable(path, 'could not be changed', error);
  }
}

function newOwner({ processes, clock, random }: LockSetting): LockOwner {
  const token = Buffer.from(random(16)).toString('hex');
  return { ...processes.self(), token, since: new Date(clock.now()).toISOString() };
}

/**
 * Runs `work` while no other process runs its own for the same path: read, decide and write inside.
 * Also keeps out other calls in the same process. Why an update cannot be lost stands at the top of
 * this file.
 *
 * @param path - The file to protect; the lock is `<path>.lock` beside it. Its directory is made.
 * @param work - Must write with the lock's own `write`.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable) when the lock was not to be had within
 *   `waitMs`, naming the holder's process, and when it was lost before `write` could commit.
 */
export async function withFileLock<T>(
  path: string,
  work: (lock: FileLock) => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  const setting: LockSetting = {
    waitMs: DEFAULT_WAIT_MS,
    fileSystem: nodeFileSystem,
    processes: systemProcesses,
    random: systemRandomBytes,
    clock: systemClock,
    ...options,
    path,
    lockPath: `${path}.lock`,
  };
  await ensurePrivateDirectory(setting.fileSystem, dirname(path));
  const owner = newOwner(setting);
  await take(setting, owner);
  try {
    await sweep(setting);
    return await work(heldLock(setting, owner.token));
  } finally {
    await release(setting, owner.token);
  }
}
