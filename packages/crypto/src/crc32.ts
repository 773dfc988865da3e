/** Reversed polynomial of IEEE 802.3 (§3.2.9). */
const POLYNOMIAL = 0xedb88320;

function tableEntry(index: number): number {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) {
    value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  }
  return value >>> 0;
}

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, index) => tableEntry(index));

/**
 * CRC-32 as Ethernet, zip and PNG use it. It finds typing errors; it protects from nobody.
 *
 * @returns An unsigned 32-bit integer; `crc32` of the ASCII digits `123456789` is `0xcbf43926`.
 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
