import {
  decodeText,
  encodeText,
  type HashInputs,
  hashLogin,
  hashPassword,
  hashToken,
  type LoxoneSeconds,
  loxoneToUnixSeconds,
  parseEmbeddedJson,
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

/** Who a token is for; without both being the same it is not used. */
export interface TokenBinding {
  readonly user: string;
  /** The Miniserver's serial number. */
  readonly serial: string;
}

/** Of what {@link Token.toBytes} writes. */
const FORMAT = 1;

/** A token that nobody can read back, except a store that asks for its bytes. */
export class Token {
  readonly #text: string;
  readonly #validUntil: LoxoneSeconds;
  /** Until when it is valid by the Miniserver's clock, epoch milliseconds. */
  readonly validUntil: number;

  constructor(text: string, validUntil: LoxoneSeconds) {
    this.#text = text;
    this.#validUntil = validUntil;
    this.validUntil = loxoneToUnixSeconds(validUntil) * 1000;
  }

  /** Reads what {@link Token.toBytes} wrote. @returns `undefined` for anything else. */
  static fromBytes(bytes: Uint8Array, binding: TokenBinding): Token | undefined {
    const fields = parseEmbeddedJson(decodeText(bytes));
    if (typeof fields !== 'object' || fields === null) return undefined;
    const { format, user, serial, token, validUntil } = fields as Record<string, unknown>;
    const bound = user === binding.user && serial === binding.serial;
    if (format !== FORMAT || !bound || typeof token !== 'string') return undefined;
    return typeof validUntil === 'number' ? new Token(token, validUntil) : undefined;
  }

  /** The token for a store, which must keep it secret. UTF-8 JSON. */
  toBytes(binding: TokenBinding): Uint8Array {
    const { user, serial } = binding;
    const [token, validUntil] = [this.#text, this.#validUntil];
    return encodeText(JSON.stringify({ format: FORMAT, user, serial, token, validUntil }));
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
