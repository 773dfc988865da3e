import { McpAuthError } from '@gatehouse/core';
import {
  type FileSystem,
  nodeFileSystem,
  readPrivateFile,
  withFileLock,
} from '@gatehouse/storage-file';
import type { Miniservers } from './miniserver.js';
import { formatMiniserverFile, NO_MINISERVERS, parseMiniserverFile } from './miniserver-file.js';

/** The Miniservers in their file. */
export interface MiniserverBook {
  /** Absolute. */
  readonly path: string;
  /**
   * Reads them anew, so that what somebody edited counts.
   *
   * @throws McpAuthError `ERR_MCPAUTH_STORE_DAMAGED` that names all that is wrong with the file, which is
   *   left as it is; `ERR_MCPAUTH_FILE_UNSAFE` when others may use it; `ERR_MCPAUTH_STORE_UNAVAILABLE`.
   */
  read(): Promise<Miniservers>;
  /**
   * Replaces the file as a whole or not at all; of several programs one after the other.
   *
   * @param edit - Gets what is there now. What it throws, `change` rejects with; nothing is written.
   * @throws McpAuthError as {@link MiniserverBook.read}.
   */
  change(edit: (now: Miniservers) => Miniservers): Promise<Miniservers>;
}

/** Opens the file of Miniservers; makes nothing before the first change. */
export function openMiniserverBook(
  path: string,
  fileSystem: FileSystem = nodeFileSystem,
): MiniserverBook {
  const read = async (): Promise<Miniservers> => {
    const file = await readPrivateFile(fileSystem, path);
    return file === undefined ? NO_MINISERVERS : parse(path, file.bytes);
  };
  return {
    path,
    read,
    change: (edit) =>
      withFileLock(
        path,
        async (lock) => {
          const next = edit(await read());
          await lock.write(formatMiniserverFile(next));
          return next;
        },
        { fileSystem },
      ),
  };
}

function parse(path: string, bytes: Uint8Array): Miniservers {
  const parsed = parseMiniserverFile(new TextDecoder().decode(bytes));
  if (parsed.ok) return parsed.miniservers;
  const problem = parsed.problems.join('; ');
  throw new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `${path} cannot be read as Miniservers: ${problem}. It was left as it is; correct it, or put a backup in its place.`,
    { location: path, problem },
  );
}
