import type { IpAddress } from './ip-address.js';
import { parseIpAddress } from './ip-address.js';

/** All addresses that share the first `length` bits with `base`; the bits after them are zero. */
export interface IpRange {
  readonly base: IpAddress;
  /** 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly length: number;
}

/** A range, or why an entry of an allow-list is none. */
export type ParsedRange =
  | { readonly ok: true; readonly range: IpRange }
  | { readonly ok: false; readonly problem: string };

const BITS = { 4: 32, 6: 128 } as const;
const MAPPED_PREFIX = 96;

function refuse(problem: string): ParsedRange {
  return { ok: false, problem };
}

/** @returns The first `bits` (0 to 32, clamped) of a word, the others cleared. */
export function maskWord(word: number, bits: number): number {
  // Shifting a 32-bit number by 32 changes nothing.
  return bits <= 0 ? 0 : (word & (-1 << (32 - Math.min(bits, 32)))) >>> 0;
}

/** @returns The address with all bits after the first `length` cleared. */
export function networkOf(address: IpAddress, length: number): IpAddress {
  const words = address.words.map((word, at) => maskWord(word, length - at * 32));
  return { version: address.version, words };
}

/** A mapped base (`::ffff:10.0.0.0/104`) became IPv4, and its length counts from there (`/8`). */
function lengthFor(base: IpAddress, text: string, digits: string): number | undefined {
  const mapped = base.version === 4 && text.includes(':');
  const length = Number(digits) - (mapped ? MAPPED_PREFIX : 0);
  return length < 0 || length > BITS[base.version] ? undefined : length;
}

/**
 * Reads an entry of an allow-list: an address, or a network in CIDR form.
 *
 * Bits beyond the prefix length must be zero. Whoever writes `192.168.1.50/24` may mean one host or
 * 256 of them, and to guess the larger lets in strangers; so the entry is refused. IPv6 networks
 * hold no IPv4 addresses, `::/0` included.
 */
export function parseIpRange(entry: string): ParsedRange {
  const [text = '', digits, ...more] = entry.split('/');
  const base = parseIpAddress(text);
  if (base === undefined || more.length > 0) {
    return refuse('it must be an IPv4 or IPv6 address, or a network such as 192.168.1.0/24');
  }
  if (digits === undefined) {
    return { ok: true, range: { base, length: BITS[base.version] } };
  }
  const length = /^(?:0|[1-9][0-9]{0,2})$/.test(digits) ? lengthFor(base, text, digits) : undefined;
  if (length === undefined) {
    return refuse('its prefix length must be 0 to 32 for IPv4, 0 to 128 for IPv6');
  }
  const network = networkOf(base, length);
  if (network.words.some((word, at) => word !== base.words[at])) {
    return refuse('it has bits set beyond its prefix length: name the network, or the one host');
  }
  return { ok: true, range: { base, length } };
}
