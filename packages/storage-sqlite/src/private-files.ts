import type { Stats } from 'node:fs';
import { constants, lstatSync } from 'node:fs';
import { lstat, mkdir, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemRandomBytes } from '@gatehouse/core';
import { errorCode, unavailable, unsafe } from './sqlite-errors.js';

const posix = process.platform !== 'win32';
const NAME_BYTES = 8;
/** What SQLite puts beside a database, and the mark of this package. */
const SIDE_FILES = ['-wal', '-shm', '-journal', '-mark'] as const;
/** Some network file systems cannot sync a directory, and say so with one of these. */
const NO_DIRECTORY_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** @returns The status of the path itself, or `undefined` when there is nothing. */
export async function statusIfAny(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw unavailable(path, 'could not be looked at', error);
  }
}

/** Names the file at a path until another takes its place; `undefined` when there is none. */
export function fileIdentity(path: string): string | undefined {
  const status = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return status === undefined ? undefined : `${status.dev}:${status.ino}`;
}

function assertPrivate(path: string, status: Stats): void {
  if (status.isSymbolicLink()) {
    throw unsafe(path, 'is a symbolic link', 'Name the file that it points to instead.');
  }
  if (!status.isFile()) {
    throw unsafe(path, 'is not a regular file', 'Move it away, or choose another path.');
  }
  if (!posix) {
    return;
  }
  const user = process.geteuid?.();
  if (user !== undefined && user !== 0 && status.uid !== user) {
    const remedy = `Run this program as that user, or give the file away: chown ${user} "${path}"`;
    throw unsafe(path, `belongs to user ${status.uid}, not to user ${user}`, remedy);
  }
  if ((status.mode & 0o077) !== 0) {
    const mode = (status.mode & 0o777).toString(8).padStart(4, '0');
    const remedy = `Keep it to its owner: chmod 600 "${path}"`;
    throw unsafe(path, `can be used by other users (mode ${mode})`, remedy);
  }
}

/**
 * Refuses a database, or a file of SQLite beside it, that others can use or that is not a file.
 *
 * @returns Whether there is a database.
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` naming the file.
 */
export async function checkPrivateFiles(path: string): Promise<boolean> {
  const status = await statusIfAny(path);
  if (status !== undefined) {
    assertPrivate(path, status);
  }
  for (const side of SIDE_FILES) {
    const beside = await statusIfAny(path + side);
    if (beside !== undefined) {
      assertPrivate(path + side, beside);
    }
  }
  return status !== undefined;
}

/**
 * Makes a directory (0700, with its parents) if there is none.
 *
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` when everybody may put files into it and take others' away.
 */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  let status: Stats;
  try {
    const topmost = await mkdir(path, { recursive: true, mode: 0o700 });
    if (topmost !== undefined) {
      await syncDirectory(dirname(topmost));
    }
    status = await stat(path);
  } catch (error) {
    throw unavailable(path, 'could not be made', error);
  }
  const sticky = (status.mode & 0o1000) !== 0;
  if (posix && (status.mode & 0o002) !== 0 && !sticky) {
    throw unsafe(path, 'can be written by everybody', `Keep it to its owner: chmod 700 "${path}"`);
  }
}

/** Resolves when the names in a directory are on the disk. */
export async function syncDirectory(path: string): Promise<void> {
  if (!posix) {
    return;
  }
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (error) {
    if (!NO_DIRECTORY_SYNC.has(errorCode(error) ?? '')) {
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** @returns A new name beside `path`: `keys.db.0123456789abcdef.tmp`. */
export function temporaryPath(path: string): string {
  return `${path}.${Buffer.from(systemRandomBytes(NAME_BYTES)).toString('hex')}.tmp`;
}

/** Whether a file name is one that a database under a {@link temporaryPath} of `base` has. */
export function isTemporaryOf(base: string, name: string): boolean {
  return (
    name.startsWith(base) &&
    /^\.[0-9a-f]{16}\.tmp(?:-wal|-shm|-journal)?$/.test(name.slice(base.length))
  );
}

/**
 * Makes an empty file (0600, whatever the umask) where none may be. SQLite takes an empty file for a
 * new database, and gives what it puts beside it the same permissions.
 */
export async function createPrivateFile(path: string): Promise<void> {
  const flags =
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(path, flags, 0o600);
  try {
    await handle.chmod(0o600);
  } finally {
    await handle.close();
  }
}

/** Removes a database under a temporary name; what is not there is fine. */
export async function removeTemporary(path: string): Promise<void> {
  for (const side of ['', ...SIDE_FILES]) {
    await unlink(path + side).catch(() => undefined);
  }
}
