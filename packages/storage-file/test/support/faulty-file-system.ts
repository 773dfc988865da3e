import type { FileSystem, OpenFile } from '../../src/index.js';
import { nodeFileSystem } from '../../src/index.js';

/** The operations that are counted, in words for messages of tests. */
export type Operation = `${string}`;

/** What happens at an operation: go on, or reject. */
export type Interference = (operation: Operation, count: number) => Promise<void> | void;

/** @returns A system error as Node makes it. */
export function systemError(code: string): Error {
  return Object.assign(new RangeError(`${code}: planted`), { code });
}

/** How the file system may misbehave. */
export interface Faults {
  /** Called before each operation, with its number from 1. */
  readonly before?: Interference;
  /** How many bytes one write takes, and how many it says. */
  readonly write?: (bytes: Uint8Array) => { readonly taken: number; readonly said: number };
}

/** The machine's file system with faults. `operations` lists what was asked of it so far. */
export function faultyFileSystem(faults: Faults): FileSystem & { readonly operations: string[] } {
  const operations: string[] = [];
  async function step<T>(operation: Operation, run: () => Promise<T>): Promise<T> {
    operations.push(operation);
    await faults.before?.(operation, operations.length);
    return run();
  }
  function openFile(file: OpenFile): OpenFile {
    return {
      write: (bytes) =>
        step('write', async () => {
          if (faults.write === undefined) {
            return file.write(bytes);
          }
          const { taken, said } = faults.write(bytes);
          if (taken > 0) {
            await file.write(bytes.subarray(0, taken));
          }
          return said;
        }),
      read: () => step('read', () => file.read()),
      readAt: (position, length) => step('pread', () => file.readAt(position, length)),
      truncate: (size) => step('ftruncate', () => file.truncate(size)),
      status: () => step('fstat', () => file.status()),
      changeOwner: (uid, gid) => step('fchown', () => file.changeOwner(uid, gid)),
      sync: () => step('fsync', () => file.sync()),
      syncData: () => step('fdatasync', () => file.syncData()),
      // Never fails: a test must not leak descriptors.
      close: () => file.close(),
    };
  }
  return {
    operations,
    posix: nodeFileSystem.posix,
    userId: nodeFileSystem.userId,
    open: (path, use, mode) =>
      step(`open ${use}`, async () => openFile(await nodeFileSystem.open(path, use, mode))),
    status: (path) => step('lstat', () => nodeFileSystem.status(path)),
    statusThroughLinks: (path) => step('stat', () => nodeFileSystem.statusThroughLinks(path)),
    fingerprintNow: nodeFileSystem.fingerprintNow,
    rename: (from, to) => step('rename', () => nodeFileSystem.rename(from, to)),
    link: (existing, path) => step('link', () => nodeFileSystem.link(existing, path)),
    remove: (path) => step('unlink', () => nodeFileSystem.remove(path)),
    list: (directory) => step('readdir', () => nodeFileSystem.list(directory)),
    makeDirectory: (path, mode) => step('mkdir', () => nodeFileSystem.makeDirectory(path, mode)),
    syncDirectory: (path) => step('fsync directory', () => nodeFileSystem.syncDirectory(path)),
  };
}

/** A file system where operation `at` fails with `code`, and all others work. */
export function failingAt(at: number, code: string): ReturnType<typeof faultyFileSystem> {
  return faultyFileSystem({
    before(_operation, count) {
      if (count === at) {
        throw systemError(code);
      }
    },
  });
}

/** A file system as of a process that is killed before operation `at`: nothing works from there on. */
export function crashingAt(at: number): ReturnType<typeof faultyFileSystem> {
  return faultyFileSystem({
    before(_operation, count) {
      if (count >= at) {
        throw systemError('KILLED');
      }
    },
  });
}
