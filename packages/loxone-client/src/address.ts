import { isIPv6 } from 'node:net';

/** Where a Miniserver is. */
export interface Address {
  /** Name or IP address; IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
  /** As people write it: `192.168.1.10`, `[::1]:8080`. The standard port is left out. */
  readonly label: string;
  /** `host:port` for a URL, brackets included. */
  readonly authority: string;
  readonly tls: boolean;
  /** The IP address that the name stands for, where it is known without asking anybody. */
  readonly connectTo?: string;
}

const NAME = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\.?$/i;
const HOST_FORM = 'must be host, host:port, [ipv6] or [ipv6]:port, without a scheme or a path';

/**
 * Reads `host[:port]`.
 *
 * @param host - A name, an IPv4 address or an IPv6 address; IPv6 in brackets when a port follows.
 * @param tls - Decides the standard port: 443 or 80.
 * @throws {@link RangeError} for anything else, naming the argument and not its value.
 */
export function parseAddress(host: string, tls: boolean): Address {
  const { hostname, port: portText } = splitHost(host);
  const standard = tls ? 443 : 80;
  return addressOf(hostname, portText === undefined ? standard : parsePort(portText), tls);
}

/**
 * Puts an address together.
 *
 * @param hostname - Name or IP address; IPv6 without brackets.
 */
export function addressOf(hostname: string, port: number, tls: boolean): Address {
  const standard = tls ? 443 : 80;
  const bracketed = isIPv6(hostname) ? `[${hostname}]` : hostname;
  return {
    hostname,
    port,
    label: port === standard ? bracketed : `${bracketed}:${port}`,
    authority: `${bracketed}:${port}`,
    tls,
  };
}

function splitHost(host: string): { hostname: string; port?: string } {
  if (isIPv6(host) && !host.includes('%')) return { hostname: host };
  const bracketed = /^\[([^\]%]+)\](?::(\d+))?$/.exec(host);
  if (bracketed?.[1] !== undefined && isIPv6(bracketed[1])) {
    return withPort(bracketed[1], bracketed[2]);
  }
  const plain = /^([^:/?#@\s[\]]+)(?::(\d+))?$/.exec(host);
  if (plain?.[1] !== undefined && NAME.test(plain[1])) return withPort(plain[1], plain[2]);
  throw new RangeError(`options.host ${HOST_FORM}`);
}

function withPort(hostname: string, port: string | undefined): { hostname: string; port?: string } {
  return port === undefined ? { hostname } : { hostname, port };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (port < 1 || port > 65_535) {
    throw new RangeError('options.host has a port outside 1–65535');
  }
  return port;
}
