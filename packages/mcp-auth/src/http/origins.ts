import { isLoopback, parseAuthority } from './hosts.js';

/**
 * Decides about the value of an `Origin` header (RFC 6454 §7).
 *
 * @param origin - As received.
 * @param host - The request's `Host`, which the host check has let through.
 * @param https - Whether the client is known to have used TLS: a page of this host that was loaded
 *   without is then not the server's own, since anybody on the way could have written it.
 */
export type OriginCheck = (origin: string, host: string, https?: boolean) => boolean;

const WEB_ORIGIN = /^(https?):\/\/([^/]+)$/;

/**
 * Makes the check for pages that call from a browser. Allowed are pages from this machine, pages
 * from the very host that is being called, and the listed origins. `null`, which sandboxed frames
 * and local files send, never is.
 *
 * @param allowed - Origins such as `https://app.example` or `https://app.example:8443`.
 * @param problems - Where unusable origins are reported.
 */
export function originCheck(allowed: readonly string[], problems: string[]): OriginCheck {
  const listed = new Set<string>();
  for (const entry of allowed) {
    const origin = serialisedOrigin(entry);
    if (origin === undefined) problems.push(unusableOrigin(entry));
    else listed.add(origin);
  }
  return (received, host, https = false) => {
    const origin = received.toLowerCase();
    if (listed.has(origin)) return true;
    const [, scheme, authority] = WEB_ORIGIN.exec(origin) ?? [];
    if (authority === undefined) return false;
    const isOwn = authority === host.toLowerCase() && (scheme === 'https' || !https);
    return isOwn || isLoopback(parseAuthority(authority));
  };
}

/** An entry as browsers spell it: lower case, no default port, no path. */
function serialisedOrigin(entry: string): string | undefined {
  if (!URL.canParse(entry)) return undefined;
  const { protocol, host, pathname, search, hash, username, password } = new URL(entry);
  if (host === '' || !['', '/'].includes(pathname)) return undefined;
  if ([search, hash, username, password].some((part) => part !== '')) return undefined;
  return `${protocol}//${host}`.toLowerCase();
}

function unusableOrigin(entry: string): string {
  return `allowedOrigins: ${JSON.stringify(entry)} is not an origin like https://app.example:8443`;
}
