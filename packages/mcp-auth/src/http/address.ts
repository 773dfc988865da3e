import { parseIpAddress } from '@gatehouse/core';

/**
 * One spelling per address: a dual-stack socket reports IPv4 peers as `::ffff:192.0.2.1`
 * (RFC 4291 §2.5.5.2), and link-local peers carry a zone (`fe80::1%eth0`), so that an allow-list
 * would miss them, and a deny-list, too.
 *
 * @returns The address, or `undefined` for what is none.
 */
export function normaliseAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const bare = address.includes(':') ? address.replace(/%.*$/s, '') : address;
  const parsed = parseIpAddress(bare);
  if (parsed === undefined) return undefined;
  if (parsed.version === 6) return bare.toLowerCase();
  const [word = 0] = parsed.words;
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.');
}

/** Whether an address is this machine's own (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export function isLoopbackAddress(address: string): boolean {
  const parsed = parseIpAddress(address);
  if (parsed === undefined) return false;
  const [first = 0, ...rest] = parsed.words;
  return parsed.version === 4 ? first >>> 24 === 127 : first === 0 && rest.join() === '0,0,1';
}
