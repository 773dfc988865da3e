import { isMcpAuthError, McpAuthError } from '@gatehouse/core';

interface Explanation {
  readonly words: string;
  readonly advice: string;
}

const CHECK_DISK: Explanation = {
  words: 'the disk reports an input/output error',
  advice: 'Check the disk before you go on, and have a backup at hand.',
};
const PERMISSIONS: Explanation = {
  words: 'permission denied',
  advice: 'Give the file and its directory to the user that runs this program.',
};
const FULL: Explanation = {
  words: 'the disk is full',
  advice: 'Free some space and try again.',
};
const READ_ONLY: Explanation = {
  words: 'it cannot be written',
  advice: 'Check the permissions of the file and its directory, and how the disk is mounted.',
};

/** Result codes of SQLite (sqlite.org/rescode.html, without their tails) and of the system. */
const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map([
  ['SQLITE_FULL', FULL],
  ['SQLITE_IOERR', CHECK_DISK],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_CANTOPEN', READ_ONLY],
  ['SQLITE_PERM', PERMISSIONS],
  ['SQLITE_AUTH', PERMISSIONS],
  [
    'SQLITE_BUSY',
    { words: 'another process holds its lock', advice: 'Try again when it has finished.' },
  ],
  [
    'SQLITE_LOCKED',
    { words: 'another process holds its lock', advice: 'Try again when it has finished.' },
  ],
  ['SQLITE_NOMEM', { words: 'there is not enough memory', advice: 'Free some and try again.' }],
  ['ENOSPC', FULL],
  ['EDQUOT', { words: 'the disk quota is used up', advice: 'Free some space and try again.' }],
  ['EROFS', READ_ONLY],
  ['EACCES', PERMISSIONS],
  ['EPERM', PERMISSIONS],
  ['EIO', CHECK_DISK],
  ['ENOENT', { words: 'it does not exist', advice: 'Check the path.' }],
  ['EEXIST', { words: 'something is there already', advice: 'Choose another name.' }],
  ['ENOTDIR', { words: 'a part of its path is no directory', advice: 'Check the path.' }],
]);

const UNKNOWN: Explanation = {
  words: 'the system refused',
  advice: 'Try again; if it stays, look at the disk and the permissions.',
};

/** What says that the content cannot be understood, rather than that it cannot be had now. */
const DAMAGE: ReadonlyMap<string, string> = new Map([
  ['SQLITE_CORRUPT', 'its pages do not fit together'],
  ['SQLITE_NOTADB', 'it is no SQLite database'],
  ['SQLITE_FORMAT', 'it is no SQLite database'],
  ['SQLITE_ERROR', 'its tables are not those of this program'],
  ['SQLITE_CONSTRAINT', 'its rows break its own rules'],
  ['SQLITE_MISMATCH', 'its rows break its own rules'],
]);

/** @returns The `code` of an error of SQLite or the system. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** `SQLITE_IOERR_FSYNC` is a `SQLITE_IOERR`. */
function family(code: string): string {
  return code.startsWith('SQLITE_') ? code.split('_').slice(0, 2).join('_') : code;
}

/** Whether a lock was held by somebody else, which passes. */
export function isBusy(error: unknown): boolean {
  const code = errorCode(error);
  return code !== undefined && ['SQLITE_BUSY', 'SQLITE_LOCKED'].includes(family(code));
}

/**
 * @param problem - Continues the sentence "<path> is damaged: …", without values of the file.
 * @param remedy - What to do, as a sentence, where it is not to restore a backup.
 */
export function damaged(
  location: string,
  problem: string,
  remedy?: string,
  cause?: unknown,
): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `${location} is damaged: ${problem}. It was left as it is. ` +
      (remedy ?? 'Put a backup in its place.'),
    { location, problem },
    cause === undefined ? undefined : { cause },
  );
}

/** @param what - What was not possible: `could not be written`. */
export function unavailable(location: string, what: string, error: unknown): McpAuthError {
  const code = errorCode(error);
  const { words, advice } = EXPLANATIONS.get(family(code ?? '')) ?? UNKNOWN;
  const problem = code === undefined ? words : `${words} (${code})`;
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${location} ${what}: ${problem}. ${advice}`,
    { location, problem },
    { cause: error },
  );
}

/** The error of a write that waited for another process and gave up. */
export function busy(location: string, waitedMs: number): McpAuthError {
  const problem = `another process holds its lock for more than ${waitedMs} ms`;
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${location} could not be written: ${problem}. Try again when it has finished.`,
    { location, problem },
  );
}

/** @param remedy - What makes it safe, as a sentence. */
export function unsafe(path: string, problem: string, remedy: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_FILE_UNSAFE', `${path} ${problem}. ${remedy}`, {
    path,
    problem,
  });
}

/** The error of a store that was closed. */
export function closedError(location: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_CLOSED',
    `The store ${location} is closed. Open it again to use it.`,
    { location },
  );
}

/**
 * Gives an error of SQLite or the system its coded form. Everything else, which callers of the store
 * threw themselves, comes back as it is.
 */
export function translated(location: string, what: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined || isMcpAuthError(error) || code.startsWith('ERR_')) {
    return error;
  }
  const problem = DAMAGE.get(family(code));
  return problem === undefined
    ? unavailable(location, what, error)
    : damaged(location, `${problem} (${code})`, undefined, error);
}
