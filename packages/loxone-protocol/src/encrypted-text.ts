import { decodeWireBase64 } from './base64.js';
import { LoxoneError } from './errors.js';
import { decryptZeroPadded } from './legacy-crypto.js';
import type { SessionKey } from './session-key.js';
import { decodeText } from './text.js';

/** `enc`: only the command is encrypted; `fenc`: the answer as well. */
export type CommandMode = 'enc' | 'fenc';

/** An encrypted command as path or echo; groups `mode` and `base64`. A query (`?sk=…`) is left out. */
export const ENCRYPTED_PATH: RegExp =
  /^\/?j?dev\/sys\/(?<mode>f?enc)\/(?<base64>[^?]*)(?:\?[\s\S]*)?$/;

/** A decrypted command with the salt that proves it is no repetition. */
export interface SaltedCommand {
  /** The salt that must be the current one. */
  readonly salt: string;
  /** The salt that is current from now on. */
  readonly nextSalt: string;
  readonly command: string;
}

const SALTED =
  /^(?:salt\/(?<salt>[^/]*)|nextSalt\/(?<old>[^/]*)\/(?<next>[^/]*))\/(?<command>[\s\S]*)$/;

/** @returns `undefined` when the text does not begin with `salt/…/` or `nextSalt/…/…/`. */
export function parseSalted(text: string): SaltedCommand | undefined {
  const groups = SALTED.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { salt, old = '', next = '', command = '' } = groups;
  return salt === undefined
    ? { salt: old, nextSalt: next, command }
    : { salt, nextSalt: salt, command };
}

/** @throws LoxoneError `ERR_LOXONE_DECRYPT_FAILED` when it is not base64 or the key does not fit. */
export function decryptText(session: SessionKey, base64: string): string {
  const ciphertext = decodeWireBase64(base64);
  if (ciphertext === undefined) throw decryptFailed('it is not base64');
  const plaintext = decryptZeroPadded(session.key, session.iv, ciphertext);
  if (!looksLikeText(plaintext)) throw decryptFailed('the session key does not fit');
  return decodeText(plaintext);
}

export function decryptFailed(problem: string): LoxoneError<'ERR_LOXONE_DECRYPT_FAILED'> {
  return new LoxoneError(
    'ERR_LOXONE_DECRYPT_FAILED',
    `An encrypted message cannot be decrypted: ${problem}.`,
    { problem },
  );
}

/**
 * CBC has no checksum. Under a wrong key the first block comes out random, while every command and
 * answer begins with ASCII. Later blocks are not judged: users' texts stand there, and a cut last
 * block is random too.
 */
function looksLikeText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 16);
  return start.length > 0 && start.every(isAsciiText);
}

function isAsciiText(byte: number): boolean {
  return (byte >= 0x20 && byte <= 0x7e) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}
