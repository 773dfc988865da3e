import { decodeCutText, decodeText, encodeText } from '../text.js';
import { readUuid, UUID_BYTES, type Uuid, writeUuid } from '../uuid.js';
import { viewOf } from './bytes.js';
import { reportFragment, type TableOptions } from './damage.js';

/** A text state has a text. */
export interface TextEvent {
  readonly uuid: Uuid;
  /** Icon of a `TextState`; {@link ZERO_UUID} for everything else. */
  readonly icon: Uuid;
  /** May be empty, which means "none"; NULs at its end are not part of it. */
  readonly text: string;
  /** Present when the table ended before the text did: `text` is its beginning only. */
  readonly truncated?: true;
}

const HEAD_BYTES = UUID_BYTES + UUID_BYTES + 4;
const NUL = 0;

/**
 * Reads a text table (protocol reference §3.5) event by event. A text that is cut short comes last,
 * marked `truncated`, and is reported; a fragment too short for an event is reported and left out.
 */
export function* iterateTextTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): Generator<TextEvent, void, undefined> {
  const view = viewOf(bytes);
  let at = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    const uuid = readUuid(bytes, at);
    const icon = readUuid(bytes, at + UUID_BYTES);
    const length = view.getUint32(at + HEAD_BYTES - 4, true);
    const start = at + HEAD_BYTES;
    const content = withoutTrailingNuls(bytes.subarray(start, start + length));
    if (start + length > bytes.length) {
      reportCutText(at, length, bytes.length - start, options);
      yield { uuid, icon, text: decodeCutText(content), truncated: true };
      return;
    }
    yield { uuid, icon, text: decodeText(content) };
    at = start + padded(length);
  }
  if (at < bytes.length) reportFragment('texts', at, HEAD_BYTES, bytes.length - at, options);
}

/** All events of {@link iterateTextTable} at once. */
export function decodeTextTable(bytes: Uint8Array, options?: TableOptions): readonly TextEvent[] {
  return [...iterateTextTable(bytes, options)];
}

/** @throws RangeError when a uuid is not one. */
export function encodeTextTable(events: readonly TextEvent[]): Uint8Array {
  const contents = events.map((event) => encodeText(event.text));
  const total = contents.reduce((sum, text) => sum + HEAD_BYTES + padded(text.length), 0);
  const bytes = new Uint8Array(total);
  const view = viewOf(bytes);
  let at = 0;
  for (const [index, event] of events.entries()) {
    const content = contents[index] ?? new Uint8Array();
    writeUuid(event.uuid, bytes, at);
    writeUuid(event.icon, bytes, at + UUID_BYTES);
    view.setUint32(at + HEAD_BYTES - 4, content.length, true);
    bytes.set(content, at + HEAD_BYTES);
    at += HEAD_BYTES + padded(content.length);
  }
  return bytes;
}

/** Text is followed by zero bytes up to a multiple of 4, which its length does not count. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function withoutTrailingNuls(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === NUL) end -= 1;
  return bytes.subarray(0, end);
}

function reportCutText(
  offset: number,
  announced: number,
  present: number,
  options: TableOptions,
): void {
  const problem = `cut short: ${announced} bytes of text announced, ${present} present`;
  options.onDamage?.({ table: 'texts', offset, problem });
}
