import { isMcpAuthError } from '@gatehouse/core';
import { unavailable } from '../file-errors.js';
import type { OpenFile } from '../file-system.js';
import { openPrivateFile } from '../safe-file.js';
import { readLines, sequenceOf } from './lines.js';
import type { TrailFiles } from './trail.js';
import { listed } from './trail.js';
import type { TrailState } from './trail-state.js';
import { NEW_TRAIL } from './trail-state.js';

interface OpenPart {
  readonly path: string;
  readonly file: OpenFile | undefined;
  /** What it begins with; `undefined` for the live file, the last one. */
  readonly first: number | undefined;
}

/**
 * Opens the first part that begins after record number `after`. The live file is opened before the
 * others are listed again, so one that is rotated in between is not overlooked.
 */
async function openNext(files: TrailFiles, after: number): Promise<OpenPart> {
  const { fileSystem, names } = files;
  const findNext = async (): Promise<number | undefined> =>
    (await listed(files)).find((first) => first > after);
  let first = await findNext();
  if (first === undefined) {
    const file = await openPrivateFile(fileSystem, names.live, 'read');
    first = await findNext();
    if (first === undefined) {
      return { path: names.live, file, first };
    }
    await file?.close();
  }
  const path = names.rotated(first);
  return { path, file: await openPrivateFile(fileSystem, path, 'read'), first };
}

/** The number behind which the part begins that holds record number `from`. */
async function before(files: TrailFiles, state: TrailState, from: number): Promise<number> {
  const part = (await listed(files)).findLast((first) => first <= from);
  const inLive = from >= state.live.first && (part ?? 0) < state.live.first;
  return (inLive ? state.live.first : (part ?? from)) - 1;
}

/**
 * Reads whole lines in the order of the files, beginning with record number `from` (default: the oldest
 * that retention has left). What is there is given as it is: whether it is all there, and unchanged, is
 * for the reader of the chain to say.
 *
 * A file that is rotated meanwhile is read where it then is; one that is removed meanwhile is not.
 *
 * @throws `ERR_MCPAUTH_FILE_UNSAFE`, `ERR_MCPAUTH_STORE_UNAVAILABLE`.
 */
export async function* readTrail(
  files: TrailFiles,
  state: TrailState = NEW_TRAIL,
  from = 0,
): AsyncGenerator<string> {
  const oldest = state.head?.firstSequence ?? 1;
  const begin = Math.max(from, oldest);
  // Whoever asks for everything gets every line, also those whose number cannot be read.
  let reached = begin === oldest;
  let after = await before(files, state, begin);
  for (;;) {
    const { path, file, first } = await openNext(files, after);
    try {
      if (file !== undefined) {
        for await (const { text } of readLines(file)) {
          reached ||= (sequenceOf(text) ?? 0) >= begin;
          if (reached) {
            yield text;
          }
        }
      }
    } catch (error) {
      throw isMcpAuthError(error) ? error : unavailable(path, 'could not be read', error);
    } finally {
      await file?.close();
    }
    if (first === undefined) {
      return;
    }
    after = first;
  }
}
