import { isIP } from 'node:net';
import type { Address } from '../address.js';

const CLOUD = 'loxonecloud';
/** What a Miniserver may say; anything else could lead to a name of somebody else's. */
const TOP_LEVELS: ReadonlySet<string> = new Set(['com', 'cn']);
const DATA_CENTER = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){0,3}loxonecloud\.(?:com|cn)$/i;

/** @returns The domain of the certificates' names: that of `com` unless the box names another. */
export function certificateDomain(topLevel: string | undefined): string {
  return `${CLOUD}.${topLevel !== undefined && TOP_LEVELS.has(topLevel) ? topLevel : 'com'}`;
}

/** Whether a relay's domain is one of Loxone's. */
export function isDataCenter(domain: string): boolean {
  return DATA_CENTER.test(domain);
}

/**
 * The address of a Miniserver by the name that its certificate carries: `192-168-1-47.504f94a00001.
 * dyndns.loxonecloud.com` (protocol reference §1.4), for private addresses too. The name is not
 * looked up: it says itself where it points, and many routers refuse public names of private
 * addresses.
 *
 * @param ip - IPv4, or IPv6 without brackets.
 * @param serial - Twelve hexadecimal digits.
 * @param domain - {@link certificateDomain}, or that of a relay.
 */
export function certifiedAddress(
  ip: string,
  port: number,
  serial: string,
  domain: string,
): Address {
  const hostname = `${ip.replace(/[.:]/g, '-')}.${serial.toLowerCase()}.dyndns.${domain}`;
  const authority = `${hostname}:${port}`;
  return {
    hostname,
    port,
    label: port === 443 ? hostname : authority,
    authority,
    tls: true,
    ...(isIP(ip) === 0 ? {} : { connectTo: ip }),
  };
}
