import type { KeyObject } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { decodeWireBase64, encodeBase64 } from './base64.js';
import { LoxoneError } from './errors.js';
import { type RandomBytes, systemRandomBytes } from './inputs.js';
import { rsaDecrypt, rsaEncrypt } from './legacy-crypto.js';
import { decodeText, encodeText } from './text.js';

/** What encrypts the commands of one connection. Never used for a second one. */
export interface SessionKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  /** 16 bytes, the same for every message of the session. */
  readonly iv: Uint8Array;
}

const KEY_BYTES = 32;
const IV_BYTES = 16;
const EXCHANGED = /^([0-9a-f]{64}):([0-9a-f]{32})$/i;

/**
 * Makes the key of a new connection.
 *
 * @returns An object that shows nothing when it is logged or turned into JSON.
 */
export function createSessionKey(random: RandomBytes = systemRandomBytes): SessionKey {
  return hiddenSessionKey(random(KEY_BYTES), random(IV_BYTES));
}

/**
 * Encrypts a session key for the Miniserver: `hex(key) ":" hex(iv)` under RSA with PKCS#1 v1.5
 * padding (protocol reference §2.3).
 *
 * @returns Base64 for `keyexchange/…` and `?sk=…`.
 */
export function encryptSessionKey(session: SessionKey, publicKey: KeyObject): string {
  assertSessionKey(session);
  const text = `${bytesToHex(session.key)}:${bytesToHex(session.iv)}`;
  return encodeBase64(rsaEncrypt(publicKey, encodeText(text)));
}

/**
 * The Miniserver's side of {@link encryptSessionKey}.
 *
 * @param base64 - Raw or percent-encoded.
 * @throws LoxoneError `ERR_LOXONE_DECRYPT_FAILED`.
 */
export function decryptSessionKey(base64: string, privateKey: KeyObject): SessionKey {
  const ciphertext = decodeWireBase64(base64);
  if (ciphertext === undefined) throw failed('it is not base64');
  const plaintext = rsaDecrypt(privateKey, ciphertext);
  if (plaintext === undefined) throw failed('it was not encrypted for this key');
  const [, key, iv] = EXCHANGED.exec(decodeText(plaintext)) ?? [];
  if (key === undefined || iv === undefined) throw failed('it does not hold a key and an IV');
  return hiddenSessionKey(hexToBytes(key), hexToBytes(iv));
}

/** @throws RangeError when a session key was put together by hand with wrong lengths. */
export function assertSessionKey(session: SessionKey): void {
  if (session.key.length !== KEY_BYTES) {
    throw new RangeError(`session.key must have ${KEY_BYTES} bytes, got ${session.key.length}`);
  }
  if (session.iv.length !== IV_BYTES) {
    throw new RangeError(`session.iv must have ${IV_BYTES} bytes, got ${session.iv.length}`);
  }
}

/** Properties that are not enumerable stay out of logs, JSON and error inspection. */
function hiddenSessionKey(key: Uint8Array, iv: Uint8Array): SessionKey {
  const session = Object.defineProperties(
    { key, iv },
    { key: { enumerable: false }, iv: { enumerable: false } },
  );
  assertSessionKey(session);
  return Object.freeze(session);
}

function failed(problem: string): LoxoneError<'ERR_LOXONE_DECRYPT_FAILED'> {
  return new LoxoneError(
    'ERR_LOXONE_DECRYPT_FAILED',
    `The session key cannot be decrypted: ${problem}.`,
    { problem },
  );
}
