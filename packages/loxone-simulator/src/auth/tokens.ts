import { createHmac } from 'node:crypto';
import {
  type Clock,
  hashToken,
  type RandomBytes,
  TOKEN_PERMISSIONS,
  unixToLoxoneSeconds,
} from '@gatehouse/loxone-protocol';
import { HMAC_ALGORITHMS } from './account.js';

/** `jwt` since firmware 10.2, `legacy`: 40 hex digits (protocol reference §2.5). */
export type TokenKind = 'jwt' | 'legacy';

/** How long tokens live, in seconds. */
export interface TokenLifetimes {
  /** Permission 2; a box gives hours. */
  readonly web: number;
  /** Permission 4; a box gives weeks. */
  readonly app: number;
}

/** One token. The object stays the same when its text is refreshed. */
export interface Token {
  readonly user: string;
  readonly permission: number;
  readonly kind: TokenKind;
  readonly text: string;
  /** Loxone seconds. */
  readonly validUntil: number;
}

const LEGACY_BYTES = 20;
const SECRET_BYTES = 32;
/** Some clients log in anew every five seconds and never kill a token (§8.4). */
const MAX_TOKENS = 1000;

/** The tokens that are out, newest last. */
export class TokenStore {
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #lifetimes: TokenLifetimes;
  readonly #secret: Uint8Array;
  #tokens: Token[] = [];
  #issued: string[] = [];

  constructor(clock: Clock, random: RandomBytes, lifetimes: TokenLifetimes) {
    this.#clock = clock;
    this.#random = random;
    this.#lifetimes = lifetimes;
    this.#secret = random(SECRET_BYTES);
  }

  /** Texts of the tokens that were given out, also those that are no longer valid; oldest first. */
  get issued(): readonly string[] {
    return this.#issued;
  }

  issue(user: string, permission: number, kind: TokenKind): Token {
    const token: Token = {
      user,
      permission,
      kind,
      text: kind === 'jwt' ? this.#jwt(user) : this.#hex(),
      validUntil: this.#now() + this.#lifetime(permission),
    };
    this.#tokens = [...this.#valid(), token].slice(-MAX_TOKENS);
    this.#issued = [...this.#issued, token.text].slice(-MAX_TOKENS);
    return token;
  }

  /** Finds the token of this user that `fits`. Expired ones fit nothing. */
  find(user: string, fits: (token: Token) => boolean): Token | undefined {
    return this.#valid()
      .reverse()
      .find((token) => token.user === user && fits(token));
  }

  /** Prolongs a token. @param text - `new`: another text, and the old one is invalid. */
  refresh(token: Token, text: 'new' | 'same'): Token {
    this.kill(token);
    if (text === 'new') return this.issue(token.user, token.permission, 'jwt');
    const validUntil = this.#now() + this.#lifetime(token.permission);
    const prolonged: Token = { ...token, validUntil };
    this.#tokens.push(prolonged);
    return prolonged;
  }

  kill(token: Token): void {
    this.#tokens = this.#tokens.filter((other) => other !== token);
  }

  clear(): void {
    this.#tokens = [];
  }

  /** All tokens of one user, as when the password changes. */
  killAllOf(user: string): void {
    this.#tokens = this.#tokens.filter((token) => token.user !== user);
  }

  #valid(): Token[] {
    const now = this.#now();
    return this.#tokens.filter((token) => token.validUntil > now);
  }

  #lifetime(permission: number): number {
    return (permission & TOKEN_PERMISSIONS.app) !== 0 ? this.#lifetimes.app : this.#lifetimes.web;
  }

  #now(): number {
    return unixToLoxoneSeconds(Math.floor(this.#clock.now() / 1000));
  }

  #hex(): string {
    return Buffer.from(this.#random(LEGACY_BYTES)).toString('hex').toUpperCase();
  }

  /** RFC 7519, HS256. Clients take it as opaque; the random id makes it unique. */
  #jwt(user: string): string {
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    const head = base64url({ alg: 'HS256', typ: 'JWT' });
    const body = base64url({ sub: user, iat: issuedAt, jti: this.#hex() });
    const signature = createHmac('sha256', this.#secret).update(`${head}.${body}`);
    return `${head}.${body}.${signature.digest('base64url')}`;
  }
}

/** Whether `proof` is this token's hash under the key; both HMAC algorithms count. */
export function provesToken(proof: string, token: Token, key: string): boolean {
  return HMAC_ALGORITHMS.some(
    (algorithm) => hashToken({ token: token.text, key, algorithm }) === proof.toLowerCase(),
  );
}

function base64url(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
