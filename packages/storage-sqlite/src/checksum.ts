import { crc32 } from 'node:zlib';
import type { SqlValue } from './driver.js';

/**
 * CRC-32 of a row's values, 8 hexadecimal digits. SQLite has no checksums of its own: this finds what
 * a disk or a stray write has changed. It protects from nobody who means it.
 */
export function checksumOf(values: readonly SqlValue[]): string {
  return crc32(JSON.stringify(values)).toString(16).padStart(8, '0');
}
