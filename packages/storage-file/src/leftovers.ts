import { basename, dirname } from 'node:path';
import type { Logger } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { withFileLock } from './file-lock.js';
import type { FileSystem } from './file-system.js';
import { isTemporaryOf } from './temporary-file.js';

/** What {@link sweepLeftovers} looks at, and whom it tells. */
export interface LeftoverOptions {
  readonly path: string;
  readonly fileSystem: FileSystem;
  readonly logger: Logger;
}

async function namesBeside(fileSystem: FileSystem, path: string): Promise<readonly string[]> {
  try {
    return await fileSystem.list(dirname(path));
  } catch {
    return [];
  }
}

/**
 * Removes what a process left behind that was killed while it wrote `path`: temporary files and its
 * lock. Whoever takes the lock clears up, so this takes it once, and leaves everything alone while a
 * process that runs is at work. A failure is no reason not to read.
 */
export async function sweepLeftovers({ path, fileSystem, logger }: LeftoverOptions): Promise<void> {
  const base = basename(path);
  const lock = `${base}.lock`;
  const leftovers = (await namesBeside(fileSystem, path)).filter(
    (name) => name === lock || isTemporaryOf(base, name) || isTemporaryOf(lock, name),
  );
  if (leftovers.length === 0) {
    return;
  }
  try {
    await withFileLock(path, async () => undefined, { fileSystem, waitMs: 0 });
    logger.info('cleared up behind a process that was killed', { path, files: leftovers.length });
  } catch (error) {
    if (!isMcpAuthError(error)) {
      throw error;
    }
    logger.debug('left the files of another process alone', { path, problem: error.message });
  }
}
