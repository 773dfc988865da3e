import type { LoxoneLogger } from './ports.js';
import { Token } from './secrets.js';
import type { TokenStore } from './token-store.js';

/** What a keeper needs. */
export interface TokenKeeperOptions {
  /** Without one, the token lives in memory only. */
  readonly store: TokenStore | undefined;
  readonly user: string;
  readonly logger: LoxoneLogger;
}

/** Holds the one token of a client, in memory and, where there is a store, beyond the process. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  #token: Token | undefined;
  /** The Miniserver that the token is for. */
  #serial = '';
  #loaded = false;
  /** Writes follow each other: an older token must not overwrite a newer one. */
  #writing: Promise<void> = Promise.resolve();

  constructor(options: TokenKeeperOptions) {
    this.#options = options;
    this.#loaded = options.store === undefined;
  }

  /** Whether tokens outlive this process. */
  get persistent(): boolean {
    return this.#options.store !== undefined;
  }

  /** The token as it is in memory. */
  get token(): Token | undefined {
    return this.#token;
  }

  /**
   * The token for a Miniserver, from the store when this process has none yet.
   *
   * @param serial - Which Miniserver answers: another one knows nothing of this token, and every
   *   failed login counts towards a block.
   * @param now - Epoch milliseconds; a token that has expired is not worth trying.
   */
  async take(serial: string, now: number): Promise<Token | undefined> {
    if (!this.#loaded) await this.#load(serial);
    if (this.#serial !== serial) this.#token = undefined;
    this.#serial = serial;
    const token = this.#token;
    return token !== undefined && token.validUntil > now ? token : undefined;
  }

  /** Takes a new token for the Miniserver that {@link TokenKeeper.take} was asked for. */
  keep(token: Token): void {
    this.#token = token;
    const { store, user } = this.#options;
    if (store === undefined) return;
    const bytes = token.toBytes({ user, serial: this.#serial });
    this.#write('saved', () => store.save(bytes));
  }

  /** Forgets the token everywhere. */
  drop(): void {
    this.#token = undefined;
    this.#loaded = true;
    const { store } = this.#options;
    if (store !== undefined) this.#write('cleared', () => store.clear());
  }

  /** Resolves when everything is written that was to be written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  async #load(serial: string): Promise<void> {
    this.#loaded = true;
    const { store, user, logger } = this.#options;
    try {
      const bytes = await store?.load();
      if (bytes === undefined) return;
      this.#token = Token.fromBytes(bytes, { user, serial });
      this.#serial = serial;
      if (this.#token === undefined) logger.info('the stored token is for another login; not used');
    } catch (error) {
      logger.warn('the stored token cannot be loaded', { kind: kindOf(error) });
    }
  }

  #write(what: string, write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      this.#options.logger.warn(`the token was not ${what}`, { kind: kindOf(error) });
    });
  }
}

/** Messages of a store may quote what it was to store. */
function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
