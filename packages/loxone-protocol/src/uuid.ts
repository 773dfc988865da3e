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
  return uuidAt(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset);
}

/** The same for whoever reads many: `offset` must lie 16 bytes before the end of `view`. */
export function uuidAt(view: DataView, offset: number): Uuid {
  // Made when it is first needed: not everybody who loads this reads tables.
  recentTexts ??= new RecentTexts();
  return recentTexts.textOf(
    view.getInt32(offset, true),
    view.getInt32(offset + 4, true),
    view.getInt32(offset + 8, true),
    view.getInt32(offset + 12, true),
  );
}

/** Places of {@link RecentTexts}: more than any house has states. A power of two. */
const PLACES = 0x1_0000;

/**
 * Texts of uuids that were read lately. A house sends the same ones with every table, so most are
 * found here: no text is made anew, and whoever looks one up in a map finds its hash ready. Each
 * uuid has one place; another one there takes it over.
 */
class RecentTexts {
  readonly #words = new Int32Array(PLACES * 4);
  /** Filled from the start, with what the words 0 mean: an array with holes would be slow. */
  readonly #texts: Uuid[] = new Array<Uuid>(PLACES).fill(ZERO_UUID);

  textOf(a: number, b: number, c: number, d: number): Uuid {
    const words = this.#words;
    const place = placeOf(a, b, c, d);
    const at = place * 4;
    const isKnown =
      words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d;
    if (isKnown) return this.#texts[place] ?? ZERO_UUID;
    const text = formatWords(a, b, c, d);
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
    this.#texts[place] = text;
    return text;
  }
}

let recentTexts: RecentTexts | undefined;

/** Multiplies by odd numbers and folds the upper half in: all bits count. */
function placeOf(a: number, b: number, c: number, d: number): number {
  const sum =
    Math.imul(a, 0x9e3779b1) ^
    Math.imul(b, 0x85ebca6b) ^
    Math.imul(c, 0xc2b2ae35) ^
    Math.imul(d, 0x27d4eb2f);
  return (sum ^ (sum >>> 15)) & (PLACES - 1);
}

/** The words are little-endian; the last eight bytes are printed as they stand. */
function formatWords(a: number, b: number, c: number, d: number): Uuid {
  const head = `${pair(a >>> 16)}${pair(a)}-${pair(b)}-${pair(b >>> 16)}`;
  return `${head}-${swapped(c)}${swapped(c >>> 16)}${swapped(d)}${swapped(d >>> 16)}`;
}

function pair(bits: number): string {
  return HEX_OF_PAIR[bits & 0xffff] ?? '';
}

function swapped(bits: number): string {
  return pair(((bits & 0xff) << 8) | ((bits >>> 8) & 0xff));
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
