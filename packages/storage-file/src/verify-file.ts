import { systemRandomBytes } from '@gatehouse/core';
import type { KeyRing } from '@gatehouse/crypto';
import type { VerifyFile } from './backup.js';
import { decodeUtf8, PLAIN_TEXT } from './file-codec.js';
import { damaged } from './file-errors.js';
import { createSealedCodec } from './sealed-codec.js';
import { parseStoreFile } from './store-file.js';
import { parseUsage } from './usage-content.js';

/**
 * For backups of `keys.toml` and, with a ring, of `keys.enc`: the content must be one that the store
 * would open, and have its peppers. Without them it is no use as a backup.
 */
export function verifyKeyFile(ring?: KeyRing): VerifyFile {
  const codec = ring === undefined ? PLAIN_TEXT : createSealedCodec(ring, systemRandomBytes);
  return (bytes, path) => {
    const { content } = parseStoreFile(path, codec.decode(path, bytes));
    if (content.header === undefined) {
      throw damaged(path, '[store] or its peppers are missing');
    }
  };
}

/** For backups of `usage.json`. */
export const verifyUsageFile: VerifyFile = (bytes, path) => {
  parseUsage(path, decodeUtf8(path, bytes));
};
