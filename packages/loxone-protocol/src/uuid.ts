/**
 * A Loxone uuid: lower-case hexadecimal `8-4-4-16`, one dash fewer than RFC 4122 writes
 * (protocol reference §0): `0f869a64-0200-0a9b-ffffd4c75dbaf53c`.
 */
export type Uuid = string;

/** What "no icon" looks like in a text event. */
export const ZERO_UUID: Uuid = '00000000-0000-0000-0000000000000000';

/** Length of a uuid in binary tables, in bytes. */
export const UUID_BYTES = 16;

const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{16}$/;

/**
 * Byte positions in the order in which their digits are printed: a u32, two u16, all little-endian,
 * then 8 bytes as they stand (§3.3).
 */
const PRINTED_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

const HEX_OF_PAIR: readonly string[] = Array.from({ length: 0x1_0000 }, (_, pair) =>
  pair.toString(16).padStart(4, '0'),
);

/** Whether a text is a uuid in Loxone's own form. Upper-case digits are not: ids match as text. */
export function isUuid(text: string): boolean {
  return UUID_PATTERN.test(text);
}

/**
 * Reads the 16 bytes of a binary uuid.
 *
 * @param offset - Where it begins in `bytes`.
 * @throws RangeError when fewer than 16 bytes are left there.
 */
export function readUuid(bytes: Uint8Array, offset: number): Uuid {
  assertRoom(bytes, offset, 'bytes');
  // Tables hold tens of thousands of these: eight look-ups, no loop and no intermediate arrays.
  const pair = (high: number, low: number): string =>
    HEX_OF_PAIR[((bytes[offset + high] ?? 0) << 8) | (bytes[offset + low] ?? 0)] ?? '';
  return `${pair(3, 2)}${pair(1, 0)}-${pair(5, 4)}-${pair(7, 6)}-${pair(8, 9)}${pair(10, 11)}${pair(12, 13)}${pair(14, 15)}`;
}

/**
 * Writes a uuid as 16 bytes.
 *
 * @param target - Receives the bytes at `offset`.
 * @throws RangeError when the text is not a uuid or the target has no room for it.
 */
export function writeUuid(uuid: Uuid, target: Uint8Array, offset: number): void {
  if (!isUuid(uuid)) throw new RangeError('uuid must be lower-case hexadecimal 8-4-4-16');
  assertRoom(target, offset, 'target');
  const digits = uuid.replaceAll('-', '');
  for (let index = 0; index < UUID_BYTES; index += 1) {
    const byte = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
    target[offset + (PRINTED_ORDER[index] ?? 0)] = byte;
  }
}

function assertRoom(bytes: Uint8Array, offset: number, name: string): void {
  if (!Number.isInteger(offset) || offset < 0 || offset + UUID_BYTES > bytes.length) {
    throw new RangeError(`${name} must hold ${UUID_BYTES} bytes at offset ${offset}`);
  }
}
