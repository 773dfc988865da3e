/** A host with an optional port, as `Host` carries it (RFC 9110 §7.2) and allow-lists name it. */
interface Authority {
  /** Lower case; IPv6 in brackets. */
  readonly host: string;
  readonly port?: string;
}

/** Names by which a machine reaches itself, and only itself. Compared as text: no other spelling. */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** RFC 1035 §2.3.4 allows a name 255 octets; a port takes six more. */
const MAX_AUTHORITY = 261;

const AUTHORITY =
  /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::([1-9][0-9]{0,4}))?$/;

/** @returns The parts, or `undefined` for anything but a plain host and port. */
export function parseAuthority(text: string): Authority | undefined {
  if (text.length > MAX_AUTHORITY) return undefined;
  const [, host, port] = AUTHORITY.exec(text.toLowerCase()) ?? [];
  if (host === undefined || Number(port ?? 0) > 65_535) return undefined;
  return port === undefined ? { host } : { host, port };
}

/** Whether a parsed authority is this machine seen from itself, whatever the port. */
export function isLoopback(authority: Authority | undefined): boolean {
  return authority !== undefined && LOOPBACK_HOSTS.has(authority.host);
}

/** Decides about the value of a `Host` header. */
export type HostCheck = (host: string) => boolean;

/**
 * Makes the check that stops DNS rebinding: a page on `evil.example` whose name suddenly resolves
 * to this machine still sends `Host: evil.example`.
 *
 * @param allowed - Names beside the loopback ones: `home.example` (any port),
 *   `home.example:8443` (only that port), `[2001:db8::1]`.
 * @param problems - Where unusable names are reported.
 */
export function hostCheck(allowed: readonly string[], problems: string[]): HostCheck {
  const anyPort = new Set(LOOPBACK_HOSTS);
  const withPort = new Set<string>();
  for (const name of allowed) {
    const authority = parseAuthority(name);
    if (authority === undefined) problems.push(unusableHost(name));
    else if (authority.port === undefined) anyPort.add(authority.host);
    else withPort.add(`${authority.host}:${authority.port}`);
  }
  return (host) => {
    const authority = parseAuthority(host);
    if (authority === undefined) return false;
    return anyPort.has(authority.host) || withPort.has(`${authority.host}:${authority.port}`);
  };
}

function unusableHost(name: string): string {
  return `allowedHosts: ${JSON.stringify(name)} is not a host or host:port (no scheme, path, wildcard or final dot; names in ASCII)`;
}
