/** Writes the little of ASN.1 DER that one certificate needs (X.690). */

const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  utf8String: 0x0c,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const SHORT_LENGTH = 0x80;

/** Tag, length, content. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

export function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return element(TAG.sequence, ...items);
}

export function set(...items: readonly Uint8Array[]): Uint8Array {
  return element(TAG.set, ...items);
}

/** An element of another's own numbering: `[number]`. */
export function tagged(
  number: number,
  kind: 'constructed' | 'primitive',
  content: Uint8Array,
): Uint8Array {
  return element((kind === 'constructed' ? 0xa0 : 0x80) | number, content);
}

/** @param bytes - Big-endian, unsigned. */
export function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first === -1 ? Uint8Array.of(0) : bytes.subarray(first);
  // A leading bit of 1 would make it negative.
  const sign = (digits[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : [];
  return element(TAG.integer, ...sign, digits);
}

/** @param dotted - `2.5.4.3`. */
export function objectId(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAG.objectId, Uint8Array.of(first * 40 + second), ...rest.map(base128));
}

export function bitString(bytes: Uint8Array): Uint8Array {
  return element(TAG.bitString, Uint8Array.of(0), bytes);
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return element(TAG.octetString, bytes);
}

export function utf8String(text: string): Uint8Array {
  return element(TAG.utf8String, Buffer.from(text, 'utf8'));
}

export function nothing(): Uint8Array {
  return element(TAG.null);
}

export function yes(): Uint8Array {
  return element(TAG.boolean, Uint8Array.of(0xff));
}

/** @param epochMs - Whole seconds are kept. */
export function generalizedTime(epochMs: number): Uint8Array {
  const digits = new Date(epochMs).toISOString().replace(/\D/g, '').slice(0, 14);
  return element(TAG.generalizedTime, Buffer.from(`${digits}Z`, 'ascii'));
}

function lengthOf(length: number): Uint8Array {
  if (length < SHORT_LENGTH) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Uint8Array.of(SHORT_LENGTH | bytes.length, ...bytes);
}

function base128(value: number): Uint8Array {
  const bytes = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return Uint8Array.from(bytes);
}
