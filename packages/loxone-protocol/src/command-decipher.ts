import { encodeBase64 } from './base64.js';
import {
  type CommandMode,
  decryptFailed,
  decryptText,
  ENCRYPTED_PATH,
  parseSalted,
} from './encrypted-text.js';
import { encryptZeroPadded } from './legacy-crypto.js';
import { assertSessionKey, type SessionKey } from './session-key.js';
import { encodeText } from './text.js';

/** An encrypted command, opened. */
export interface DecryptedCommand {
  readonly command: string;
  /** How the answer is expected. */
  readonly mode: CommandMode;
  /** `false`: the salt is not the current one. Answer 401 and do not run it, it may be a replay. */
  readonly saltOk: boolean;
}

/**
 * The Miniserver's side of command encryption (protocol reference §2.3). One per connection: it
 * remembers the current salt.
 */
export class CommandDecipher {
  readonly #session: SessionKey;
  #salt: string | undefined;

  /** @throws RangeError when the session key has wrong lengths. */
  constructor(session: SessionKey) {
    assertSessionKey(session);
    this.#session = session;
  }

  /**
   * Opens `jdev/sys/enc/…` or `jdev/sys/fenc/…`, its base64 raw or percent-encoded, and takes over
   * a new salt. The first salt is taken as it comes; a current one may be used without end.
   *
   * @throws LoxoneError `ERR_LOXONE_DECRYPT_FAILED` when it is no such path or the key does not fit.
   */
  unwrap(path: string): DecryptedCommand {
    const { mode, base64 } = ENCRYPTED_PATH.exec(path)?.groups ?? {};
    if (mode === undefined || base64 === undefined) throw decryptFailed('it is not encrypted');
    const salted = parseSalted(decryptText(this.#session, base64));
    if (salted === undefined) throw decryptFailed('it does not begin with a salt');
    const saltOk = this.#salt === undefined || this.#salt === salted.salt;
    if (saltOk) this.#salt = salted.nextSalt;
    return { command: salted.command, mode: mode === 'fenc' ? 'fenc' : 'enc', saltOk };
  }

  /** @returns Base64 of the encrypted text: a `fenc` answer, or the value of the key exchange. */
  wrapAnswer(text: string): string {
    const { key, iv } = this.#session;
    return encodeBase64(encryptZeroPadded(key, iv, encodeText(text)));
  }
}
