import { isMcpAuthError } from '@gatehouse/core';
import { damaged, unavailable } from '../file-errors.js';
import type { FileStatus, FileSystem, OpenFile } from '../file-system.js';
import { errorCode } from '../file-system.js';
import { openPrivateFile, readPrivateFile } from '../safe-file.js';
import { lineBefore, readLines, sequenceOf } from './lines.js';
import type { TrailNames } from './names.js';
import { listRotated } from './names.js';
import type { TrailState } from './trail-state.js';
import { lastSequence, parseState } from './trail-state.js';

/** The files of a trail. */
export interface TrailFiles {
  readonly fileSystem: FileSystem;
  readonly names: TrailNames;
}

/** What this process last saw of a trail, to notice what happens to its files. */
export interface TrailSight {
  readonly sequence: number;
  readonly liveFirst: number;
  /** `undefined` as long as there was no live file. */
  readonly liveInode: string | undefined;
}

/** A trail that is as it should be, and what a crash has left at its end. */
export interface Trail {
  readonly state: TrailState | undefined;
  readonly live: FileStatus | undefined;
  /** Whole lines behind the confirmed ones, in their order. */
  readonly unconfirmed: readonly string[];
  /** Where they end; what follows is torn. */
  readonly wholeBytes: number;
}

const REMEDY =
  'Put it back; or move all files of the trail away to keep them, and start the program again.';

/**
 * Reads the head.
 *
 * @returns `undefined` when nothing was ever written.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED`, also when there are records without a head: it is written before
 *   the first of them.
 */
export async function readState({
  fileSystem,
  names,
}: TrailFiles): Promise<TrailState | undefined> {
  const file = await readPrivateFile(fileSystem, names.head);
  if (file !== undefined) {
    return parseState(names, file.bytes);
  }
  const live = await statusIfAny(fileSystem, names.live);
  const rotated = await listed({ fileSystem, names });
  if ((live?.size ?? 0) > 0 || rotated.length > 0) {
    // Either may have come between the two looks; then the head has come before it.
    const late = await readPrivateFile(fileSystem, names.head);
    if (late === undefined) {
      throw damaged(names.head, `it is missing, and there are records in ${names.live}`, REMEDY);
    }
    return parseState(names, late.bytes);
  }
  return undefined;
}

/** @returns What the rotated files begin with, in order. */
export async function listed({ fileSystem, names }: TrailFiles): Promise<readonly number[]> {
  try {
    return await listRotated(fileSystem, names);
  } catch (error) {
    throw unavailable(names.live, 'could not be read', error);
  }
}

/** @returns The status of the path itself, or `undefined` when nothing is there. */
export async function statusIfAny(
  fileSystem: FileSystem,
  path: string,
): Promise<FileStatus | undefined> {
  try {
    return await fileSystem.status(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw unavailable(path, 'could not be read', error);
  }
}

/** The state after the live file was rotated. */
export function rotatedState(state: TrailState): TrailState {
  const { first, latest = 0 } = state.live;
  return {
    head: state.head,
    live: { first: lastSequence(state) + 1, bytes: 0 },
    rotated: [...state.rotated, { first, latest }],
  };
}

/** A process may have died between the rename of a rotation and the head that tells of it. */
async function afterRotation(files: TrailFiles, state: TrailState): Promise<TrailState> {
  const path = files.names.rotated(state.live.first);
  const found = await statusIfAny(files.fileSystem, path);
  if (found === undefined) {
    return state;
  }
  if (found.size !== state.live.bytes || found.size === 0) {
    throw damaged(path, 'it is not the file that was rotated', REMEDY);
  }
  return rotatedState(state);
}

function assertStillThere({ names }: TrailFiles, now: TrailSight, seen: TrailSight): void {
  if (now.sequence < seen.sequence) {
    const problem = `it was set back before record ${seen.sequence} of ${names.live}`;
    throw damaged(names.head, problem, REMEDY);
  }
  const sameFile = now.liveFirst === seen.liveFirst;
  if (sameFile && seen.liveInode !== undefined && now.liveInode !== seen.liveInode) {
    const what = now.liveInode === undefined ? 'was removed' : 'was replaced by another file';
    throw damaged(names.live, `it ${what} while in use`, REMEDY);
  }
}

async function assertConfirmed(
  { names }: TrailFiles,
  state: TrailState,
  live: OpenFile | undefined,
  size: number,
): Promise<void> {
  const { bytes } = state.live;
  const last = lastSequence(state);
  if (bytes > 0 && live === undefined) {
    throw damaged(names.live, `it is missing, and it held records up to ${last}`, REMEDY);
  }
  if (size < bytes) {
    throw damaged(names.live, `it was cut: its records up to ${last} are not all there`, REMEDY);
  }
  if (live !== undefined && bytes > 0) {
    const line = await lineBefore(live, bytes);
    if (line === undefined || sequenceOf(line) !== last) {
      throw damaged(names.live, `record ${last} does not end where it was written`, REMEDY);
    }
  }
}

/** Lines that carry on from the last confirmed one; the first that does not is none. */
async function readUnconfirmed(
  live: OpenFile,
  state: TrailState,
): Promise<Pick<Trail, 'unconfirmed' | 'wholeBytes'>> {
  const unconfirmed: string[] = [];
  let wholeBytes = state.live.bytes;
  for await (const { text, end } of readLines(live, wholeBytes)) {
    if (sequenceOf(text) !== lastSequence(state) + unconfirmed.length + 1) {
      break;
    }
    unconfirmed.push(text);
    wholeBytes = end;
  }
  return { unconfirmed, wholeBytes };
}

/** @returns What a process that has seen this trail remembers of it. */
export function sightOf({ state, live }: Pick<Trail, 'state' | 'live'>): TrailSight | undefined {
  return state === undefined
    ? undefined
    : { sequence: lastSequence(state), liveFirst: state.live.first, liveInode: live?.inode };
}

async function examineState(
  files: TrailFiles,
  state: TrailState,
  seen: TrailSight | undefined,
): Promise<Trail> {
  const file = await openPrivateFile(files.fileSystem, files.names.live, 'read');
  try {
    const live = await file?.status();
    const now = sightOf({ state, live });
    if (seen !== undefined && now !== undefined) {
      assertStillThere(files, now, seen);
    }
    const size = live?.size ?? 0;
    await assertConfirmed(files, state, file, size);
    const end =
      file !== undefined && size > state.live.bytes
        ? await readUnconfirmed(file, state)
        : { unconfirmed: [], wholeBytes: state.live.bytes };
    return { state, live, ...end };
  } finally {
    await file?.close();
  }
}

/**
 * Looks whether a trail is as its head says. Only for the holder of the lock: a writer who is at work
 * looks like damage. Reads a few kilobytes, whatever the size of the trail.
 *
 * @param seen - What this process remembers of it.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` naming the file, when confirmed records are gone, or the files
 *   are others than those that were seen.
 */
export async function examineTrail(files: TrailFiles, seen?: TrailSight): Promise<Trail> {
  const state = await readState(files);
  if (state === undefined) {
    if (seen !== undefined && seen.sequence > 0) {
      throw damaged(
        files.names.head,
        `it was removed while ${files.names.live} was in use`,
        REMEDY,
      );
    }
    const live = await statusIfAny(files.fileSystem, files.names.live);
    return { state, live, unconfirmed: [], wholeBytes: 0 };
  }
  try {
    return await examineState(files, await afterRotation(files, state), seen);
  } catch (error) {
    throw isMcpAuthError(error) ? error : unavailable(files.names.live, 'could not be read', error);
  }
}
