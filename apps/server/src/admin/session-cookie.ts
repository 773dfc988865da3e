/** Name of the cookie on plain HTTP. */
const PLAIN = 'gatehouse_session';

/** Under TLS; browsers let nobody but this very host set a cookie of that prefix (RFC 6265bis §4.1.3). */
const SECURE = `__Host-${PLAIN}`;

/** A token as a request carries it. */
export interface SentToken {
  readonly token: string;
  /** Which of the two cookies it was in: a session opened under TLS is not found by the other one. */
  readonly secure: boolean;
}

/** The value of `Set-Cookie` that signs in. Without a lifetime: it ends with the browser, too. */
export function sessionCookie(token: string, secure: boolean): string {
  return cookieLine(token, secure);
}

/** The value of `Set-Cookie` that signs out. */
export function endedCookie(secure: boolean): string {
  return `${cookieLine('', secure)}; Max-Age=0`;
}

function cookieLine(value: string, secure: boolean): string {
  const name = secure ? SECURE : PLAIN;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/**
 * Reads the header `Cookie`.
 *
 * @returns `undefined` also where a name occurs twice: another host of the domain, or another port,
 *   may have set one of them, and nobody can tell which.
 */
export function readSessionCookie(header: string | undefined): SentToken | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  const secure = valuesOf(pairs, SECURE);
  const values = secure.length > 0 ? secure : valuesOf(pairs, PLAIN);
  const [token, ...others] = values;
  if (token === undefined || token === '' || others.length > 0) return undefined;
  return { token, secure: secure.length > 0 };
}

function valuesOf(pairs: readonly string[], name: string): readonly string[] {
  const start = `${name}=`;
  return pairs.filter((pair) => pair.startsWith(start)).map((pair) => pair.slice(start.length));
}
