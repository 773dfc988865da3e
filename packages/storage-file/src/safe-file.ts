import { dirname } from 'node:path';
import type { McpAuthError } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { unavailable, unsafe } from './file-errors.js';
import type { FileStatus, FileSystem, OpenFile, OpenUse } from './file-system.js';
import { errorCode } from './file-system.js';

/** A file that was read. */
export interface SafeFile {
  readonly bytes: Uint8Array;
}

const LINK_REFUSED = new Set(['ELOOP', 'EMLINK']);

function linkRefused(path: string): McpAuthError {
  return unsafe(path, 'is a symbolic link', 'Name the file that it points to instead.');
}

async function openIfAny(
  fileSystem: FileSystem,
  path: string,
  use: OpenUse,
): Promise<OpenFile | undefined> {
  try {
    // Where there is no O_NOFOLLOW, this look is all there is.
    if ((await fileSystem.status(path)).kind === 'link') {
      throw linkRefused(path);
    }
    return await fileSystem.open(path, use);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    if (isMcpAuthError(error)) {
      throw error;
    }
    throw LINK_REFUSED.has(errorCode(error) ?? '')
      ? linkRefused(path)
      : unavailable(path, 'could not be read', error);
  }
}

function checkOwner(fileSystem: FileSystem, path: string, status: FileStatus): void {
  const user = fileSystem.userId();
  if (user !== undefined && user !== 0 && status.uid !== user) {
    const remedy = `Run this program as that user, or give the file away: chown ${user} "${path}"`;
    throw unsafe(path, `belongs to user ${status.uid}, not to user ${user}`, remedy);
  }
}

function checkPrivate(fileSystem: FileSystem, path: string, status: FileStatus): void {
  if (status.kind !== 'file') {
    throw unsafe(path, 'is not a regular file', 'Move it away, or choose another path.');
  }
  if (!fileSystem.posix) {
    return;
  }
  checkOwner(fileSystem, path, status);
  if ((status.mode & 0o077) !== 0) {
    const mode = (status.mode & 0o777).toString(8).padStart(4, '0');
    const remedy = `Keep it to its owner: chmod 600 "${path}"`;
    throw unsafe(path, `can be used by other users (mode ${mode})`, remedy);
  }
}

/**
 * Opens a file that nobody but its owner may read or write.
 *
 * @returns `undefined` when there is none. Whoever gets a file closes it.
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` for a symbolic link, anything but a regular file, a file of
 *   another user (root may read any), or permissions for group or others. Where there are no POSIX
 *   permissions only the first two are checked.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be read.
 */
export async function openPrivateFile(
  fileSystem: FileSystem,
  path: string,
  use: OpenUse,
): Promise<OpenFile | undefined> {
  const file = await openIfAny(fileSystem, path, use);
  try {
    // The open file is judged, not the path: whoever swaps the path now is too late.
    if (file !== undefined) {
      checkPrivate(fileSystem, path, await file.status());
    }
    return file;
  } catch (error) {
    await file?.close();
    throw isMcpAuthError(error) ? error : unavailable(path, 'could not be read', error);
  }
}

/**
 * Reads a file that nobody but its owner may read or write.
 *
 * @returns `undefined` when there is none.
 * @throws As {@link openPrivateFile}.
 */
export async function readPrivateFile(
  fileSystem: FileSystem,
  path: string,
): Promise<SafeFile | undefined> {
  const file = await openPrivateFile(fileSystem, path, 'read');
  if (file === undefined) {
    return undefined;
  }
  try {
    return { bytes: await file.read() };
  } catch (error) {
    throw unavailable(path, 'could not be read', error);
  } finally {
    await file.close();
  }
}

async function syncParents(fileSystem: FileSystem, path: string, topmost: string): Promise<void> {
  for (let made = path; ; made = dirname(made)) {
    await fileSystem.syncDirectory(dirname(made));
    if (made === topmost || made === dirname(made)) {
      return;
    }
  }
}

/**
 * Makes a directory (0700, with its parents) if there is none.
 *
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` when everybody may put files into it and take others' away.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be made.
 */
export async function ensurePrivateDirectory(fileSystem: FileSystem, path: string): Promise<void> {
  let status: FileStatus;
  try {
    const topmost = await fileSystem.makeDirectory(path, 0o700);
    if (topmost !== undefined) {
      await syncParents(fileSystem, path, topmost);
    }
    status = await fileSystem.statusThroughLinks(path);
  } catch (error) {
    throw unavailable(path, 'could not be made', error);
  }
  const sticky = (status.mode & 0o1000) !== 0;
  if (fileSystem.posix && (status.mode & 0o002) !== 0 && !sticky) {
    throw unsafe(path, 'can be written by everybody', `Keep it to its owner: chmod 700 "${path}"`);
  }
}
