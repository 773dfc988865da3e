/**
 * What the Miniserver still speaks and nothing new should: SHA-1, AES-256-CBC without a checksum and
 * under one IV for a whole session, RSA with PKCS#1 v1.5 padding. Fenced here and not exported.
 */
import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { cbc } from '@noble/ciphers/aes.js';
import { sha1 } from '@noble/hashes/legacy.js';

export { sha1 };

const AES_BLOCK_BYTES = 16;
const NUL = 0;
/** Least number of random bytes between `00 02` and `00` (RFC 8017 §7.2.1). */
const MIN_PKCS1_FILL = 8;

/** Pads with zeros to whole blocks, as the vendor's library does; whole blocks stay as they are. */
export function encryptZeroPadded(
  key: Uint8Array,
  iv: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return cbc(key, iv, { disablePadding: true }).encrypt(filledBlocks(plaintext));
}

/**
 * Decrypts and cuts at the first NUL, which serves zero padding and NUL + PKCS#7 alike (protocol
 * reference §2.3). Old firmware drops the end of the last block, so it is filled up with zeros.
 */
export function decryptZeroPadded(
  key: Uint8Array,
  iv: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array {
  const plaintext = cbc(key, iv, { disablePadding: true }).decrypt(filledBlocks(ciphertext));
  const end = plaintext.indexOf(NUL);
  return end < 0 ? plaintext : plaintext.subarray(0, end);
}

/** RSA encryption with PKCS#1 v1.5 padding. */
export function rsaEncrypt(publicKey: KeyObject, plaintext: Uint8Array): Uint8Array {
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, plaintext);
}

/**
 * RSA decryption with PKCS#1 v1.5 padding, taken off here because Node refuses to (CVE-2023-46809).
 * Whoever may ask often and sees whether it worked can learn plaintexts (Bleichenbacher): only a
 * simulated Miniserver has a private key, and it guards nothing.
 *
 * @returns `undefined` when the ciphertext is not one, or its padding is wrong.
 */
export function rsaDecrypt(privateKey: KeyObject, ciphertext: Uint8Array): Uint8Array | undefined {
  const block = rsaDecryptRaw(privateKey, ciphertext);
  if (block === undefined || block[0] !== 0 || block[1] !== 2) return undefined;
  const separator = block.indexOf(NUL, 2);
  return separator < 2 + MIN_PKCS1_FILL ? undefined : block.subarray(separator + 1);
}

function rsaDecryptRaw(privateKey: KeyObject, ciphertext: Uint8Array): Uint8Array | undefined {
  try {
    const padding = constants.RSA_NO_PADDING;
    return Uint8Array.from(privateDecrypt({ key: privateKey, padding }, ciphertext));
  } catch {
    return undefined;
  }
}

function filledBlocks(bytes: Uint8Array): Uint8Array {
  const filled = new Uint8Array(Math.ceil(bytes.length / AES_BLOCK_BYTES) * AES_BLOCK_BYTES);
  filled.set(bytes);
  return filled;
}
