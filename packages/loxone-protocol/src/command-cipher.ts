import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeBase64 } from './base64.js';
import { type CommandMode, decryptText, ENCRYPTED_PATH, parseSalted } from './encrypted-text.js';
import { type Clock, type RandomBytes, systemClock, systemRandomBytes } from './inputs.js';
import { encryptZeroPadded } from './legacy-crypto.js';
import { assertSessionKey, type SessionKey } from './session-key.js';
import { encodeText } from './text.js';

/** What a {@link CommandCipher} needs and how often it changes its salt. */
export interface CommandCipherOptions {
  readonly random?: RandomBytes;
  readonly clock?: Clock;
  /** Commands under one salt, an integer ≥ 1. Default 100. */
  readonly rotateAfterUses?: number;
  /** Age of a salt in milliseconds. Default one hour, as the vendor's library has it. */
  readonly rotateAfterMs?: number;
}

const SALT_BYTES = 16;

/**
 * The client's side of command encryption (protocol reference §2.3): wraps commands, opens answers.
 * One per connection, used for its commands in the order in which they are sent.
 */
export class CommandCipher {
  readonly #session: SessionKey;
  readonly #random: RandomBytes;
  readonly #clock: Clock;
  readonly #rotateAfterUses: number;
  readonly #rotateAfterMs: number;
  #salt: { readonly text: string; readonly since: number; uses: number } | undefined;

  /** @throws RangeError when the session key has wrong lengths. */
  constructor(session: SessionKey, options: CommandCipherOptions = {}) {
    assertSessionKey(session);
    this.#session = session;
    this.#random = options.random ?? systemRandomBytes;
    this.#clock = options.clock ?? systemClock;
    this.#rotateAfterUses = options.rotateAfterUses ?? 100;
    this.#rotateAfterMs = options.rotateAfterMs ?? 3_600_000;
  }

  /**
   * Encrypts a command.
   *
   * @param command - For example `jdev/sps/io/{uuid}/on`, its arguments percent-encoded.
   * @param mode - `enc`: the answer comes plain; `fenc`: it comes encrypted, for {@link unwrapAnswer}.
   * @returns The whole path to send instead.
   * @throws RangeError when the command is empty or holds a NUL, which would cut it.
   */
  wrap(command: string, mode: CommandMode): string {
    if (command === '' || command.includes('\0')) {
      throw new RangeError('command must be text without NUL, not empty');
    }
    const plaintext = encodeText(`${this.#nextSaltPrefix()}/${command}`);
    const ciphertext = encryptZeroPadded(this.#session.key, this.#session.iv, plaintext);
    return `jdev/sys/${mode}/${encodeURIComponent(encodeBase64(ciphertext))}`;
  }

  /**
   * Decrypts the answer to a `fenc` command, or the value that answers the key exchange.
   *
   * @throws LoxoneError `ERR_LOXONE_DECRYPT_FAILED` when it is not base64 or the key does not fit.
   */
  unwrapAnswer(base64: string): string {
    return decryptText(this.#session, base64);
  }

  /**
   * The command that an answer's `control` echoes. Older firmware echoes the encrypted path instead
   * of the command inside it.
   *
   * @returns The plain command; `control` itself where it is not an encrypted path of this session.
   */
  readControl(control: string): string {
    const base64 = ENCRYPTED_PATH.exec(control)?.groups?.base64;
    if (base64 === undefined) return control;
    try {
      return parseSalted(decryptText(this.#session, base64))?.command ?? control;
    } catch {
      return control;
    }
  }

  #nextSaltPrefix(): string {
    const now = this.#clock.now();
    const current = this.#salt;
    if (current !== undefined && this.#isFresh(current, now)) {
      current.uses += 1;
      return `salt/${current.text}`;
    }
    const text = bytesToHex(this.#random(SALT_BYTES));
    this.#salt = { text, since: now, uses: 1 };
    return current === undefined ? `salt/${text}` : `nextSalt/${current.text}/${text}`;
  }

  #isFresh(salt: { since: number; uses: number }, now: number): boolean {
    return salt.uses < this.#rotateAfterUses && now - salt.since < this.#rotateAfterMs;
  }
}
