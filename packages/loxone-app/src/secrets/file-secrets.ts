import { isAbsolute } from 'node:path';
import { type Logger, silentLogger } from '@gatehouse/core';
import { type FileStatus, type FileSystem, nodeFileSystem } from '@gatehouse/storage-file';
import type { Parsed } from '../settings/setting.js';
import { SecretProblem } from './secret-problem.js';
import type { SecretProvider } from './secret-provider.js';
import { MAX_SECRET_BYTES, secretOf } from './secret-text.js';

/** What secrets in files need. */
export interface FileSecretsOptions {
  readonly fileSystem?: FileSystem;
  readonly logger?: Logger;
}

/** `file:/run/secrets/miniserver`: absolute, since programs start in different directories. */
export function checkPath(path: string): Parsed<string> {
  return isAbsolute(path) && !path.includes('\0')
    ? { ok: true, value: path }
    : { ok: false, problem: 'must be file: and an absolute path' };
}

/**
 * Secrets in files of their own: `file:PATH`. As for the master key, a file that somebody mounts for
 * the program (Docker, systemd, Kubernetes) may be a link and readable in its container; one that
 * others can write is refused, and one that its owner could close to others is warned of.
 */
export function createFileSecrets(options: FileSecretsOptions = {}): SecretProvider {
  const { fileSystem = nodeFileSystem, logger = silentLogger } = options;
  return {
    scheme: 'file',
    async read(reference) {
      const path = checkPath(reference);
      if (!path.ok) throw new SecretProblem('ERR_SECRET_REFERENCE', `A secret ${path.problem}.`);
      const bytes = await readFile(path.value, fileSystem, logger);
      return secretOf(new TextDecoder().decode(bytes), `The file ${path.value}`);
    },
  };
}

async function readFile(path: string, fileSystem: FileSystem, logger: Logger): Promise<Uint8Array> {
  try {
    const file = await fileSystem.open(path, 'read-through-links');
    try {
      check(path, await file.status(), fileSystem, logger);
      return await file.read();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof SecretProblem ? error : unreadable(path, error);
  }
}

function check(path: string, status: FileStatus, { posix }: FileSystem, logger: Logger): void {
  if (status.kind !== 'file') {
    throw new SecretProblem('ERR_SECRET_UNSAFE', `${path} is not a regular file.`);
  }
  if (status.size > MAX_SECRET_BYTES) {
    throw new SecretProblem('ERR_SECRET_REFERENCE', `${path} is too long to be a password.`);
  }
  if (posix && (status.mode & 0o022) !== 0) {
    throw new SecretProblem(
      'ERR_SECRET_UNSAFE',
      `${path} can be written by other users. Keep it to its owner: chmod 600 "${path}"`,
    );
  }
  if (posix && (status.mode & 0o200) !== 0 && (status.mode & 0o044) !== 0) {
    logger.warn('a file with a password can be read by other users; chmod 600 keeps it closed', {
      path,
    });
  }
}

function unreadable(path: string, error: unknown): SecretProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  return code === 'ENOENT'
    ? new SecretProblem('ERR_SECRET_MISSING', `The file ${path} does not exist.`)
    : new SecretProblem('ERR_SECRET_UNAVAILABLE', `The file ${path} cannot be read (${code}).`);
}
