import {
  type HashAlgorithm,
  hashLogin,
  hashPassword,
  hashToken,
  type RandomBytes,
} from '@gatehouse/loxone-protocol';

const SALT_BYTES = 16;

/** HMACs are accepted with either algorithm: clients disagree about which to use (reference §2.4). */
export const HMAC_ALGORITHMS: readonly HashAlgorithm[] = ['SHA256', 'SHA1'];

/** What an account is made of. */
export interface AccountOptions {
  readonly user: string;
  readonly password: string;
  /** For secured commands; without one nothing proves it. */
  readonly visuPassword: string | undefined;
  readonly algorithm: HashAlgorithm;
  readonly random: RandomBytes;
}

/** What proves a user's passwords. Like the box, it keeps hashes of them only. */
export class Account {
  readonly user: string;
  readonly algorithm: HashAlgorithm;
  /** Text that looks like hex, and is used as text. */
  readonly salt: string;
  readonly visuSalt: string;
  readonly #passwordHash: string;
  readonly #visuPasswordHash: string | undefined;

  constructor(options: AccountOptions) {
    const { user, password, visuPassword, algorithm, random } = options;
    this.user = user;
    this.algorithm = algorithm;
    this.salt = Buffer.from(random(SALT_BYTES)).toString('hex').toUpperCase();
    this.visuSalt = Buffer.from(random(SALT_BYTES)).toString('hex').toUpperCase();
    this.#passwordHash = hashPassword({ password, salt: this.salt, algorithm });
    this.#visuPasswordHash =
      visuPassword === undefined
        ? undefined
        : hashPassword({ password: visuPassword, salt: this.visuSalt, algorithm });
  }

  /** Whether `hash` proves the password under this one-time key (`getjwt`). */
  provesPassword(hash: string, key: string): boolean {
    const { user } = this;
    const passwordHash = this.#passwordHash;
    return HMAC_ALGORITHMS.some(
      (algorithm) => hashLogin({ user, passwordHash, key, algorithm }) === hash.toLowerCase(),
    );
  }

  /** Whether `hash` proves the visualisation password under this one-time key (`ios`). */
  provesVisuPassword(hash: string, key: string): boolean {
    // A keyed hash of one text, without the user's name (§2.8): the same as that of a token.
    const token = this.#visuPasswordHash;
    if (token === undefined) return false;
    return HMAC_ALGORITHMS.some(
      (algorithm) => hashToken({ token, key, algorithm }) === hash.toLowerCase(),
    );
  }

  /** HTTP Basic. */
  isPassword(password: string): boolean {
    const { salt, algorithm } = this;
    return hashPassword({ password, salt, algorithm }) === this.#passwordHash;
  }
}
