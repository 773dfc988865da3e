import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Logger } from '@gatehouse/core';
import { checksumOf } from './checksum.js';
import { createPrivateFile } from './private-files.js';
import { damaged, errorCode, unavailable } from './sqlite-errors.js';

/** Digits of the largest safe integer. */
const DIGITS = 16;
const MARK = /^gatehouse-commits ([0-9]{16}) ([0-9a-f]{8})\n$/;

function format(commits: number): string {
  const digits = String(commits).padStart(DIGITS, '0');
  return `gatehouse-commits ${digits} ${checksumOf([digits])}\n`;
}

/** @returns `undefined` when the text is no mark: one that a power failure tore says nothing. */
function parse(text: string): number | undefined {
  const [, digits, checksum] = MARK.exec(text) ?? [];
  return digits !== undefined && checksum === checksumOf([digits]) ? Number(digits) : undefined;
}

/**
 * How far the database had come, in a file beside it: `keys.db-mark`. SQLite takes a log that is
 * missing, cut or damaged for one whose end was never written, and goes back to what came before it
 * without a word. Keys would come back that were revoked. The mark is written after each commit, so
 * it is never ahead of a database that has kept all of them.
 *
 * It is not synced: after a power failure it may be behind, and then finds less.
 */
export class CommitMark {
  readonly #path: string;
  readonly #logger: Logger;
  #file: number | undefined;

  constructor(databasePath: string, logger: Logger) {
    this.#path = `${databasePath}-mark`;
    this.#logger = logger;
  }

  /** @returns Commits that the database must have, or `undefined` when nothing is known. */
  async read(): Promise<number | undefined> {
    try {
      return parse(await readFile(this.#path, 'latin1'));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') {
        return undefined;
      }
      throw unavailable(this.#path, 'could not be read', error);
    }
  }

  /** Makes the file if there is none, and keeps it open. Without it, the store still works. */
  async open(commits: number): Promise<void> {
    try {
      await createPrivateFile(this.#path).catch((error: unknown) => {
        if (errorCode(error) !== 'EEXIST') {
          throw error;
        }
      });
      this.#file = openSync(this.#path, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0));
      this.write(commits);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  write(commits: number): void {
    if (this.#file === undefined) {
      return;
    }
    try {
      // One small write in place: another process sees the old text or the new one.
      writeSync(this.#file, format(commits), 0);
    } catch (error) {
      this.close();
      this.#giveUp(error);
    }
  }

  close(): void {
    if (this.#file !== undefined) {
      closeSync(this.#file);
      this.#file = undefined;
    }
  }

  #giveUp(error: unknown): void {
    this.#logger.warn('lost commits of the SQLite store will not be noticed', {
      path: this.#path,
      problem: errorCode(error) ?? 'unknown',
    });
  }
}

/** @throws `ERR_MCPAUTH_STORE_DAMAGED` when the database has fewer commits than it once had. */
export function assertNothingLost(path: string, marked: number | undefined, commits: number): void {
  if (marked !== undefined && commits < marked) {
    const problem = `it lost its last ${marked - commits} writes: its -wal file is missing or damaged, or it is an older copy`;
    const remedy =
      `Put the whole set of files back, or a backup. To go on with this older content, ` +
      `which may bring revoked keys back, remove ${path}-mark.`;
    throw damaged(path, problem, remedy);
  }
}
