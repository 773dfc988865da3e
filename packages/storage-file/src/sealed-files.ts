import { join } from 'node:path';
import { McpAuthError } from '@gatehouse/core';
import { sealedKeyId } from '@gatehouse/crypto';
import { describeFileError } from './file-errors.js';
import type { FileSystem, OpenFile } from './file-system.js';
import { errorCode } from './file-system.js';

/** Something sealed, which decides which master key is needed. */
export interface SealedData {
  /** Id of the master key that it was sealed with. */
  readonly keyId: string;
  /** Where it is, for messages: `/…/keys.toml, pepper p1`. */
  readonly where: string;
}

const MARK = 'enc:v1:';
/** The mark, 22 characters of a key id and a colon. */
const HEAD_LENGTH = MARK.length + 23;
const CHUNK_BYTES = 65_536;

/** Ids of the keys that sealed values in a text name. */
function keyIdsIn(text: string): readonly string[] {
  const ids: string[] = [];
  for (let at = text.indexOf(MARK); at !== -1; at = text.indexOf(MARK, at + 1)) {
    const id = sealedKeyId(text.slice(at, at + HEAD_LENGTH));
    if (id !== undefined) {
      ids.push(id);
    }
  }
  return ids;
}

/** A piece at a time: logs and databases lie there, too. */
async function keyIdsInFile(file: OpenFile): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let carried = '';
  for (let position = 0; ; ) {
    const bytes = await file.readAt(position, CHUNK_BYTES);
    if (bytes.length === 0) {
      return ids;
    }
    position += bytes.length;
    const text = carried + Buffer.from(bytes).toString('latin1');
    for (const id of keyIdsIn(text)) {
      ids.add(id);
    }
    // What is cut by the end of a piece is seen whole with the next one.
    carried = text.slice(1 - HEAD_LENGTH);
  }
}

function unreadable(path: string, error: unknown): McpAuthError {
  const problem = `it cannot be read (${describeFileError(error)})`;
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${path}: ${problem}, and no master key is made while something sealed may be in it.`,
    { location: path, problem },
    { cause: error },
  );
}

/** Also through a link: what is linked here is used here. */
async function sealedInFile(fileSystem: FileSystem, path: string): Promise<readonly SealedData[]> {
  try {
    const { kind } = await fileSystem.statusThroughLinks(path);
    if (kind !== 'file') {
      return [];
    }
    const file = await fileSystem.open(path, 'read-through-links');
    try {
      return [...(await keyIdsInFile(file))].map((keyId) => ({ keyId, where: path }));
    } finally {
      await file.close();
    }
  } catch (error) {
    // Temporary files and locks of others come and go.
    if (errorCode(error) === 'ENOENT') {
      return [];
    }
    throw unreadable(path, error);
  }
}

async function namesIn(fileSystem: FileSystem, directory: string): Promise<readonly string[]> {
  try {
    return await fileSystem.list(directory);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return [];
    }
    throw unreadable(directory, error);
  }
}

/**
 * Looks for sealed values in every file of a directory, whatever it is for and whoever uses it now:
 * stores of another backend, an audit trail, passwords, tokens, backups. Looks at the bytes alone, so
 * that also what is damaged still names its key.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` for what cannot be looked into.
 */
export async function sealedInDirectory(
  fileSystem: FileSystem,
  directory: string,
): Promise<readonly SealedData[]> {
  const found: SealedData[] = [];
  for (const name of [...(await namesIn(fileSystem, directory))].sort()) {
    found.push(...(await sealedInFile(fileSystem, join(directory, name))));
  }
  return found;
}
