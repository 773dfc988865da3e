import { McpAuthError } from '@gatehouse/core';
import { errorCode } from './file-system.js';

interface Explanation {
  readonly words: string;
  readonly advice: string;
}

const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map([
  ['ENOSPC', { words: 'the disk is full', advice: 'Free some space and try again.' }],
  ['EDQUOT', { words: 'the disk quota is used up', advice: 'Free some space and try again.' }],
  [
    'EROFS',
    { words: 'the file system is read-only', advice: 'Mount it writable or choose another path.' },
  ],
  [
    'EACCES',
    {
      words: 'permission denied',
      advice: 'Give the file and its directory to the user that runs this program.',
    },
  ],
  [
    'EPERM',
    {
      words: 'the operation is not permitted',
      advice: 'Give the file and its directory to the user that runs this program.',
    },
  ],
  [
    'EIO',
    {
      words: 'the disk reports an input/output error',
      advice: 'Check the disk before you go on, and have a backup at hand.',
    },
  ],
  ['EMFILE', { words: 'too many files are open', advice: 'Raise the limit of open files.' }],
  ['ENFILE', { words: 'too many files are open', advice: 'Raise the limit of open files.' }],
  ['ENOENT', { words: 'it does not exist', advice: 'Check the path.' }],
  ['EEXIST', { words: 'something else is there already', advice: 'Move it away.' }],
  ['ENOTDIR', { words: 'a part of its path is no directory', advice: 'Check the path.' }],
  ['EISDIR', { words: 'it is a directory', advice: 'Name a file instead.' }],
  ['ELOOP', { words: 'it is a symbolic link', advice: 'Name the file itself.' }],
  ['ENAMETOOLONG', { words: 'its path is too long', advice: 'Choose a shorter path.' }],
]);

const UNKNOWN: Explanation = {
  words: 'the file system refused',
  advice: 'Try again; if it stays, look at the disk and the permissions.',
};

/** @returns What a system error means, with its code: `the disk is full (ENOSPC)`. */
export function describeFileError(error: unknown): string {
  const code = errorCode(error);
  const { words } = EXPLANATIONS.get(code ?? '') ?? UNKNOWN;
  return code === undefined ? words : `${words} (${code})`;
}

/** @returns A sentence on what to do about a system error. */
export function adviceFor(error: unknown): string {
  return (EXPLANATIONS.get(errorCode(error) ?? '') ?? UNKNOWN).advice;
}

/**
 * @param location - Path of the file, which begins the message.
 * @param what - What was not possible: `could not be written`.
 */
export function unavailable(location: string, what: string, error: unknown): McpAuthError {
  const problem = describeFileError(error);
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_UNAVAILABLE',
    `${location} ${what}: ${problem}. ${adviceFor(error)}`,
    { location, problem },
    { cause: error },
  );
}

/** @param remedy - What makes it safe, as a sentence. */
export function unsafe(path: string, problem: string, remedy: string): McpAuthError {
  return new McpAuthError('ERR_MCPAUTH_FILE_UNSAFE', `${path} ${problem}. ${remedy}`, {
    path,
    problem,
  });
}

/**
 * @param problem - Continues the sentence "<path> is damaged: …", without values of the file.
 * @param remedy - What to do, as a sentence, where it is not to correct it or restore a backup.
 */
export function damaged(path: string, problem: string, remedy?: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `${path} is damaged: ${problem}. It was left as it is. ` +
      (remedy ?? 'Correct it, or put a backup in its place.'),
    { location: path, problem },
  );
}
