import { networkOf, parsePeerAddress } from '@gatehouse/core';

/** Addresses are text of a host's own making where no socket gave them. */
const LONGEST_ADDRESS = 64;

/** Names the network of a caller: IPv4 by itself, IPv6 by /64, which one customer has (RFC 6177 §2). */
export function networkName(address: string): string {
  const parsed = parsePeerAddress(address);
  if (parsed === undefined) return address.slice(0, LONGEST_ADDRESS);
  return networkOf(parsed, parsed.version === 4 ? 32 : 64).words.join('.');
}
