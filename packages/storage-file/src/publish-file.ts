import { dirname } from 'node:path';
import type { RandomBytes } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import { unavailable } from './file-errors.js';
import type { FileSystem } from './file-system.js';
import { errorCode } from './file-system.js';
import { removeQuietly, temporaryPath, writeNewFile } from './temporary-file.js';

/**
 * `published`: the file is ours. `exists`: somebody was first, and theirs is complete.
 * `swept`: somebody removed our temporary file, so they were first too; look again.
 */
export type Publication = 'published' | 'exists' | 'swept';

/** What {@link publishFile} needs beside path and content. */
export interface PublishOptions {
  readonly fileSystem: FileSystem;
  readonly random: RandomBytes;
  /** Whether the file must outlive a power failure. */
  readonly durable: boolean;
}

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function tryLink(
  fileSystem: FileSystem,
  temporary: string,
  path: string,
): Promise<Publication> {
  try {
    await fileSystem.link(temporary, path);
    return 'published';
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') {
      return 'exists';
    }
    if (code === 'ENOENT') {
      return 'swept';
    }
    if (NO_HARD_LINKS.has(code)) {
      const problem = `its file system knows no hard links (${code})`;
      throw new McpAuthError(
        'ERR_MCPAUTH_STORE_UNAVAILABLE',
        `${path} could not be created: ${problem}. Choose a path on a local disk.`,
        { location: path, problem },
        { cause: error },
      );
    }
    throw unavailable(path, 'could not be created', error);
  }
}

/**
 * Creates a file with its whole content at once, if there is none: the content goes to a file beside
 * it, and a hard link then gives it its name. So nobody ever reads a part of it, and of several who
 * do this at once exactly one succeeds. Permissions are 0600.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when the file system refuses.
 */
export async function publishFile(
  path: string,
  bytes: Uint8Array,
  options: PublishOptions,
): Promise<Publication> {
  const { fileSystem, random, durable } = options;
  const temporary = temporaryPath(path, random);
  try {
    await writeNewFile(fileSystem, temporary, bytes, { mode: 0o600, durable });
  } catch (error) {
    throw unavailable(path, 'could not be created', error);
  }
  try {
    const publication = await tryLink(fileSystem, temporary, path);
    if (durable) {
      // Also when somebody else was first: what they named must last before it is relied on.
      await fileSystem.syncDirectory(dirname(path)).catch((error: unknown) => {
        throw unavailable(path, 'could not be synced', error);
      });
    }
    return publication;
  } finally {
    await removeQuietly(fileSystem, temporary);
  }
}
