import type { ActivityCount, EpochMs } from '@gatehouse/core';
import { isMcpAuthError } from '@gatehouse/core';
import { damaged, unavailable } from '../file-errors.js';
import type { FileLock } from '../file-lock.js';
import type { FileSystem, OpenFile } from '../file-system.js';
import { openPrivateFile, readPrivateFile } from '../safe-file.js';
import { writeFully } from '../temporary-file.js';
import { formatBatch, HEADER_LINE, isNewer, readLine } from './day-lines.js';
import { dayPath } from './day-names.js';

const LINE_BREAK = 0x0a;
/** More than a header is long. */
const HEADER_BYTES = 256;
const encoder = new TextEncoder();

/** The file of a day. */
export interface DayFile {
  readonly path: string;
  readonly day: EpochMs;
}

export function dayFile(directory: string, day: EpochMs): DayFile {
  return { path: dayPath(directory, day), day };
}

/** What the file of a day holds. */
export interface DayContent {
  /** In the order in which they were written; the same span, principal and act may come again. */
  readonly counts: readonly ActivityCount[];
  /** Numbers, from 1, of lines that cannot be understood and were skipped. */
  readonly damagedLines: readonly number[];
}

function assertKnown(path: string, isNew: boolean): void {
  if (isNew) {
    const remedy = 'Update this program, or move the file away to go on without that day.';
    throw damaged(path, 'a newer version of this program wrote it', remedy);
  }
}

/** Whole lines; what follows the last line break was never written to its end. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/**
 * Reads the file of a day. A line that is damaged costs what it counted, and nothing else.
 *
 * @returns `undefined` when there is none.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` for a file of a newer version, `ERR_MCPAUTH_FILE_UNSAFE`,
 *   `ERR_MCPAUTH_STORE_UNAVAILABLE`.
 */
export async function readDay(
  fileSystem: FileSystem,
  { path, day }: DayFile,
): Promise<DayContent | undefined> {
  const file = await readPrivateFile(fileSystem, path);
  if (file === undefined) {
    return undefined;
  }
  const counts: ActivityCount[] = [];
  const damagedLines: number[] = [];
  let number = 0;
  for (const bytes of linesOf(file.bytes)) {
    number += 1;
    const line = readLine(bytes, day);
    assertKnown(path, isNewer(line));
    if (line.kind === 'damaged') {
      damagedLines.push(number);
    } else if (line.kind === 'batch') {
      counts.push(...line.counts);
    }
  }
  return { counts, damagedLines };
}

/** @returns Where the whole lines end. */
async function endOfLines(file: OpenFile): Promise<number> {
  const { size } = await file.status();
  if (size === 0 || (await file.readAt(size - 1, 1))[0] === LINE_BREAK) {
    return size;
  }
  return (await file.read()).lastIndexOf(LINE_BREAK) + 1;
}

async function assertWritable(file: OpenFile, { path, day }: DayFile): Promise<void> {
  const begin = await file.readAt(0, HEADER_BYTES);
  const first = begin.subarray(0, Math.max(0, begin.indexOf(LINE_BREAK)));
  assertKnown(path, isNewer(readLine(first, day)));
}

async function cut(file: OpenFile, end: number): Promise<void> {
  await file.truncate(end);
  await file.syncData();
}

/** A batch that can still be taken back. */
export interface Appended {
  undo(): Promise<void>;
}

async function appendText(
  file: OpenFile,
  lock: FileLock,
  { end, text }: { readonly end: number; readonly text: string },
): Promise<void> {
  const bytes = encoder.encode(end === 0 ? HEADER_LINE + text : text);
  // Half a line of a process that was killed: nobody was told that it counts.
  await file.truncate(end);
  await lock.assertHeld();
  try {
    await writeFully(file, bytes);
    await file.syncData();
    if ((await file.status()).size !== end + bytes.length) {
      throw Object.assign(new RangeError('not what was written arrived'), { code: 'EIO' });
    }
  } catch (error) {
    // A refused write leaves the old content; if not even that works, a torn line is no line.
    await cut(file, end).catch(() => undefined);
    throw error;
  }
}

async function reopened(
  fileSystem: FileSystem,
  path: string,
  work: (file: OpenFile) => Promise<void>,
): Promise<void> {
  const file = await openPrivateFile(fileSystem, path, 'append');
  try {
    await (file && work(file));
  } finally {
    await file?.close();
  }
}

/**
 * Appends a batch as one line, durably. Only for the holder of the file's lock.
 *
 * @throws As {@link readDay}; nothing has changed then.
 */
export async function appendToDay(
  fileSystem: FileSystem,
  target: DayFile,
  lock: FileLock,
  counts: readonly ActivityCount[],
): Promise<Appended> {
  const { path } = target;
  const text = formatBatch(counts);
  const file = await openPrivateFile(fileSystem, path, 'append');
  if (file === undefined) {
    await lock.write(HEADER_LINE + text);
    return { undo: () => fileSystem.remove(path) };
  }
  try {
    await assertWritable(file, target);
    const end = await endOfLines(file);
    await appendText(file, lock, { end, text });
    return { undo: () => reopened(fileSystem, path, (again) => cut(again, end)) };
  } catch (error) {
    throw isMcpAuthError(error) ? error : unavailable(path, 'could not be written', error);
  } finally {
    await file.close();
  }
}
