import { dirname } from 'node:path';
import type { RandomBytes } from '@gatehouse/core';
import { McpAuthError, systemRandomBytes } from '@gatehouse/core';
import type { MasterKey } from '@gatehouse/crypto';
import { exportMasterKey, generateMasterKey, parseMasterKey } from '@gatehouse/crypto';
import { unavailable } from './file-errors.js';
import type { FileSystem } from './file-system.js';
import { publishFile } from './publish-file.js';
import { ensurePrivateDirectory, readPrivateFile } from './safe-file.js';
import { sweepTemporaries } from './temporary-file.js';

/** The key in the key file, and whether this call made it. */
export interface CreatedKey {
  readonly key: MasterKey;
  readonly generated: boolean;
}

/** Attempts at creating the file while others create and remove it; one is the rule. */
const ATTEMPTS = 5;

const encoder = new TextEncoder();

/**
 * @param source - Where the text came from: `environment variable X`, `file /…`.
 * @param remedy - What to do, as a sentence.
 */
export function invalidMasterKey(source: string, problem: string, remedy: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_MASTER_KEY_INVALID',
    `The master key in ${source} cannot be used: ${problem}. ${remedy}`,
    { source, problem },
  );
}

/**
 * @param text - What should be a key; never repeated in an error.
 * @throws `ERR_MCPAUTH_MASTER_KEY_INVALID`
 */
export function parseMasterKeyFrom(source: string, text: string, remedy: string): MasterKey {
  const parsed = parseMasterKey(text);
  if (!parsed.ok) {
    throw invalidMasterKey(source, parsed.problem, remedy);
  }
  return parsed.key;
}

/**
 * Reads the key file.
 *
 * @returns `undefined` when there is none.
 * @throws `ERR_MCPAUTH_MASTER_KEY_INVALID` for a file that is empty, cut or no key, which stays as it
 *   is; `ERR_MCPAUTH_FILE_UNSAFE`; `ERR_MCPAUTH_STORE_UNAVAILABLE`.
 */
export async function readMasterKeyFile(
  fileSystem: FileSystem,
  path: string,
): Promise<MasterKey | undefined> {
  const file = await readPrivateFile(fileSystem, path);
  if (file === undefined) {
    return undefined;
  }
  const remedy =
    'It was left as it is. Put a backup of it in its place; only if nothing was ever sealed with it, ' +
    'remove it, and a new one is made.';
  return parseMasterKeyFrom(`file ${path}`, new TextDecoder().decode(file.bytes), remedy);
}

async function publish(fileSystem: FileSystem, path: string, key: MasterKey): Promise<boolean> {
  const bytes = encoder.encode(`${exportMasterKey(key)}\n`);
  // Names of temporary files must differ between processes, whatever makes the key itself.
  const random = systemRandomBytes;
  try {
    return (await publishFile(path, bytes, { fileSystem, random, durable: true })) === 'published';
  } finally {
    bytes.fill(0);
  }
}

/**
 * Removes what a process left behind that was killed while it made the file. Only for those who have
 * seen the file: whoever still makes one then finds it, and takes it instead.
 */
export async function sweepMasterKeyFile(fileSystem: FileSystem, path: string): Promise<void> {
  await sweepTemporaries(fileSystem, path).catch(() => undefined);
}

/**
 * Makes a key and saves it, unless there is a file by then. Of several processes that do this at once
 * one saves its key, and all return that one: the file appears whole, and whoever was not first reads
 * it. It is on the disk when this resolves.
 *
 * @param random - Makes the key.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when no file can be made.
 */
export async function createMasterKeyFile(
  fileSystem: FileSystem,
  path: string,
  random: RandomBytes,
): Promise<CreatedKey> {
  await ensurePrivateDirectory(fileSystem, dirname(path));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const key = generateMasterKey(random);
    if (await publish(fileSystem, path, key)) {
      await sweepMasterKeyFile(fileSystem, path);
      return { key, generated: true };
    }
    const existing = await readMasterKeyFile(fileSystem, path);
    if (existing !== undefined) {
      await sweepMasterKeyFile(fileSystem, path);
      return { key: existing, generated: false };
    }
  }
  throw unavailable(path, 'could not be created', new RangeError('it comes and goes'));
}
