import { basename, dirname, join } from 'node:path';
import type { Clock, RandomBytes } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError, systemClock, systemRandomBytes } from '@gatehouse/core';
import { damaged, unavailable } from './file-errors.js';
import type { FileLock } from './file-lock.js';
import { withFileLock } from './file-lock.js';
import type { FileSystem } from './file-system.js';
import { errorCode, nodeFileSystem } from './file-system.js';
import { ensurePrivateDirectory, readPrivateFile } from './safe-file.js';
import { removeQuietly, temporaryPath, writeNewFile } from './temporary-file.js';

/**
 * Says whether bytes are a whole file of their kind: rejects with `ERR_MCPAUTH_STORE_DAMAGED`, or
 * whatever reading them would reject with, if not.
 *
 * @param path - Where the bytes come from, for messages.
 */
export type VerifyFile = (bytes: Uint8Array, path: string) => void | Promise<void>;

/** How {@link backupFile} makes a backup. */
export interface BackupOptions {
  /** Where backups go. Made if there is none. */
  readonly directory: string;
  /** How many backups of this file stay, the new one included. Integer ≥ 1. */
  readonly keep: number;
  readonly verify: VerifyFile;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  readonly fileSystem?: FileSystem;
}

/** How {@link restoreFile} puts a backup in the place of a file. */
export type RestoreOptions = Omit<BackupOptions, 'directory' | 'keep'>;

/** What {@link restoreFile} did. */
export interface RestoredFile {
  /** Where the file is that was replaced; `undefined` when there was none. */
  readonly replaced: string | undefined;
}

type Setting = Required<RestoreOptions>;

const SUFFIX_BYTES = 4;

function settingOf(options: RestoreOptions): Setting {
  return {
    clock: systemClock,
    random: systemRandomBytes,
    fileSystem: nodeFileSystem,
    ...options,
  };
}

/** `20260131T180000123Z-0123abcd`: sorts by time, and no two are the same. */
function stamp({ clock, random }: Setting): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:.]/g, '');
  return `${time}-${Buffer.from(random(SUFFIX_BYTES)).toString('hex')}`;
}

/** @returns Names of the backups of a file, the oldest first. */
function backupsAmong(names: readonly string[], base: string): string[] {
  return names
    .filter(
      (name) =>
        name.startsWith(`${base}.`) &&
        /^\.\d{8}T\d{9}Z-[0-9a-f]{8}\.bak$/.test(name.slice(base.length)),
    )
    .sort();
}

async function readExisting({ fileSystem }: Setting, path: string): Promise<Uint8Array> {
  const file = await readPrivateFile(fileSystem, path);
  if (file === undefined) {
    const problem = 'it does not exist';
    const message = `${path} could not be read: ${problem}. Check the path.`;
    throw new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', message, { location: path, problem });
  }
  return file.bytes;
}

/** Reads a file back, and takes it for good only if it is what was meant and verifies. */
async function readBack(setting: Setting, path: string, meant: Uint8Array): Promise<void> {
  const bytes = await readExisting(setting, path);
  if (!Buffer.from(bytes).equals(meant)) {
    throw damaged(path, 'it is not what was written to it', 'Check the disk.');
  }
  await setting.verify(bytes, path);
}

async function removeOldest(
  { fileSystem }: Setting,
  { directory, keep }: BackupOptions,
  made: string,
): Promise<void> {
  const base = basename(made).replace(/\.[^.]+\.bak$/, '');
  const older = backupsAmong(await fileSystem.list(directory), base).filter(
    (name) => name !== basename(made),
  );
  for (const name of older.slice(0, Math.max(0, older.length - (keep - 1)))) {
    await fileSystem.remove(join(directory, name)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') {
        throw error;
      }
    });
  }
}

/** The backup gets its name when it has been read back, so nothing else ever bears such a name. */
async function writeBackup(
  setting: Setting,
  temporary: string,
  target: string,
  bytes: Uint8Array,
): Promise<void> {
  const { fileSystem } = setting;
  try {
    await writeNewFile(fileSystem, temporary, bytes, { mode: 0o600, durable: true });
    await readBack(setting, temporary, bytes);
    await fileSystem.rename(temporary, target);
    await fileSystem.syncDirectory(dirname(target));
  } catch (error) {
    await removeQuietly(fileSystem, temporary);
    throw isMcpAuthError(error) ? error : unavailable(target, 'could not be written', error);
  }
}

/**
 * Copies a store's file to `<directory>/<name>.<time>-<random>.bak`, for its owner alone, and removes
 * the oldest copies of it beyond `keep`. The copy is synced, read back, compared and verified before
 * it gets its name; where that fails, the older ones stay.
 *
 * @param source - A file that is replaced as a whole when it changes, as all files of this package are
 *   except a trail that is appended to.
 * @returns Path of the backup.
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when the source does not exist, or the disk refuses.
 *   `ERR_MCPAUTH_FILE_UNSAFE` as for any private file. Whatever `verify` throws.
 * @throws {@link RangeError} when `keep` is no integer ≥ 1.
 */
export async function backupFile(source: string, options: BackupOptions): Promise<string> {
  const { directory, keep } = options;
  if (!Number.isSafeInteger(keep) || keep < 1) {
    throw new RangeError(`keep must be an integer ≥ 1, got ${keep}`);
  }
  const setting = settingOf(options);
  const { fileSystem, random } = setting;
  const bytes = await readExisting(setting, source);
  await setting.verify(bytes, source);
  await ensurePrivateDirectory(fileSystem, directory);
  // Whoever takes the lock of this place sweeps what a process has left that was killed here.
  const place = join(directory, basename(source));
  const target = `${place}.${stamp(setting)}.bak`;
  await withFileLock(
    place,
    async () => {
      await writeBackup(setting, temporaryPath(place, random), target, bytes);
      await removeOldest(setting, options, target).catch((error: unknown) => {
        throw unavailable(target, 'is there, but older backups could not be removed', error);
      });
    },
    { fileSystem },
  );
  return target;
}

async function keepReplaced(setting: Setting, target: string): Promise<string | undefined> {
  const { fileSystem } = setting;
  const kept = `${target}.${stamp(setting)}.replaced`;
  try {
    await fileSystem.link(target, kept);
    await fileSystem.syncDirectory(dirname(kept));
    return kept;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw unavailable(target, 'could not be kept beside its backup, so nothing was done', error);
  }
}

/** Nothing was replaced after all: the second name of the file goes, if it is one. */
async function forgetKept(
  { fileSystem }: Setting,
  target: string,
  kept: string | undefined,
): Promise<void> {
  const inodeOf = (path: string): Promise<string | undefined> =>
    fileSystem.status(path).then(
      ({ inode }) => inode,
      () => undefined,
    );
  if (kept !== undefined && (await inodeOf(target)) === (await inodeOf(kept))) {
    await removeQuietly(fileSystem, kept);
  }
}

/**
 * Puts a backup in the place of a file, under the lock that the file's store uses. The backup is
 * verified before anything is done, and the file is read back after it. What was there is kept as
 * `<target>.<time>-<random>.replaced`.
 *
 * A store that has the file open takes it up as any change from outside. Restoring an audit trail
 * takes all its files, and no process that has it open.
 *
 * @throws As {@link backupFile}; then the target is as it was.
 */
export async function restoreFile(
  backup: string,
  target: string,
  options: RestoreOptions,
): Promise<RestoredFile> {
  const setting = settingOf(options);
  const bytes = await readExisting(setting, backup);
  await setting.verify(bytes, backup);
  const work = async (lock: FileLock): Promise<RestoredFile> => {
    const replaced = await keepReplaced(setting, target);
    try {
      await lock.write(bytes);
    } catch (error) {
      await forgetKept(setting, target, replaced);
      throw error;
    }
    await readBack(setting, target, bytes);
    return { replaced };
  };
  return withFileLock(target, work, { fileSystem: setting.fileSystem });
}
