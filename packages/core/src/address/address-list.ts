import type { IpAddress } from './ip-address.js';
import { parsePeerAddress } from './ip-address.js';
import { networkOf, parseIpRange } from './ip-range.js';

/** A compiled allow-list. */
export interface AddressList {
  /** Whether the key may be used from there. An unknown address is on no list. */
  allows(address: string | undefined): boolean;
  /** How many entries could not be read. They match nothing. */
  readonly unreadable: number;
}

const ANYWHERE: AddressList = { allows: () => true, unreadable: 0 };

type NetworksByLength = Map<number, Set<number | bigint>>;

function addTo(networks: NetworksByLength, length: number, value: number | bigint): void {
  const values = networks.get(length) ?? new Set();
  networks.set(length, values.add(value));
}

function isIn(networks: NetworksByLength, address: IpAddress): boolean {
  for (const [length, values] of networks) {
    if (values.has(networkOf(address, length).value)) {
      return true;
    }
  }
  return false;
}

/**
 * Compiles an allow-list into one hash set per prefix length, so that a look-up costs at most 33
 * (IPv4) or 129 (IPv6) probes, however many entries there are.
 *
 * @param entries - Addresses and CIDR networks; none = anywhere.
 */
export function compileAddressList(entries: readonly string[]): AddressList {
  if (entries.length === 0) {
    return ANYWHERE;
  }
  const networks = { 4: new Map(), 6: new Map() } satisfies Record<4 | 6, NetworksByLength>;
  let unreadable = 0;
  for (const entry of entries) {
    const parsed = parseIpRange(entry);
    if (parsed.ok) {
      const { base, length } = parsed.range;
      addTo(networks[base.version], length, base.value);
    } else {
      unreadable += 1;
    }
  }
  return {
    unreadable,
    allows(address) {
      const peer = address === undefined ? undefined : parsePeerAddress(address);
      return peer !== undefined && isIn(networks[peer.version], peer);
    },
  };
}
