import { resolve } from 'node:path';
import type { ActivityCount, ActivityRange, ActivityStore, EpochMs, Logger } from '@gatehouse/core';
import {
  ACTIVITY_DAY_MS,
  ActivityTable,
  copyCounts,
  McpAuthError,
  silentLogger,
} from '@gatehouse/core';
import { unavailable } from '../file-errors.js';
import type { FileLock } from '../file-lock.js';
import { withFileLock } from '../file-lock.js';
import type { FileSystem } from '../file-system.js';
import { errorCode, nodeFileSystem } from '../file-system.js';
import { sweepLeftovers } from '../leftovers.js';
import { SerialQueue } from '../serial-queue.js';
import { isTimestamp } from '../timestamp.js';
import type { DayContent, DayFile } from './day-file.js';
import { appendToDay, dayFile, readDay } from './day-file.js';
import { formatDay } from './day-lines.js';
import { type DayName, dayOf, parseDayName } from './day-names.js';

/** Where activity is kept. */
export interface FileActivityStoreOptions {
  /** Directory of the files, one for each UTC day: `2026-06-01.jsonl`. Made by the first count. */
  readonly directory: string;
  readonly logger?: Logger;
  /** Milliseconds that a write waits for another process; the default is 10,000. */
  readonly lockWaitMs?: number;
  readonly fileSystem?: FileSystem;
}

type Setting = Required<FileActivityStoreOptions>;

/** A file as it was when there was nothing left to tidy in it. */
interface Tidy {
  readonly fingerprint: string | undefined;
  readonly isRolledUp: boolean;
}

/** What is added to one file. */
interface DayBatch {
  readonly file: DayFile;
  readonly counts: readonly ActivityCount[];
}

function hasEnded(day: EpochMs, by: EpochMs): boolean {
  return day + ACTIVITY_DAY_MS <= by;
}

class FileActivityStore implements ActivityStore {
  readonly location: string;
  readonly #setting: Setting;
  readonly #queue = new SerialQueue();
  readonly #tidy = new Map<EpochMs, Tidy>();
  /** Damage that was told, by path: told again when it is another. */
  readonly #told = new Map<string, string>();
  #closed = false;

  constructor(setting: Setting) {
    this.#setting = setting;
    this.location = setting.directory;
  }

  async open(): Promise<void> {
    const { directory, fileSystem, logger } = this.#setting;
    const beside = (await this.#names()).filter(({ isBeside }) => isBeside);
    for (const day of new Set(beside.map((name) => name.day))) {
      await sweepLeftovers({ path: dayFile(directory, day).path, fileSystem, logger });
    }
  }

  async add(counts: readonly ActivityCount[]): Promise<void> {
    const copies = copyCounts(counts);
    if (!copies.every(({ at }) => isTimestamp(at))) {
      throw new RangeError('at must be in the years 0000 to 9999');
    }
    this.#assertOpen();
    const days = [...new Set(copies.map(({ at }) => dayOf(at)))].sort((a, b) => a - b);
    const batches = days.map(
      (day): DayBatch => ({
        file: dayFile(this.location, day),
        counts: copies.filter(({ at }) => dayOf(at) === day),
      }),
    );
    await this.#queue.run(() => this.#appendAll(batches));
  }

  async read(range: ActivityRange): Promise<readonly ActivityCount[]> {
    this.#assertOpen();
    const table = new ActivityTable();
    for (const file of await this.#days()) {
      if (file.day < range.to && !hasEnded(file.day, range.from)) {
        table.add((await this.#read(file))?.counts ?? []);
      }
    }
    return table.read(range);
  }

  async rollUp(before: EpochMs): Promise<void> {
    this.#assertOpen();
    await this.#queue.run(async () => {
      const days = await this.#days();
      for (const [index, file] of days.entries()) {
        // The last one is still being written to: nothing is gained by writing it anew.
        const isOver = index < days.length - 1 || hasEnded(file.day, before);
        if (isOver && !this.#isTidy(file, before)) {
          await this.#tidyUp(file, before);
        }
      }
    });
  }

  async prune(before: EpochMs): Promise<void> {
    this.#assertOpen();
    await this.#queue.run(async () => {
      for (const file of await this.#days()) {
        if (hasEnded(file.day, before)) {
          this.#tidy.delete(file.day);
          await this.#locked(file, () => this.#remove(file));
        }
      }
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue.idle();
  }

  #assertOpen(): void {
    if (this.#closed) {
      const message = `The activity store ${this.location} is closed. Open it again to use it.`;
      throw new McpAuthError('ERR_MCPAUTH_STORE_CLOSED', message, { location: this.location });
    }
  }

  /** Day by day, each under its lock until all are written: what fails half way is taken back. */
  async #appendAll([first, ...rest]: readonly DayBatch[]): Promise<void> {
    if (first === undefined) {
      return;
    }
    const { file, counts } = first;
    await this.#locked(file, async (lock) => {
      const appended = await appendToDay(this.#setting.fileSystem, file, lock, counts);
      try {
        await this.#appendAll(rest);
      } catch (error) {
        await appended.undo().catch(() => undefined);
        throw error;
      }
    });
  }

  /** Writes a file anew: each span once, and by the hour where its day had ended by then. */
  async #tidyUp(file: DayFile, before: EpochMs): Promise<void> {
    await this.#locked(file, async (lock) => {
      const content = await this.#read(file);
      if (content === undefined) {
        return;
      }
      const table = new ActivityTable();
      table.add(content.counts);
      const wasFine = table.rollUp(before);
      const text = formatDay(table.read({ from: 0, to: Number.POSITIVE_INFINITY }));
      if (wasFine || content.counts.length > table.size) {
        await lock.write(text);
      }
      const fingerprint = this.#setting.fileSystem.fingerprintNow(file.path);
      this.#tidy.set(file.day, { fingerprint, isRolledUp: hasEnded(file.day, before) });
    });
  }

  #isTidy({ path, day }: DayFile, before: EpochMs): boolean {
    const known = this.#tidy.get(day);
    return (
      known?.fingerprint !== undefined &&
      known.fingerprint === this.#setting.fileSystem.fingerprintNow(path) &&
      (known.isRolledUp || !hasEnded(day, before))
    );
  }

  async #remove({ path }: DayFile): Promise<void> {
    try {
      await this.#setting.fileSystem.remove(path);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') {
        throw unavailable(path, 'could not be removed', error);
      }
    }
  }

  async #read(file: DayFile): Promise<DayContent | undefined> {
    const content = await readDay(this.#setting.fileSystem, file);
    const lines = content?.damagedLines ?? [];
    const damage = lines.join();
    if (lines.length > 0 && this.#told.get(file.path) !== damage) {
      this.#told.set(file.path, damage);
      this.#setting.logger.warn('lines of activity are damaged and were skipped', {
        path: file.path,
        line: lines[0],
        lines: lines.length,
      });
    }
    return content;
  }

  /** The days of which there is a file, oldest first. */
  async #days(): Promise<readonly DayFile[]> {
    const names = (await this.#names()).filter(({ isBeside }) => !isBeside);
    return names.sort((a, b) => a.day - b.day).map(({ day }) => dayFile(this.location, day));
  }

  async #names(): Promise<DayName[]> {
    try {
      const names = await this.#setting.fileSystem.list(this.location);
      return names.flatMap((name) => parseDayName(name) ?? []);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return [];
      }
      throw unavailable(this.location, 'could not be read', error);
    }
  }

  #locked<T>({ path }: DayFile, work: (lock: FileLock) => Promise<T>): Promise<T> {
    const { fileSystem, lockWaitMs } = this.#setting;
    return withFileLock(path, work, { fileSystem, waitMs: lockWaitMs });
  }
}

/**
 * Opens counts of activity in a directory: JSON Lines, a file for each UTC day, a line for each batch.
 * What is added is on the disk before it resolves; several processes share the directory, and none
 * loses what another has counted. What a killed process left half written is no line and is not
 * counted; a line that is damaged is named once by the logger and skipped, and goes when its day is
 * summed up.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when the directory cannot be read. Calls throw
 *   `ERR_MCPAUTH_FILE_UNSAFE` for a file that others can read, that is a symbolic link or somebody
 *   else's, and `ERR_MCPAUTH_STORE_DAMAGED` for one of a newer version of this program.
 */
export async function createFileActivityStore(
  options: FileActivityStoreOptions,
): Promise<ActivityStore> {
  const store = new FileActivityStore({
    logger: silentLogger,
    lockWaitMs: 10_000,
    fileSystem: nodeFileSystem,
    ...options,
    directory: resolve(options.directory),
  });
  await store.open();
  return store;
}
