import { basename, dirname, join } from 'node:path';
import type { RandomBytes } from '@gatehouse/core';
import type { FileSystem, OpenFile } from './file-system.js';
import { errorCode } from './file-system.js';

/** Bytes of the random part of a temporary name: enough that no two ever meet. */
const NAME_BYTES = 8;
const TEMPORARY_TAIL = /^\.[0-9a-f]{16}\.tmp$/;

/** What a new file gets beside its content. */
export interface NewFile {
  readonly mode: number;
  /** Whose it shall be, if not this process's. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Whether to wait until it is on the disk. */
  readonly durable: boolean;
}

/** @returns A new name beside `path`: `keys.toml.0123456789abcdef.tmp`. */
export function temporaryPath(path: string, random: RandomBytes): string {
  return `${path}.${Buffer.from(random(NAME_BYTES)).toString('hex')}.tmp`;
}

/** Whether a file name is one that {@link temporaryPath} gives for a file named `base`. */
export function isTemporaryOf(base: string, name: string): boolean {
  return name.startsWith(base) && TEMPORARY_TAIL.test(name.slice(base.length));
}

/** Removes a file that may be gone already. A failure is left to the next sweep. */
export async function removeQuietly(fileSystem: FileSystem, path: string): Promise<void> {
  await fileSystem.remove(path).catch(() => undefined);
}

/** One `write` may take a part of the bytes only; that is how a full disk starts to show. */
export async function writeFully(file: OpenFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const written = await file.write(bytes.subarray(at));
    if (written <= 0) {
      throw Object.assign(new RangeError('the file takes no more bytes'), { code: 'ENOSPC' });
    }
    at += written;
  }
}

async function fill(file: OpenFile, bytes: Uint8Array, options: NewFile): Promise<void> {
  if (options.owner !== undefined) {
    await file.changeOwner(options.owner.uid, options.owner.gid);
  }
  await writeFully(file, bytes);
  if (options.durable) {
    await file.sync();
  }
  const { size } = await file.status();
  if (size !== bytes.length) {
    // A file system that lies about what it wrote: trust the size alone.
    throw Object.assign(new RangeError(`${size} of ${bytes.length} bytes arrived`), {
      code: 'EIO',
    });
  }
}

/**
 * Writes a file of a new name in full, or leaves none. Rejects with the error of the file system.
 */
export async function writeNewFile(
  fileSystem: FileSystem,
  path: string,
  bytes: Uint8Array,
  options: NewFile,
): Promise<void> {
  const file = await fileSystem.open(path, 'create', options.mode);
  try {
    try {
      await fill(file, bytes, options);
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(fileSystem, path);
    throw error;
  }
}

/**
 * Removes temporary files beside `path` that {@link temporaryPath} named, and no others. Only safe
 * for those who know that no writer is at work, or that a writer who loses its file starts again.
 *
 * @returns How many there were.
 */
export async function sweepTemporaries(fileSystem: FileSystem, path: string): Promise<number> {
  const directory = dirname(path);
  const base = basename(path);
  const leftovers = (await fileSystem.list(directory)).filter((name) => isTemporaryOf(base, name));
  for (const name of leftovers) {
    await fileSystem.remove(join(directory, name)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') {
        throw error;
      }
    });
  }
  return leftovers.length;
}
