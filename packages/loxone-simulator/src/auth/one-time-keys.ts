import type { Clock, RandomBytes } from '@gatehouse/loxone-protocol';

/** A real box forgets a key after a few seconds; slow test machines need longer. */
const LIFE_MS = 30_000;
const KEY_BYTES = 20;
const MAX_KEYS = 1000;

interface IssuedKey {
  readonly key: string;
  readonly address: string;
  readonly expiresAt: number;
}

/** Keys of `getkey` and its like: each proves one password or token, from one address, once. */
export class OneTimeKeys {
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  #keys: IssuedKey[] = [];

  constructor(clock: Clock, random: RandomBytes) {
    this.#clock = clock;
    this.#random = random;
  }

  /** @returns 80 hex digits: hex of ASCII that is itself hex (protocol reference §2.4, §8.3). */
  issue(address: string): string {
    const ascii = Buffer.from(this.#random(KEY_BYTES)).toString('hex').toUpperCase();
    const key = Buffer.from(ascii, 'ascii').toString('hex').toUpperCase();
    const expiresAt = this.#clock.now() + LIFE_MS;
    this.#keys = [...this.#valid(), { key, address, expiresAt }].slice(-MAX_KEYS);
    return key;
  }

  /** Uses up the newest key of this address that `fits`. @returns Whether there was one. */
  redeem(address: string, fits: (key: string) => boolean): boolean {
    const used = this.#valid()
      .reverse()
      .find((issued) => issued.address === address && fits(issued.key));
    if (used === undefined) return false;
    this.#keys = this.#keys.filter((issued) => issued !== used);
    return true;
  }

  /** Forgets all of them, as a reboot does. */
  clear(): void {
    this.#keys = [];
  }

  #valid(): IssuedKey[] {
    const now = this.#clock.now();
    return this.#keys.filter((issued) => issued.expiresAt > now);
  }
}
