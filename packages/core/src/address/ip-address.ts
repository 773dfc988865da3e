import { parseIpv4Words, parseIpv6Words } from './ip-text.js';

/**
 * An address as unsigned 32-bit words, the first bits first: one word for IPv4, four for IPv6. Two
 * halves as bigint would be shorter to write, but sets of bigints that differ only in their upper
 * bits degrade to lists in V8.
 */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly words: readonly number[];
}

/** `::ffff:0:0/96` (RFC 4291 §2.5.5.2). */
function isMapped(words: readonly number[]): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
}

/**
 * Reads an address in its standard text form. `::ffff:10.1.2.3` is the IPv4 address 10.1.2.3 as a
 * dual-stack socket reports it, and becomes that.
 *
 * @param text - IPv4 or IPv6, without zone, port, brackets or prefix length.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const words = parseIpv4Words(text);
    return words === undefined ? undefined : { version: 4, words };
  }
  const words = parseIpv6Words(text);
  if (words === undefined) {
    return undefined;
  }
  return isMapped(words) ? { version: 4, words: words.slice(3) } : { version: 6, words };
}

/** Like {@link parseIpAddress}, for the address of a peer: a zone (`fe80::1%eth0`) is dropped. */
export function parsePeerAddress(text: string): IpAddress | undefined {
  const at = text.indexOf('%');
  if (at === -1) {
    return parseIpAddress(text);
  }
  const address = text.slice(0, at);
  const zoned = address.includes(':') && /^[0-9A-Za-z._~-]+$/.test(text.slice(at + 1));
  return zoned ? parseIpAddress(address) : undefined;
}
