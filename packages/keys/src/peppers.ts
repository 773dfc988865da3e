import type { KeyStore, RandomBytes, SealedPepper, StoreHeader } from '@gatehouse/core';
import { McpAuthError } from '@gatehouse/core';
import type { KeyRing, SealPlace } from '@gatehouse/crypto';
import { createHmacSha256, LABELS, open, seal, toHex } from '@gatehouse/crypto';
import { formatKeyHash } from './key-hash.js';

const PEPPER_BYTES = 32;
const HASH_BYTES = 32;
const encoder = new TextEncoder();

/** The opened peppers of a store. They stay inside: what comes out are MACs. */
export interface Peppers {
  /** A hash under the current pepper that no key matches: what an unknown id is compared with. */
  readonly dummyHash: string;
  /** The hash of a key's text under the current pepper, as a record keeps it. */
  hash(keyText: string): string;
  /** HMAC-SHA-256 of a key's text, or `undefined` when no pepper has this id. */
  mac(pepperId: string, keyText: string): Uint8Array | undefined;
}

/** The peppers that are open, and a way to look whether the store has got more since. */
export interface PepperSource {
  current(): Peppers;
  reload(): Promise<Peppers>;
}

/** What opening peppers takes. */
export interface PepperOptions {
  readonly store: KeyStore;
  readonly ring: KeyRing;
  readonly random: RandomBytes;
}

/** Where a pepper is sealed for, so that re-sealing it under a new master key keeps its place. */
export function pepperPlace(pepperId: string): SealPlace {
  return { purpose: LABELS.pepper, context: `store-header/pepper/${pepperId}` };
}

/** @returns A header with one fresh pepper, sealed under the ring's current key. */
function createHeader(ring: KeyRing, random: RandomBytes): StoreHeader {
  const id = `p-${toHex(random(4))}`;
  const sealed = seal(ring, random(PEPPER_BYTES), pepperPlace(id), random);
  return { peppers: [{ id, sealed }] };
}

function damaged(location: string, problem: string): McpAuthError {
  return new McpAuthError(
    'ERR_MCPAUTH_STORE_DAMAGED',
    `The key store ${location} cannot be used: ${problem}. Restore it from a backup.`,
    { location, problem },
  );
}

function openPepper(ring: KeyRing, { id, sealed }: SealedPepper, location: string): Uint8Array {
  const pepper = open(ring, sealed, pepperPlace(id));
  if (pepper.length !== PEPPER_BYTES) {
    throw damaged(location, `its pepper ${id} is not ${PEPPER_BYTES} bytes`);
  }
  return pepper;
}

/**
 * Opens all peppers of a header.
 *
 * @throws `ERR_MCPAUTH_SEAL_KEY_UNKNOWN`, `ERR_MCPAUTH_SEAL_DAMAGED` or `ERR_MCPAUTH_SEAL_MALFORMED`
 *   as `open` does, `ERR_MCPAUTH_STORE_DAMAGED` when there is none, or two of one id.
 */
function openPeppers(header: StoreHeader, { store, ring, random }: PepperOptions): Peppers {
  const { location } = store;
  const macs = new Map<string, (message: Uint8Array) => Uint8Array>();
  for (const sealed of header.peppers) {
    if (macs.has(sealed.id)) {
      throw damaged(location, `its header names pepper ${sealed.id} twice`);
    }
    macs.set(sealed.id, createHmacSha256(openPepper(ring, sealed, location)));
  }
  const [first] = macs;
  if (first === undefined) {
    throw damaged(location, 'its header holds no pepper');
  }
  const [currentId, currentMac] = first;
  return {
    dummyHash: formatKeyHash({ pepperId: currentId, mac: random(HASH_BYTES) }),
    hash: (keyText) =>
      formatKeyHash({ pepperId: currentId, mac: currentMac(encoder.encode(keyText)) }),
    mac: (pepperId, keyText) => macs.get(pepperId)?.(encoder.encode(keyText)),
  };
}

/**
 * Gives the store's header, and makes it for a new store. A store that has hashes and no header
 * lost it: a new pepper would let none of those keys in, so nothing is made (rule 7). Records without
 * a hash, which people write by hand, need none.
 */
async function ensureHeader({ store, ring, random }: PepperOptions): Promise<StoreHeader> {
  const found = await store.header();
  if (found !== undefined) {
    return found;
  }
  const hashed = (await store.list()).some(({ hash }) => hash !== '');
  // Asked again: another process may have made both between the two questions.
  if (hashed && (await store.header()) === undefined) {
    throw damaged(store.location, 'it holds keys, but the header with their pepper is missing');
  }
  return store.ensureHeader(() => createHeader(ring, random));
}

/**
 * Opens a store's peppers, and makes the first one for a new store.
 *
 * @throws As {@link createKeyManager} lists it; `reload` too.
 */
export async function openPepperSource(options: PepperOptions): Promise<PepperSource> {
  let peppers = openPeppers(await ensureHeader(options), options);
  return {
    current: () => peppers,
    async reload(): Promise<Peppers> {
      const header = await options.store.header();
      if (header !== undefined) {
        peppers = openPeppers(header, options);
      }
      return peppers;
    },
  };
}
