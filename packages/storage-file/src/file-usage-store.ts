import { resolve } from 'node:path';
import type { KeyId, KeyUsage, Logger, UsageStore } from '@gatehouse/core';
import { McpAuthError, silentLogger } from '@gatehouse/core';
import { decodeUtf8 } from './file-codec.js';
import type { FileLock } from './file-lock.js';
import { withFileLock } from './file-lock.js';
import type { FileSystem } from './file-system.js';
import { nodeFileSystem } from './file-system.js';
import { sweepLeftovers } from './leftovers.js';
import { readPrivateFile } from './safe-file.js';
import { SerialQueue } from './serial-queue.js';
import type { UsageTable } from './usage-content.js';
import { addUsage, copyCounted, formatUsage, parseUsage } from './usage-content.js';

/** Where a usage file is. */
export interface FileUsageStoreOptions {
  /** Path of `usage.json`. It and its directory are made by the first count. */
  readonly path: string;
  readonly logger?: Logger;
  /** Milliseconds that a write waits for another process; the default is 10,000. */
  readonly lockWaitMs?: number;
  readonly fileSystem?: FileSystem;
}

type Setting = Required<FileUsageStoreOptions>;

class FileUsageStore implements UsageStore {
  readonly location: string;
  readonly #setting: Setting;
  readonly #queue = new SerialQueue();
  #closed = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.location = setting.path;
  }

  async open(): Promise<void> {
    await sweepLeftovers(this.#setting);
    const { size } = await this.#read();
    this.#setting.logger.debug('usage store opened', { path: this.location, keys: size });
  }

  async add(counted: readonly KeyUsage[]): Promise<void> {
    const added = copyCounted(counted);
    return added.length === 0
      ? this.#assertOpen()
      : this.#change((table) => addUsage(table, added));
  }

  async get(id: KeyId): Promise<KeyUsage | undefined> {
    this.#assertOpen();
    return (await this.#read()).get(id);
  }

  async list(): Promise<readonly KeyUsage[]> {
    this.#assertOpen();
    return [...(await this.#read()).values()];
  }

  async forget(ids: readonly KeyId[]): Promise<void> {
    const gone = new Set(ids);
    return this.#change((table) => {
      const kept = [...table].filter(([id]) => !gone.has(id));
      return kept.length === table.size ? table : new Map(kept);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
  }

  #assertOpen(): void {
    if (this.#closed) {
      const message = `The usage store ${this.location} is closed. Open it again to use it.`;
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', message, { location: this.location });
    }
  }

  async #read(): Promise<UsageTable> {
    const { fileSystem, path } = this.#setting;
    const file = await readPrivateFile(fileSystem, path);
    return file === undefined ? new Map() : parseUsage(path, decodeUtf8(path, file.bytes));
  }

  /** @param edit - Gives the same table back where there is nothing to write. */
  async #change(edit: (table: UsageTable) => UsageTable): Promise<void> {
    this.#assertOpen();
    const { path, fileSystem, lockWaitMs } = this.#setting;
    const work = async (lock: FileLock): Promise<void> => {
      const table = await this.#read();
      const edited = edit(table);
      if (edited !== table) {
        await lock.write(formatUsage(edited));
      }
    };
    const options = { fileSystem, waitMs: lockWaitMs };
    return this.#queue.run(() => withFileLock(path, work, options));
  }
}

/**
 * Opens counters in a JSON file, one line for each key. What is added is on the disk before it
 * resolves; several processes share the file, and none loses what another has counted. Every call
 * reads the file, so give it batches.
 *
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming what to do, when there is a file that cannot be
 *   understood; it is never rewritten. `ERR_MCPAUTH_FILE_UNSAFE` when others can read it, it is a
 *   symbolic link, or it is somebody else's. `ERR_MCPAUTH_STORE_UNAVAILABLE` when it cannot be read.
 */
export async function createFileUsageStore(options: FileUsageStoreOptions): Promise<UsageStore> {
  const store = new FileUsageStore({
    logger: silentLogger,
    lockWaitMs: 10_000,
    fileSystem: nodeFileSystem,
    ...options,
    path: resolve(options.path),
  });
  await store.open();
  return store;
}
