import { dirname } from 'node:path';
import type { RandomBytes } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError, systemRandomBytes } from '@gatehouse/core';
import { describeFileError, unavailable, unsafe } from './file-errors.js';
import type { FileStatus, FileSystem } from './file-system.js';
import { errorCode, nodeFileSystem } from './file-system.js';
import { removeQuietly, temporaryPath, writeNewFile } from './temporary-file.js';

/** How {@link writeFileAtomic} writes. */
export interface AtomicWriteOptions {
  /** Permissions of the file; the default is 0600. */
  readonly mode?: number;
  readonly fileSystem?: FileSystem;
  readonly random?: RandomBytes;
}

/** Called when all is written and only the rename is left; if it rejects, nothing has changed. */
export type BeforeRename = () => Promise<void>;

const encoder = new TextEncoder();

async function statusIfAny(fileSystem: FileSystem, path: string): Promise<FileStatus | undefined> {
  try {
    return await fileSystem.status(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw unavailable(path, 'could not be written', error);
  }
}

function refuseLink(path: string, existing: FileStatus | undefined): void {
  if (existing?.kind === 'link') {
    throw unsafe(path, 'is a symbolic link', 'Name the file that it points to instead.');
  }
}

/** Root who edits somebody's file must not take it away from them. */
function ownerToKeep(
  fileSystem: FileSystem,
  existing: FileStatus | undefined,
): { uid: number; gid: number } | undefined {
  const foreign = fileSystem.posix && existing !== undefined && fileSystem.userId() === 0;
  return foreign && existing.uid !== 0 ? { uid: existing.uid, gid: existing.gid } : undefined;
}

async function syncAfterRename(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.syncDirectory(dirname(path));
  } catch (error) {
    const problem = describeFileError(error);
    throw new McpAuthError(
      'ERR_MCPAUTH_STORE_UNAVAILABLE',
      `${path} has its new content, but the directory could not be synced: ${problem}. ` +
        'A power failure may bring the old content back. Check the disk, then look at the file.',
      { location: path, problem },
      { cause: error },
    );
  }
}

/** {@link writeFileAtomic} with a last look before the new content takes the place of the old. */
export async function replaceFile(
  path: string,
  data: Uint8Array | string,
  options: AtomicWriteOptions,
  beforeRename: BeforeRename,
): Promise<void> {
  const { mode = 0o600, fileSystem = nodeFileSystem, random = systemRandomBytes } = options;
  const bytes = typeof data === 'string' ? encoder.encode(data) : data;
  const existing = await statusIfAny(fileSystem, path);
  refuseLink(path, existing);
  const owner = ownerToKeep(fileSystem, existing);
  const temporary = temporaryPath(path, random);
  try {
    const newFile = { mode, durable: true, ...(owner === undefined ? {} : { owner }) };
    await writeNewFile(fileSystem, temporary, bytes, newFile);
    await beforeRename();
    await fileSystem.rename(temporary, path);
  } catch (error) {
    await removeQuietly(fileSystem, temporary);
    throw isMcpAuthError(error) ? error : unavailable(path, 'could not be written', error);
  }
  await syncAfterRename(fileSystem, path);
}

/**
 * Gives a file new content, or leaves it as it is: whoever reads, and whenever the power fails, there
 * is the old content or the new one, whole. The new content is written to a file beside it, under a
 * new name, for nobody else to read; its size is checked, it is synced to the disk, renamed, and the
 * directory is synced.
 *
 * @param path - The file. Its directory must exist. A symbolic link is refused.
 * @param data - New content; text becomes UTF-8.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` (retryable) when it could not be written; the file is as it
 *   was, and no temporary file is left. One exception: when the directory cannot be synced after the
 *   rename, the content is the new one and the message says so.
 * @throws `ERR_MCPAUTH_FILE_UNSAFE` for a symbolic link.
 */
export function writeFileAtomic(
  path: string,
  data: Uint8Array | string,
  options: AtomicWriteOptions = {},
): Promise<void> {
  return replaceFile(path, data, options, async () => undefined);
}
