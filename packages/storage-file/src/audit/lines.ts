import type { OpenFile } from '../file-system.js';

const CHUNK_BYTES = 64 * 1024;
/** More than most lines are long. */
const TAIL_BYTES = 4 * 1024;
const LINE_BREAK = 0x0a;

/** A whole line of a file. */
export interface FileLine {
  readonly text: string;
  /** Where the next one begins, in bytes. */
  readonly end: number;
}

/**
 * All that this package reads of a line. The trail's lines are JSON objects whose first member is
 * their number: `{"sequence":17,…}`.
 *
 * @returns `undefined` when the line does not begin so.
 */
export function sequenceOf(line: string): number | undefined {
  const digits = /^\{"sequence":([1-9]\d{0,15})[,}]/.exec(line)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Reads whole lines from a byte position on, without the whole file in memory. What follows the
 * last line break is not given.
 */
export async function* readLines(file: OpenFile, from = 0): AsyncGenerator<FileLine> {
  let rest = Buffer.alloc(0);
  let end = from;
  for (let position = from; ; ) {
    const chunk = await file.readAt(position, CHUNK_BYTES);
    if (chunk.length === 0) {
      return;
    }
    position += chunk.length;
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let at = rest.indexOf(LINE_BREAK); at !== -1; at = rest.indexOf(LINE_BREAK, start)) {
      end += at + 1 - start;
      yield { text: rest.toString('utf8', start, at), end };
      start = at + 1;
    }
    rest = rest.subarray(start);
  }
}

/**
 * @param end - Where the line ends, in bytes: behind its line break.
 * @returns The line, or `undefined` when no line ends there.
 */
export async function lineBefore(file: OpenFile, end: number): Promise<string | undefined> {
  let found = Buffer.alloc(0);
  for (let position = end; position > 0; ) {
    const length = Math.min(TAIL_BYTES, position);
    position -= length;
    const chunk = await file.readAt(position, length);
    if (chunk.length < length) {
      return undefined;
    }
    found = Buffer.concat([chunk, found]);
    if (found[found.length - 1] !== LINE_BREAK) {
      return undefined;
    }
    const before = found.lastIndexOf(LINE_BREAK, found.length - 2);
    if (before !== -1 || position === 0) {
      return found.toString('utf8', before + 1, found.length - 1);
    }
  }
  return undefined;
}
