import { dirname } from 'node:path';
import type { AuditBatch } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { damaged, unavailable } from '../file-errors.js';
import type { FileLock } from '../file-lock.js';
import type { FileStatus, OpenFile } from '../file-system.js';
import { openPrivateFile, readPrivateFile } from '../safe-file.js';
import { writeFully, writeNewFile } from '../temporary-file.js';
import { sequenceOf } from './lines.js';
import type { Trail, TrailFiles } from './trail.js';
import { rotatedState, statusIfAny } from './trail.js';
import type { LivePart, TrailState } from './trail-state.js';
import { formatState, lastSequence, NEW_TRAIL } from './trail-state.js';

/*
 * The order in which a batch becomes durable:
 *
 *   [rotate: rename, sync directory]  →  lines, fdatasync  →  head (atomic)
 *
 * A crash after any step leaves a state that `examineTrail` understands: a rotation that the head does
 * not know, half a line, or whole lines that the head does not cover. Before the very first line, a
 * head is written that covers nothing: so lines without a head always mean that it was taken away.
 */

const encoder = new TextEncoder();

/** @throws {@link RangeError} for a batch that could not be read back as it is. */
export function assertBatch({ lines, head }: AuditBatch, trail: Trail): void {
  const { state = NEW_TRAIL, unconfirmed } = trail;
  let last = lastSequence(state) + unconfirmed.length;
  for (const { sequence, text } of lines) {
    last += 1;
    if (sequence !== last || sequenceOf(text) !== sequence) {
      throw new RangeError(`lines must carry on with {"sequence":${last},…`);
    }
    if (/[\n\p{Surrogate}]/u.test(text)) {
      throw new RangeError('lines must be well-formed Unicode without line breaks');
    }
  }
  if (head.sequence !== last) {
    throw new RangeError(`head.sequence must be ${last}, that of the last line`);
  }
}

/** Opens the live file for appending, and makes it if there is none. */
async function openLive({ fileSystem, names }: TrailFiles): Promise<OpenFile> {
  const there = await openPrivateFile(fileSystem, names.live, 'append');
  if (there !== undefined) {
    return there;
  }
  await writeNewFile(fileSystem, names.live, new Uint8Array(), { mode: 0o600, durable: false });
  await fileSystem.syncDirectory(dirname(names.live));
  const made = await openPrivateFile(fileSystem, names.live, 'append');
  if (made === undefined) {
    throw damaged(names.live, 'it was removed while in use');
  }
  return made;
}

async function writeAt(file: OpenFile, end: number, bytes: Uint8Array): Promise<FileStatus> {
  await writeFully(file, bytes);
  await file.syncData();
  const status = await file.status();
  if (status.size !== end + bytes.length) {
    // A file system that lies about what it wrote, or somebody else who writes: trust the size alone.
    throw Object.assign(new RangeError('not what was written arrived'), { code: 'EIO' });
  }
  return status;
}

/** Whether a head that could not be written in all its steps is the one in the file now. */
async function isInPlace({ fileSystem, names }: TrailFiles, text: string): Promise<boolean> {
  const file = await readPrivateFile(fileSystem, names.head).catch(() => undefined);
  return file !== undefined && Buffer.from(file.bytes).equals(encoder.encode(text));
}

/** Takes back what was appended: a refused write leaves the whole old content and nothing else. */
async function takeBack(file: OpenFile, end: number): Promise<void> {
  try {
    await file.truncate(end);
    await file.syncData();
  } catch {
    // The next append finds lines that the head does not cover, and deals with them.
  }
}

/** Writes a head that covers nothing. The trail is as it was when this fails, even half way. */
async function begin({ names }: TrailFiles, lock: FileLock): Promise<void> {
  try {
    await lock.write(formatState(NEW_TRAIL));
  } catch (error) {
    throw isMcpAuthError(error) && error.cause !== undefined
      ? unavailable(names.live, 'could not be begun', error.cause)
      : error;
  }
}

async function rotate({ fileSystem, names }: TrailFiles, state: TrailState): Promise<TrailState> {
  const target = names.rotated(state.live.first);
  if ((await statusIfAny(fileSystem, target)) !== undefined) {
    throw damaged(target, 'it is in the way of the file to be rotated', 'Move it away.');
  }
  await fileSystem.rename(names.live, target);
  await fileSystem.syncDirectory(dirname(target));
  return rotatedState(state);
}

function nextLive({ live }: TrailState, { lines }: AuditBatch, bytes: number): LivePart {
  const times = [...(live.latest === undefined ? [] : [live.latest]), ...lines.map(({ at }) => at)];
  return {
    first: live.first,
    bytes,
    // A clock that was set back must not make a file look older than its youngest record.
    ...(times.length === 0 ? {} : { latest: Math.max(...times) }),
  };
}

async function writeLinesAndHead(
  files: TrailFiles,
  lock: FileLock,
  state: TrailState,
  { end, batch, bytes }: { readonly end: number; batch: AuditBatch; bytes: Uint8Array },
): Promise<{ readonly state: TrailState; readonly live: FileStatus }> {
  const next: TrailState = {
    head: batch.head,
    live: nextLive(state, batch, end + bytes.length),
    rotated: state.rotated,
  };
  const file = await openLive(files);
  let inPlace = false;
  try {
    await lock.assertHeld();
    const live = await writeAt(file, end, bytes);
    const text = formatState(next);
    await lock.write(text).catch(async (error: unknown) => {
      inPlace = await isInPlace(files, text);
      throw error;
    });
    return { state: next, live };
  } catch (error) {
    if (!inPlace) {
      await takeBack(file, end);
    }
    throw error;
  } finally {
    await file.close();
  }
}

/** Cuts off what a crash has left half written. */
export async function cutTorn(files: TrailFiles, trail: Trail): Promise<void> {
  const { names, fileSystem } = files;
  try {
    const file = await openPrivateFile(fileSystem, names.live, 'append');
    try {
      await file?.truncate(trail.wholeBytes);
      await file?.syncData();
    } finally {
      await file?.close();
    }
  } catch (error) {
    throw isMcpAuthError(error) ? error : unavailable(names.live, 'could not be written', error);
  }
}

/**
 * Appends a batch to a trail that was examined under the same lock.
 *
 * @throws `ERR_MCPAUTH_STORE_UNAVAILABLE` when it could not be written; the records are as they were.
 *   One exception: when the directory cannot be synced after the new head is in place, the batch is
 *   there and the message says so.
 */
export async function appendBatch(
  files: TrailFiles,
  lock: FileLock,
  trail: Trail,
  options: { readonly batch: AuditBatch; readonly maxBytes: number },
): Promise<{ readonly state: TrailState; readonly live: FileStatus }> {
  const { batch, maxBytes } = options;
  const bytes = encoder.encode(batch.lines.map(({ text }) => `${text}\n`).join(''));
  try {
    let state = trail.state ?? NEW_TRAIL;
    let end = trail.wholeBytes;
    if (trail.state === undefined && bytes.length > 0) {
      await begin(files, lock);
    }
    // Lines that no head covers stay in the file that they were written to.
    const confirmed = trail.unconfirmed.length === 0 && end > 0;
    if (confirmed && bytes.length > 0 && end + bytes.length > maxBytes) {
      state = await rotate(files, state);
      end = 0;
    }
    return await writeLinesAndHead(files, lock, state, { end, batch, bytes });
  } catch (error) {
    throw isMcpAuthError(error)
      ? error
      : unavailable(files.names.live, 'could not be written', error);
  }
}
