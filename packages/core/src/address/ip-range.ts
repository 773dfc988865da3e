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

/** @returns The address with all bits after the first `length` cleared. */
export function networkOf(address: IpAddress, length: number): IpAddress {
  if (address.version === 4) {
    const size = 2 ** (32 - length);
    return { version: 4, value: address.value - (address.value % size) };
  }
  const shift = BigInt(128 - length);
  return { version: 6, value: (address.value >> shift) << shift };
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
  if (networkOf(base, length).value !== base.value) {
    return refuse('it has bits set beyond its prefix length: name the network, or the one host');
  }
  return { ok: true, range: { base, length } };
}
