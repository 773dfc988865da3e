import { type Clock, type RandomBytes, TOKEN_PERMISSIONS } from '@gatehouse/loxone-protocol';
import type { Account } from './account.js';
import type { Lockout } from './lockout.js';
import { OneTimeKeys } from './one-time-keys.js';
import { provesToken, type Token, type TokenKind, type TokenStore } from './tokens.js';

const CONNECTION = TOKEN_PERMISSIONS.web | TOKEN_PERMISSIONS.app;

/** What a gatekeeper guards with. */
export interface GatekeeperOptions {
  readonly account: Account;
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
  readonly account: Account;
  readonly tokens: TokenStore;
  readonly lockout: Lockout;
  readonly keys: OneTimeKeys;
  readonly #plainTokens: boolean;
  /** Fault: nothing is right, whatever it is. */
  rejectsEverything = false;

  constructor(options: GatekeeperOptions) {
    this.account = options.account;
    this.tokens = options.tokens;
    this.lockout = options.lockout;
    this.keys = new OneTimeKeys(options.clock, options.random);
    this.#plainTokens = options.plainTokens;
  }

  /** @returns A new token, or `undefined`: refused, and counted. */
  login(request: LoginRequest): Token | undefined {
    const { hash, user, permission, kind, address } = request;
    const proven = request.byToken
      ? this.#findToken(hash, user, address) !== undefined
      : user === this.account.user &&
        this.keys.redeem(address, (key) => this.account.provesPassword(hash, key));
    if (!this.#counted(address, proven)) return undefined;
    // Other rights alone open no connection; that is no guessing, and counts as none.
    return (permission & CONNECTION) === 0 ? undefined : this.tokens.issue(user, permission, kind);
  }

  /** `authwithtoken`, `?autht=`. @returns The token that was proven; refusals are counted. */
  loginByToken(proof: string, user: string, address: string): Token | undefined {
    const token = this.#findToken(proof, user, address);
    return this.#counted(address, token !== undefined) ? token : undefined;
  }

  /** For `refreshjwt`, `checktoken`, `killtoken` of somebody who is in already: nothing is counted. */
  token(proof: string, user: string, address: string): Token | undefined {
    return this.rejectsEverything ? undefined : this.#findToken(proof, user, address);
  }

  /** HTTP Basic. Refusals are counted. */
  isPassword(user: string, password: string, address: string): boolean {
    const right = user === this.account.user && this.account.isPassword(password);
    return this.#counted(address, right);
  }

  /** The visualisation password of a secured command. */
  isVisuPassword(hash: string, address: string): boolean {
    return this.keys.redeem(address, (key) => this.account.provesVisuPassword(hash, key));
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
