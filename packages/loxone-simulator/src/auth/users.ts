import { createHmac } from 'node:crypto';
import type { HashAlgorithm, RandomBytes, Uuid } from '@gatehouse/loxone-protocol';
import { uuidFrom } from '../uuid-from.js';
import { Account } from './account.js';
import type { SimulatedUser, UserChange } from './user-profile.js';

const SECRET_BYTES = 32;
const SALT_DIGITS = 32;
/** The password has never been changed since the box was set up (protocol reference §2.5). */
const NEVER_CHANGED_MS = 1_230_768_000_000;

/** One user: what proves the password, and what the user may do. */
export interface User {
  readonly uuid: Uuid;
  readonly account: Account;
  readonly profile: SimulatedUser;
  /** Epoch milliseconds. */
  readonly passwordChangedAt: number;
}

/** What clients compute their hashes with. */
export interface HashMaterial {
  readonly salt: string;
  readonly visuSalt: string;
  readonly algorithm: HashAlgorithm;
}

/** What a directory of users works with. */
export interface UsersOptions {
  /** For users that name none. */
  readonly algorithm: HashAlgorithm;
  readonly random: RandomBytes;
  readonly now: () => number;
}

/** The users of the box by name. */
export class Users {
  readonly #options: UsersOptions;
  readonly #users = new Map<string, User>();
  readonly #secret: Uint8Array;
  #revision = 0;

  constructor(options: UsersOptions, users: readonly SimulatedUser[]) {
    this.#options = options;
    this.#secret = options.random(SECRET_BYTES);
    for (const user of users) this.add(user);
    this.#revision = 0;
  }

  /** Counts changes, so that what was derived from a user can be told to be old. */
  get revision(): number {
    return this.#revision;
  }

  all(): readonly User[] {
    return [...this.#users.values()];
  }

  find(name: string): User | undefined {
    return this.#users.get(name);
  }

  /** @throws RangeError when there is one of that name. */
  add(profile: SimulatedUser): User {
    if (this.#users.has(profile.name)) throw new RangeError('name must not be taken');
    return this.#put(profile, NEVER_CHANGED_MS);
  }

  /** @throws RangeError when there is none of that name. */
  change(name: string, change: UserChange): User {
    const before = this.#require(name);
    const renewed = change.password !== undefined && change.password !== before.profile.password;
    const at = renewed ? this.#options.now() : before.passwordChangedAt;
    return this.#put({ ...before.profile, ...change }, at);
  }

  /** @throws RangeError when there is none of that name. */
  remove(name: string): void {
    this.#require(name);
    this.#users.delete(name);
    this.#revision += 1;
  }

  /** An unknown user has salts too, always the same ones, so that nobody can try out names. */
  hashMaterial(name: string): HashMaterial {
    const known = this.#users.get(name)?.account;
    if (known) return known;
    const salt = (purpose: string): string =>
      createHmac('sha256', this.#secret)
        .update(`${purpose}/${name}`)
        .digest('hex')
        .slice(0, SALT_DIGITS)
        .toUpperCase();
    return { salt: salt('login'), visuSalt: salt('visu'), algorithm: this.#options.algorithm };
  }

  #put(profile: SimulatedUser, passwordChangedAt: number): User {
    const { algorithm, random } = this.#options;
    const account = new Account({
      user: profile.name,
      password: profile.password,
      visuPassword: profile.visuPassword,
      algorithm: profile.hashAlgorithm ?? algorithm,
      random,
    });
    const user: User = {
      uuid: uuidFrom(`user/${profile.name}`),
      account,
      profile,
      passwordChangedAt,
    };
    this.#users.set(profile.name, user);
    this.#revision += 1;
    return user;
  }

  #require(name: string): User {
    const user = this.#users.get(name);
    if (user === undefined) throw new RangeError('name must be one of a user');
    return user;
  }
}
