import { LoxoneError } from './errors.js';

/** What follows a message header (protocol reference §3.2). */
export const MESSAGE_KIND = {
  text: 0,
  file: 1,
  values: 2,
  texts: 3,
  daytimers: 4,
  outOfService: 5,
  keepalive: 6,
  weather: 7,
} as const;

/** One of the numbers of {@link MESSAGE_KIND}. */
export type MessageKind = (typeof MESSAGE_KIND)[keyof typeof MESSAGE_KIND];

/** Announces the next message. */
export interface MessageHeader {
  readonly kind: MessageKind;
  /** The length is a guess; an exact header follows before the payload. */
  readonly estimated: boolean;
  /** Payload length in bytes, 0–4,294,967,295; UTF-8 bytes where the payload is text. */
  readonly length: number;
}

/** Length of a header, in bytes. No payload may be as long, since receivers go by it. */
export const HEADER_BYTES = 8;

const MARKER = 0x03;
const ESTIMATED = 0x80;
// The vendor's library and most others test the highest bit, Smarteon's the lowest: read both.
const ESTIMATED_MASK = 0x81;
const MAX_LENGTH = 0xffff_ffff;

const KINDS: ReadonlySet<number> = new Set(Object.values(MESSAGE_KIND));

/**
 * @returns The 8 bytes that go out as a binary message of their own before the payload.
 * @throws RangeError for an unknown kind or a length that is not an unsigned 32-bit integer.
 */
export function encodeHeader(header: MessageHeader): Uint8Array {
  const { kind, estimated, length } = header;
  if (!isMessageKind(kind)) throw new RangeError(`kind must be 0–7, got ${String(kind)}`);
  if (!Number.isInteger(length) || length < 0 || length > MAX_LENGTH) {
    throw new RangeError(`length must be an integer from 0 to ${MAX_LENGTH}, got ${length}`);
  }
  const bytes = new Uint8Array(HEADER_BYTES);
  bytes[0] = MARKER;
  bytes[1] = kind;
  bytes[2] = estimated ? ESTIMATED : 0;
  new DataView(bytes.buffer).setUint32(4, length, true);
  return bytes;
}

/**
 * Reads a header. The reserved byte and unknown flags are ignored.
 *
 * @throws LoxoneError `ERR_LOXONE_FRAME_MALFORMED` when it is not 8 bytes long, does not begin with
 *   3, or names a kind that nobody has documented.
 */
export function decodeHeader(bytes: Uint8Array): MessageHeader {
  if (bytes.length !== HEADER_BYTES) {
    throw malformed(`it has ${bytes.length} bytes instead of ${HEADER_BYTES}`);
  }
  const [marker = 0, kind = 0, flags = 0] = bytes;
  if (marker !== MARKER) throw malformed(`it begins with ${marker} instead of ${MARKER}`);
  if (!isMessageKind(kind)) throw malformed(`kind ${kind} is unknown`);
  return {
    kind,
    estimated: (flags & ESTIMATED_MASK) !== 0,
    length: new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
  };
}

/** Whether a number is an identifier of the protocol. */
export function isMessageKind(value: number): value is MessageKind {
  return KINDS.has(value);
}

function malformed(problem: string): LoxoneError<'ERR_LOXONE_FRAME_MALFORMED'> {
  return new LoxoneError(
    'ERR_LOXONE_FRAME_MALFORMED',
    `The Miniserver sent a message header that cannot be one: ${problem}.`,
    { problem },
  );
}
