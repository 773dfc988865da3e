import { mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  type EpochMs,
  isMcpAuthError,
  type RandomBytes,
  systemClock,
  systemRandomBytes,
} from '@gatehouse/core';
import { type KeyRing, LABELS, open, seal } from '@gatehouse/crypto';
import { hashOfCode, isCode, makeCode } from './link-code.js';

/** How long a link is good. */
export const LINK_LIFE_MS: number = 10 * 60_000;
/** Links that wait to be used; more would be somebody's mistake. */
const MOST = 20;

/** A link that was just made. */
export interface MadeLink {
  /** Goes behind `/admin/sign-in#code=`: a fragment never leaves the browser, so no log has it. */
  readonly code: string;
  readonly expiresAt: EpochMs;
}

/**
 * One-time links by which whoever commands this machine signs in without a key. Only the hash of a
 * code is kept, and whoever takes it up has it for themselves.
 */
export interface SignInLinks {
  /** @throws RangeError when too many wait to be used. */
  create(): Promise<MadeLink>;
  /** @returns Whether the code was good; it never is again. */
  take(code: string): Promise<boolean>;
}

/** What links are made of. */
export interface SignInLinkParts {
  readonly clock?: Clock;
  readonly random?: RandomBytes;
}

/** Links of this process. */
export function createMemorySignInLinks(parts: SignInLinkParts = {}): SignInLinks {
  const { clock = systemClock, random = systemRandomBytes } = parts;
  const expiryByHash = new Map<string, EpochMs>();
  return {
    async create() {
      for (const [hash, expiresAt] of expiryByHash) {
        if (!isGood(expiresAt, clock.now())) expiryByHash.delete(hash);
      }
      assertRoom(expiryByHash.size);
      const made = make(random, clock);
      expiryByHash.set(hashOfCode(made.code), made.expiresAt);
      return made;
    },
    async take(code) {
      const hash = hashOfCode(code);
      const expiresAt = expiryByHash.get(hash);
      return expiryByHash.delete(hash) && expiresAt !== undefined && isGood(expiresAt, clock.now());
    },
  };
}

/** Where links are kept that another process may make. */
export interface FileLinkParts extends SignInLinkParts {
  /** Absolute path; made for its owner only (0700) where there is none. */
  readonly directory: string;
  /** Holds the master key: who can write to the directory and has no master key makes no link. */
  readonly ring: KeyRing;
}

/**
 * Links as files, one each: named by the hash of the code, holding when it ends, sealed. Removing the
 * file takes a link up, which only one process can.
 */
export function createFileSignInLinks(parts: FileLinkParts): SignInLinks {
  const { directory, ring, clock = systemClock, random = systemRandomBytes } = parts;
  const pathOf = (hash: string): string => join(directory, `${hash}.link`);

  async function expiryOf(hash: string): Promise<EpochMs | undefined> {
    const text = await ifThere(() => readFile(pathOf(hash), 'utf8'));
    return text === undefined ? undefined : opened(ring, text, hash);
  }

  async function remove(hash: string): Promise<boolean> {
    return (await ifThere(() => unlink(pathOf(hash)).then(() => true))) ?? false;
  }

  /** @returns How many are left. */
  async function tidy(): Promise<number> {
    const names = (await ifThere(() => readdir(directory))) ?? [];
    const hashes = names.flatMap((name) => /^([\w-]{43})\.link$/.exec(name)?.[1] ?? []);
    let left = 0;
    for (const hash of hashes) {
      const expiresAt = await expiryOf(hash);
      // What this master key does not open is not ours to remove.
      if (expiresAt !== undefined && !isGood(expiresAt, clock.now())) await remove(hash);
      else left += 1;
    }
    return left;
  }

  return {
    async create() {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      assertRoom(await tidy());
      const made = make(random, clock);
      const hash = hashOfCode(made.code);
      const text = seal(ring, Buffer.from(String(made.expiresAt)), placeOf(hash));
      await writeFile(pathOf(hash), text, { flag: 'wx', mode: 0o600 });
      return made;
    },
    async take(code) {
      if (!isCode(code)) return false;
      const hash = hashOfCode(code);
      const expiresAt = await expiryOf(hash);
      if (expiresAt === undefined || !(await remove(hash))) return false;
      return isGood(expiresAt, clock.now());
    },
  };
}

function make(random: RandomBytes, clock: Clock): MadeLink {
  return { code: makeCode(random), expiresAt: clock.now() + LINK_LIFE_MS };
}

/** A clock that is set back must not make a link live longer. */
function isGood(expiresAt: EpochMs, now: EpochMs): boolean {
  const left = expiresAt - now;
  return left > 0 && left <= LINK_LIFE_MS;
}

function assertRoom(waiting: number): void {
  if (waiting >= MOST) throw new RangeError(`At most ${MOST} links can wait to be used.`);
}

function placeOf(hash: string): { purpose: typeof LABELS.signInLink; context: string } {
  return { purpose: LABELS.signInLink, context: `sign-in-links: ${hash}` };
}

/** @returns `undefined` for what was not sealed here, under this master key, for this very code. */
function opened(ring: KeyRing, text: string, hash: string): EpochMs | undefined {
  try {
    const expiresAt = Number(Buffer.from(open(ring, text, placeOf(hash))).toString('utf8'));
    return Number.isSafeInteger(expiresAt) ? expiresAt : undefined;
  } catch (error) {
    if (isMcpAuthError(error)) return undefined;
    throw error;
  }
}

/** @returns `undefined` when the file is not there. */
async function ifThere<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
