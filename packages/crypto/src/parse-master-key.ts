import { tryFromBase64, tryFromBase64Url } from './base64.js';
import { tryFromHex } from './hex.js';
import { keyWeakness } from './key-weakness.js';
import { MASTER_KEY_BYTES, MasterKey } from './master-key.js';

/** A master key, or why the text is none. `problem` never repeats any of the text. */
export type ParsedMasterKey =
  | { readonly ok: true; readonly key: MasterKey }
  | { readonly ok: false; readonly problem: string };

const EXPECTED =
  '32 random bytes as base64url or base64 (43 characters, or 44 with padding) or hex (64)';

function refuse(problem: string): ParsedMasterKey {
  return { ok: false, problem };
}

/** What 32 bytes in base64 with padding end with, whichever the alphabet. */
const PADDED = /^[^=]{43}=$/;

function decode(text: string): Uint8Array | undefined {
  if (PADDED.test(text)) {
    return tryFromBase64Url(text.slice(0, -1)) ?? tryFromBase64(text);
  }
  // 64 hex digits are base64 too, of 48 bytes; no 32 bytes are, so the length decides.
  if (text.length === MASTER_KEY_BYTES * 2) {
    return tryFromHex(text) ?? tryFromBase64Url(text) ?? tryFromBase64(text);
  }
  return tryFromBase64Url(text) ?? tryFromBase64(text);
}

/**
 * Reads a master key that a person or a file gave.
 *
 * @param text - Base64url or base64 (padded or not), or hex, of 32 bytes. Whitespace at either end is
 *   ignored, because files and shells add it; whitespace inside is refused.
 */
export function parseMasterKey(text: string): ParsedMasterKey {
  const trimmed = text.trim();
  if (trimmed === '') {
    return refuse(`it is empty; expected ${EXPECTED}`);
  }
  const bytes = decode(trimmed);
  if (bytes === undefined) {
    return refuse(
      `it is ${trimmed.length} characters that decode to nothing; expected ${EXPECTED}`,
    );
  }
  if (bytes.length !== MASTER_KEY_BYTES) {
    return refuse(`it decodes to ${bytes.length} bytes; expected ${EXPECTED}`);
  }
  const weakness = keyWeakness(bytes);
  return weakness === undefined ? { ok: true, key: new MasterKey(bytes) } : refuse(weakness);
}
