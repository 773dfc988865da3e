import { UUID_BYTES, type Uuid, uuidAt, writeUuid } from '../uuid.js';
import { viewOf } from './bytes.js';
import { reportFragment, type TableOptions } from './damage.js';

/** A numeric state has a value. */
export interface ValueEvent {
  readonly uuid: Uuid;
  /** Any double, NaN and the sentinels of the control types included. */
  readonly value: number;
}

const EVENT_BYTES = UUID_BYTES + 8;

/**
 * Reads a value table (protocol reference §3.4) event by event, so that a large one can be worked
 * through in slices. A trailing fragment is reported and left out.
 */
export function* iterateValueTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): Generator<ValueEvent, void, undefined> {
  const view = viewOf(bytes);
  let at = 0;
  for (; at + EVENT_BYTES <= bytes.length; at += EVENT_BYTES) {
    yield { uuid: uuidAt(view, at), value: view.getFloat64(at + UUID_BYTES, true) };
  }
  if (at < bytes.length) {
    reportFragment('values', at, EVENT_BYTES, bytes.length - at, options);
  }
}

/** All events of {@link iterateValueTable} at once. */
export function decodeValueTable(
  bytes: Uint8Array,
  options: TableOptions = {},
): readonly ValueEvent[] {
  // Not by the iterator: a house's first dump is the largest thing that is decoded.
  const view = viewOf(bytes);
  const count = Math.floor(bytes.length / EVENT_BYTES);
  const events = new Array<ValueEvent>(count);
  for (let index = 0; index < count; index += 1) {
    const at = index * EVENT_BYTES;
    events[index] = { uuid: uuidAt(view, at), value: view.getFloat64(at + UUID_BYTES, true) };
  }
  const rest = bytes.length - count * EVENT_BYTES;
  if (rest > 0) reportFragment('values', count * EVENT_BYTES, EVENT_BYTES, rest, options);
  return events;
}

/** @throws RangeError when a uuid is not one. */
export function encodeValueTable(events: readonly ValueEvent[]): Uint8Array {
  const bytes = new Uint8Array(events.length * EVENT_BYTES);
  const view = viewOf(bytes);
  for (const [index, event] of events.entries()) {
    const at = index * EVENT_BYTES;
    writeUuid(event.uuid, bytes, at);
    view.setFloat64(at + UUID_BYTES, event.value, true);
  }
  return bytes;
}
