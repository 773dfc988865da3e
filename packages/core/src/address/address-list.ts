import { parsePeerAddress } from './ip-address.js';
import { parseIpRange } from './ip-range.js';
import { NetworkTree } from './network-tree.js';

/** A compiled allow-list. */
export interface AddressList {
  /** Whether the key may be used from there. An unknown address is on no list. */
  allows(address: string | undefined): boolean;
  /** How many entries could not be read. They match nothing. */
  readonly unreadable: number;
}

const ANYWHERE: AddressList = { allows: () => true, unreadable: 0 };

/**
 * Compiles an allow-list, so that a look-up costs the same for ten entries and ten thousand.
 *
 * @param entries - Addresses and CIDR networks; none = anywhere.
 */
export function compileAddressList(entries: readonly string[]): AddressList {
  if (entries.length === 0) {
    return ANYWHERE;
  }
  const networks = { 4: new NetworkTree(), 6: new NetworkTree() };
  let unreadable = 0;
  for (const entry of entries) {
    const parsed = parseIpRange(entry);
    if (parsed.ok) {
      networks[parsed.range.base.version].add(parsed.range);
    } else {
      unreadable += 1;
    }
  }
  return {
    unreadable,
    allows(address) {
      const peer = address === undefined ? undefined : parsePeerAddress(address);
      return peer !== undefined && networks[peer.version].has(peer.words);
    },
  };
}
