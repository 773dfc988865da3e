import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * Tells where a request comes from. Behind a reverse proxy the socket's address is the proxy's:
 * a host that trusts one passes its own function here.
 */
export type ClientAddress = (req: IncomingMessage) => string | undefined;

/** The peer of the socket: the one address that no header can lie about. */
export const socketAddress: ClientAddress = (req) => normaliseAddress(req.socket.remoteAddress);

const MAPPED = /^::ffff:(?:([0-9.]+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/;

/**
 * One spelling per address: a dual-stack socket reports IPv4 peers as `::ffff:192.0.2.1`
 * (RFC 4291 §2.5.5.2), and link-local peers carry a zone (`fe80::1%eth0`), so that an allow-list
 * would miss them, and a deny-list, too.
 *
 * @returns The address, or `undefined` for what is none.
 */
export function normaliseAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  if (isIPv4(address)) return address;
  const bare = address.replace(/%.*$/s, '').toLowerCase();
  if (!isIPv6(bare)) return undefined;
  const [, dotted, high, low] = MAPPED.exec(bare) ?? [];
  if (dotted !== undefined) return dotted;
  if (high === undefined || low === undefined) return bare;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((half) => [half >> 8, half & 0xff]).join('.');
}
