import { basename, dirname, extname, join } from 'node:path';
import type { FileSystem } from '../file-system.js';
import { errorCode } from '../file-system.js';

/** Digits of a sequence number in a file name: as many as the largest exact number has. */
const DIGITS = 16;

/** Where the files of a trail are, from the path of the live one. */
export interface TrailNames {
  readonly live: string;
  readonly head: string;
  /** Where the live file goes that begins with record number `first`. */
  rotated(first: number): string;
  /** @returns The number that a rotated file begins with, or `undefined` for any other name. */
  firstOf(name: string): number | undefined;
}

/**
 * @param path - For example `audit.jsonl`: beside it are `audit.head` and, rotated,
 *   `audit.0000000000000001.jsonl`.
 */
export function trailNames(path: string): TrailNames {
  const extension = extname(path);
  const stem = basename(path, extension);
  const directory = dirname(path);
  return {
    live: path,
    head: join(directory, `${stem}.head`),
    rotated: (first) =>
      join(directory, `${stem}.${String(first).padStart(DIGITS, '0')}${extension}`),
    firstOf(name) {
      const digits = name.slice(stem.length + 1, name.length - extension.length);
      const isOurs = name === `${stem}.${digits}${extension}`;
      return isOurs && digits.length === DIGITS && /^\d+$/.test(digits)
        ? Number(digits)
        : undefined;
    },
  };
}

/** @returns What the rotated files of a trail begin with, in order. Rejects as `list` does. */
export async function listRotated(
  fileSystem: FileSystem,
  names: TrailNames,
): Promise<readonly number[]> {
  let found: readonly string[];
  try {
    found = await fileSystem.list(dirname(names.live));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
  return found.flatMap((name) => names.firstOf(name) ?? []).sort((a, b) => a - b);
}
