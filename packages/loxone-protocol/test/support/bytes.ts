import fc from 'fast-check';

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** Any uuid in Loxone's form. */
export const anyUuid: fc.Arbitrary<string> = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map(toHex)
  .map((hex) => hex.replace(/^(.{8})(.{4})(.{4})(.{16})$/, '$1-$2-$3-$4'));

/**
 * Well-formed text of any code points, NUL and unassigned ones included. Built by hand because
 * fast-check's own `unit: 'binary'` first spends a second on tables.
 */
export const anyUnicode: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ max: 0x7f, min: 0 }), fc.integer({ max: 0x10_ffff, min: 0 })), {
    maxLength: 60,
  })
  .map((points) => points.filter((point) => point < 0xd800 || point > 0xdfff))
  .map((points) => String.fromCodePoint(...points));

/** {@link anyUnicode} that does not end in a NUL. */
export const anyText: fc.Arbitrary<string> = anyUnicode.filter((text) => !text.endsWith('\0'));
