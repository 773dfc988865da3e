import type { AuditHead, RandomBytes, SealedChainKey } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import type { KeyRing, SealPlace } from '@gatehouse/crypto';
import {
  LABELS,
  open,
  seal,
  sealedKeyId,
  toBase64Url,
  toHex,
  tryFromBase64Url,
} from '@gatehouse/crypto';
import type { ChainKey } from './chain-mac.js';
import { createChainKey, firstSigned } from './chain-mac.js';
import { damaged } from './problems.js';

const KEY_BYTES = 32;
/** How the key of a trail in memory without master key is kept: it lives as long as the records. */
const UNSEALED = 'unsealed:';

/** What makes and opens the keys of one trail. */
export interface ChainKeyOptions {
  /** `undefined`: keys are kept unsealed, which only a trail in memory may do. */
  readonly ring: KeyRing | undefined;
  readonly random: RandomBytes;
  /** Where the trail is, for messages. */
  readonly location: string;
}

function placeOf(id: string): SealPlace {
  return { purpose: LABELS.auditChain, context: `audit-head/chain-key/${id}` };
}

/** The keys of one trail. */
export class ChainKeys {
  readonly #options: ChainKeyOptions;
  /** By id: a key stays open when another process seals it under a master key that is not here. */
  readonly #opened = new Map<string, Uint8Array>();
  readonly #ready = new Map<string, ChainKey>();

  constructor(options: ChainKeyOptions) {
    this.#options = options;
  }

  /** @returns A fresh key, sealed, that signs from record `from` on. */
  create(from: number): SealedChainKey {
    const { random } = this.#options;
    const id = `${from}-${toHex(random(4))}`;
    const bytes = random(KEY_BYTES);
    this.#opened.set(id, bytes);
    return { id, sealed: this.#seal(id, bytes) };
  }

  /** @returns The same key sealed under the current master key. */
  reseal(key: SealedChainKey): SealedChainKey {
    return { id: key.id, sealed: this.#seal(key.id, this.#bytesOf(key)) };
  }

  /**
   * The key that signs now.
   *
   * @throws `ERR_MCPAUTH_MASTER_KEY_MISSING` or `_MISMATCH` when what opens it is not here,
   *   `ERR_MCPAUTH_AUDIT_DAMAGED` when it is no sealed key or was changed.
   */
  current(head: Pick<AuditHead, 'chainKeys'>): ChainKey {
    const [first] = head.chainKeys;
    if (first === undefined) {
      throw damaged(this.#options.location, 'its head names no key');
    }
    return this.#keyOf(first);
  }

  /** The key that signs a record. Each key signs up to where the next newer one begins. */
  signing(head: Pick<AuditHead, 'chainKeys'>, sequence: number): ChainKey {
    return this.#keyOf(this.sealedFor(head, sequence));
  }

  /** The same key as the head keeps it. */
  sealedFor(head: Pick<AuditHead, 'chainKeys'>, sequence: number): SealedChainKey {
    const key = head.chainKeys.find(({ id }) => (firstSigned(id) ?? 0) <= sequence);
    if (key === undefined) {
      throw damaged(this.#options.location, `its head names no key for record ${sequence}`);
    }
    return key;
  }

  #keyOf(sealed: SealedChainKey): ChainKey {
    const ready = this.#ready.get(sealed.id);
    if (ready !== undefined) {
      return ready;
    }
    const from = firstSigned(sealed.id);
    if (from === undefined) {
      throw damaged(this.#options.location, 'its head names a key by what is no id');
    }
    const key = createChainKey(sealed.id, from, this.#bytesOf(sealed));
    this.#ready.set(sealed.id, key);
    return key;
  }

  #bytesOf({ id, sealed }: SealedChainKey): Uint8Array {
    const known = this.#opened.get(id);
    if (known !== undefined) {
      return known;
    }
    const bytes = this.#open(id, sealed);
    if (bytes.length !== KEY_BYTES) {
      throw damaged(this.#options.location, `its chain key ${id} is not ${KEY_BYTES} bytes`);
    }
    this.#opened.set(id, bytes);
    return bytes;
  }

  #seal(id: string, bytes: Uint8Array): string {
    const { ring, random } = this.#options;
    return ring === undefined
      ? `${UNSEALED}${toBase64Url(bytes)}`
      : seal(ring, bytes, placeOf(id), random);
  }

  #open(id: string, sealed: string): Uint8Array {
    const { ring, location } = this.#options;
    const needed = sealedKeyId(sealed);
    if (ring === undefined && needed === undefined && sealed.startsWith(UNSEALED)) {
      return tryFromBase64Url(sealed.slice(UNSEALED.length)) ?? new Uint8Array();
    }
    this.#checkMasterKey(needed);
    if (ring === undefined) {
      throw damaged(location, `its chain key ${id} is not sealed`);
    }
    try {
      return open(ring, sealed, placeOf(id));
    } catch (error) {
      const code = isMcpAuthError(error) ? error.code : 'unknown';
      throw damaged(location, `its chain key ${id} does not open (${code})`, error);
    }
  }

  /** Rule 7: says which master key is needed, and makes nothing. */
  #checkMasterKey(needed: string | undefined): void {
    const { ring, location } = this.#options;
    if (needed === undefined || ring?.has(needed)) {
      return;
    }
    const sealedIn = [location];
    if (ring === undefined) {
      throw new McpAuthError(
        'ERR_MCPAUTH_MASTER_KEY_MISSING',
        `The audit trail ${location} is sealed with master key ${needed}, and none was given.`,
        { keyIds: [needed], sealedIn, lookedIn: [] },
      );
    }
    throw new McpAuthError(
      'ERR_MCPAUTH_MASTER_KEY_MISMATCH',
      `The audit trail ${location} is sealed with master key ${needed}; the one given is ` +
        `${ring.currentId}. Provide the first, as current or previous key.`,
      {
        keyIds: [needed],
        foundKeyId: ring.currentId,
        foundIn: 'the key ring',
        sealedIn,
        lookedIn: ['the key ring'],
      },
    );
  }
}
