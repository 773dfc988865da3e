import { link, open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import {
  createPrivateFile,
  isTemporaryOf,
  removeTemporary,
  syncDirectory,
  temporaryPath,
} from './private-files.js';
import { errorCode, translated } from './sqlite-errors.js';

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function problemOf(path: string, error: unknown): unknown {
  const code = errorCode(error) ?? '';
  if (isMcpAuthError(error) || !NO_HARD_LINKS.has(code)) {
    return translated(path, 'could not be created', error);
  }
  const problem = `its file system knows no hard links (${code})`;
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${path} could not be created: ${problem}. Choose a path on a local disk.`,
    { location: path, problem },
    { cause: error },
  );
}

/**
 * Gives a path a database that is whole from its first moment: it is filled under another name,
 * synced, and then linked. So an empty or half-made database at the path is always damage.
 *
 * @param fill - Fills the empty file (0600) at the path that it is given, and leaves nothing open.
 * @returns `exists` when something is at the path already; it stays as it is.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE`, or what `fill` throws; nothing is left behind.
 */
export async function publishDatabase(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<'published' | 'exists'> {
  const temporary = temporaryPath(path);
  try {
    await createPrivateFile(temporary);
    await fill(temporary);
    await syncFile(temporary);
    await link(temporary, path);
    await syncDirectory(dirname(path));
    return 'published';
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return 'exists';
    }
    throw problemOf(path, error);
  } finally {
    await removeTemporary(temporary);
  }
}

/**
 * Removes what processes left behind that were killed while they made the database. Only for those
 * who have seen the database: whoever still makes one would find it, and take it instead.
 */
export async function sweepTemporaries(path: string): Promise<void> {
  const base = basename(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const leftovers = names.filter((name) => isTemporaryOf(base, name));
  for (const name of leftovers) {
    await removeTemporary(join(dirname(path), name));
  }
}
