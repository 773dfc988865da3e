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

/** Well-formed text of any script that does not end in a NUL. */
export const anyText: fc.Arbitrary<string> = fc
  .string({ unit: 'binary', maxLength: 60 })
  .filter((text) => !text.endsWith('\0'));
