import {
  type HashInputs,
  hashLogin,
  hashPassword,
  hashToken,
  type LoxoneSeconds,
  loxoneToUnixSeconds,
  type TokenGrant,
} from '@gatehouse/loxone-protocol';

/** A user and a password that nobody can read back: they only go into hashes. */
export class Credentials {
  readonly user: string;
  readonly #password: string;

  constructor(user: string, password: string) {
    this.user = user;
    this.#password = password;
  }

  /** Proof of the password for `getjwt` (protocol reference §2.4). */
  prove(inputs: HashInputs): string {
    const { salt, key, algorithm } = inputs;
    const passwordHash = hashPassword({ password: this.#password, salt, algorithm });
    return hashLogin({ user: this.user, passwordHash, key, algorithm });
  }
}

/** A token that nobody can read back. It lives in memory only and is killed on stop. */
export class Token {
  readonly #text: string;
  /** Until when it is valid by the Miniserver's clock, epoch milliseconds. */
  readonly validUntil: number;

  constructor(text: string, validUntil: LoxoneSeconds) {
    this.#text = text;
    this.validUntil = loxoneToUnixSeconds(validUntil) * 1000;
  }

  /** Proof of the token for `authwithtoken`, `refreshjwt` and `killtoken`. */
  prove(inputs: HashInputs): string {
    const { key, algorithm } = inputs;
    return hashToken({ token: this.#text, key, algorithm });
  }

  /** This token as a grant renews it; a grant without a token only moves its end. */
  renewed(grant: TokenGrant): Token {
    return new Token(grant.token ?? this.#text, grant.validUntil);
  }
}
