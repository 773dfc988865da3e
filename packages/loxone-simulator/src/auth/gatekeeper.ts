import { type Clock, type RandomBytes, TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Lockout } from './lockout.js';
import { OneTimeKeys } from './one-time-keys.js';
import { provesToken, type Token, type TokenKind, type TokenStore } from './tokens.js';
import { hasRight, isUsable } from './user-profile.js';
import type { User, Users } from './users.js';

const CONNECTION = TOKEN_PERMISSIONS.web | TOKEN_PERMISSIONS.app;

/** What a gatekeeper guards with. */
export interface GatekeeperOptions {
  readonly users: Users;
  readonly tokens: TokenStore;
  readonly lockout: Lockout;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Firmware from 11.2 on takes the token itself where older ones want its hash. */
  readonly plainTokens: boolean;
}

/** A login by password hash (`getjwt`, `gettoken`). */
export interface LoginRequest {
  readonly hash: string;
  readonly user: string;
  readonly permission: number;
  readonly kind: TokenKind;
  readonly address: string;
  /** `?authHash=True`: the hash is one of a token. */
  readonly byToken: boolean;
}

/** Decides who gets in, and counts who does not. */
export class Gatekeeper {
  readonly users: Users;
  readonly tokens: TokenStore;
  readonly lockout: Lockout;
  readonly keys: OneTimeKeys;
  readonly #clock: Clock;
  readonly #plainTokens: boolean;
  /** Fault: nothing is right, whatever it is. */
  rejectsEverything = false;

  constructor(options: GatekeeperOptions) {
    this.#clock = options.clock;
    this.users = options.users;
    this.tokens = options.tokens;
    this.lockout = options.lockout;
    this.keys = new OneTimeKeys(options.clock, options.random);
    this.#plainTokens = options.plainTokens;
  }

  /**
   * @returns A new token; `undefined`: refused, and counted; `disabled`: the proof is right, but the
   *   user may not log in, which counts as no failure.
   */
  login(request: LoginRequest): Token | 'disabled' | undefined {
    const { hash, user, permission, kind, address } = request;
    const proven = request.byToken
      ? this.#findToken(hash, user, address) !== undefined
      : this.keys.redeem(
          address,
          (key) => this.users.find(user)?.account.provesPassword(hash, key) === true,
        );
    if (!this.#counted(address, proven)) return undefined;
    if (!this.#isUsable(user)) return 'disabled';
    // Other rights alone open no connection; that is no guessing, and counts as none.
    return (permission & CONNECTION) === 0 ? undefined : this.tokens.issue(user, permission, kind);
  }

  /** `authwithtoken`, `?autht=`. @returns The token that was proven; refusals are counted. */
  loginByToken(proof: string, user: string, address: string): Token | undefined {
    const token = this.#findToken(proof, user, address);
    return this.#counted(address, token !== undefined) && this.#isUsable(user) ? token : undefined;
  }

  /** For `refreshjwt`, `checktoken`, `killtoken` of somebody who is in already: nothing is counted. */
  token(proof: string, user: string, address: string): Token | undefined {
    return this.rejectsEverything ? undefined : this.#findToken(proof, user, address);
  }

  /** HTTP Basic. Refusals are counted. */
  isPassword(user: string, password: string, address: string): boolean {
    const right = this.users.find(user)?.account.isPassword(password) === true;
    return this.#counted(address, right) && this.#isUsable(user);
  }

  /** The visualisation password of a secured command. */
  isVisuPassword(hash: string, user: string | undefined, address: string): boolean {
    const account = this.#user(user)?.account;
    return this.keys.redeem(address, (key) => account?.provesVisuPassword(hash, key) === true);
  }

  /** Whether the user holds a right (bits as in `TOKEN_PERMISSIONS`). */
  hasRight(user: string | undefined, right: number): boolean {
    const found = this.#user(user);
    return found !== undefined && hasRight(found.profile, right);
  }

  #user(name: string | undefined): User | undefined {
    return name === undefined ? undefined : this.users.find(name);
  }

  #isUsable(name: string): boolean {
    const user = this.users.find(name);
    return user !== undefined && isUsable(user.profile, this.#clock.now());
  }

  #findToken(proof: string, user: string, address: string): Token | undefined {
    if (this.#plainTokens) {
      const plain = this.tokens.find(user, (token) => token.text === proof);
      if (plain) return plain;
    }
    let found: Token | undefined;
    this.keys.redeem(address, (key) => {
      found = this.tokens.find(user, (token) => provesToken(proof, token, key));
      return found !== undefined;
    });
    return found;
  }

  #counted(address: string, right: boolean): boolean {
    const allowed = right && !this.rejectsEverything;
    if (allowed) this.lockout.succeeded(address);
    else this.lockout.failed(address);
    return allowed;
  }
}
