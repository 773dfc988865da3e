import type { BigIntStats } from 'node:fs';
import { constants, lstatSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import * as fs from 'node:fs/promises';
import { dirname } from 'node:path';

/** What the package asks about a file. */
export interface FileStatus {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** The lowest twelve bits of the mode: permissions and the sticky bit. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Changes whenever another file takes this one's place. */
  readonly inode: string;
  readonly modifiedAtMs: number;
  /** Changes with content, permissions and place of the file. */
  readonly fingerprint: string;
}

/** A file that is open. */
export interface OpenFile {
  /** @returns How many of the bytes were written: perhaps not all, and that is no error. */
  write(bytes: Uint8Array): Promise<number>;
  /** @returns The whole content. */
  read(): Promise<Uint8Array>;
  /** @returns Up to `length` bytes from `position` on: fewer, or none, at the end of the file. */
  readAt(position: number, length: number): Promise<Uint8Array>;
  /** Cuts the file to `size` bytes. */
  truncate(size: number): Promise<void>;
  status(): Promise<FileStatus>;
  changeOwner(uid: number, gid: number): Promise<void>;
  /** Resolves when the content is on the disk. */
  sync(): Promise<void>;
  /** Resolves when the content is on the disk, and of its status as much as reading it takes. */
  syncData(): Promise<void>;
  close(): Promise<void>;
}

/**
 * How a file is opened: `read` refuses a symbolic link with `ELOOP`, `read-through-links` follows it,
 * `create` makes a new file for writing and refuses whatever is there with `EEXIST`, `append` reads
 * and writes at the end of a file that exists, and refuses a symbolic link.
 */
export type OpenUse = 'read' | 'read-through-links' | 'create' | 'append';

/**
 * The few file operations that durable writing takes, so that a test can make any of them fail or
 * end the process at it. Methods reject with the errors of `node:fs`.
 */
export interface FileSystem {
  /** Whether files have POSIX owners and permissions. */
  readonly posix: boolean;
  /** The effective user of this process, where there is one. */
  userId(): number | undefined;
  open(path: string, use: OpenUse, mode?: number): Promise<OpenFile>;
  /** Status of the path itself: a symbolic link is not followed. */
  status(path: string): Promise<FileStatus>;
  statusThroughLinks(path: string): Promise<FileStatus>;
  /** {@link FileStatus.fingerprint} at once, for the hot path; `undefined` when it cannot be had. */
  fingerprintNow(path: string): string | undefined;
  rename(from: string, to: string): Promise<void>;
  /** Gives `existing` a second name. Fails with `EEXIST` if there is something already. */
  link(existing: string, path: string): Promise<void>;
  remove(path: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  /** Makes a directory and its parents. @returns The topmost one that was made, if any. */
  makeDirectory(path: string, mode: number): Promise<string | undefined>;
  /** Resolves when the names in a directory are on the disk. */
  syncDirectory(path: string): Promise<void>;
}

const FLAGS: Readonly<Record<OpenUse, number>> = {
  // Without O_NONBLOCK, opening a named pipe would wait for its other end.
  read: constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  'read-through-links': constants.O_RDONLY | (constants.O_NONBLOCK ?? 0),
  create: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
  append:
    constants.O_RDWR |
    constants.O_APPEND |
    (constants.O_NOFOLLOW ?? 0) |
    (constants.O_NONBLOCK ?? 0),
};

/** Some network file systems cannot sync a directory, and say so with one of these. */
const NO_DIRECTORY_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

function kindOf(stats: BigIntStats): FileStatus['kind'] {
  if (stats.isFile()) {
    return 'file';
  }
  if (stats.isDirectory()) {
    return 'directory';
  }
  return stats.isSymbolicLink() ? 'link' : 'other';
}

function statusOf(stats: BigIntStats): FileStatus {
  return {
    kind: kindOf(stats),
    size: Number(stats.size),
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    inode: `${stats.dev}:${stats.ino}`,
    modifiedAtMs: Number(stats.mtimeMs),
    fingerprint: fingerprintOf(stats),
  };
}

function fingerprintOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}

function openFile(handle: FileHandle): OpenFile {
  return {
    write: async (bytes) => (await handle.write(bytes)).bytesWritten,
    read: () => handle.readFile(),
    async readAt(position, length) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
      return buffer.subarray(0, bytesRead);
    },
    truncate: (size) => handle.truncate(size),
    status: async () => statusOf(await handle.stat({ bigint: true })),
    changeOwner: (uid, gid) => handle.chown(uid, gid),
    sync: () => handle.sync(),
    syncData: () => handle.datasync(),
    close: () => handle.close(),
  };
}

async function makeDirectories(path: string, mode: number): Promise<string | undefined> {
  try {
    return await fs.mkdir(path, { recursive: true, mode });
  } catch (error) {
    // On a disk that is read-only, Node says ENOENT here; only a plain mkdir says EROFS.
    if (errorCode(error) === 'ENOENT') {
      await refuseIfReadOnly(path, mode);
    }
    throw error;
  }
}

async function refuseIfReadOnly(path: string, mode: number): Promise<void> {
  try {
    await fs.mkdir(path, { mode });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EROFS') {
      throw error;
    }
    if (code === 'ENOENT' && dirname(path) !== path) {
      await refuseIfReadOnly(dirname(path), mode);
    }
  }
}

const posix = process.platform !== 'win32';

/** The machine's file system. */
export const nodeFileSystem: FileSystem = {
  posix,
  userId: () => process.geteuid?.(),
  open: async (path, use, mode) => openFile(await fs.open(path, FLAGS[use], mode)),
  status: async (path) => statusOf(await fs.lstat(path, { bigint: true })),
  statusThroughLinks: async (path) => statusOf(await fs.stat(path, { bigint: true })),
  fingerprintNow(path) {
    try {
      const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
      return stats === undefined ? undefined : fingerprintOf(stats);
    } catch {
      return undefined;
    }
  },
  rename: (from, to) => fs.rename(from, to),
  link: (existing, path) => fs.link(existing, path),
  remove: (path) => fs.unlink(path),
  list: (directory) => fs.readdir(directory),
  makeDirectory: makeDirectories,
  async syncDirectory(path) {
    if (!posix) {
      return;
    }
    const handle = await fs.open(path, constants.O_RDONLY);
    try {
      await handle.sync();
    } catch (error) {
      if (!NO_DIRECTORY_SYNC.has(errorCode(error) ?? '')) {
        throw error;
      }
    } finally {
      await handle.close();
    }
  },
};

/** @returns The `code` of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
