import { isIP } from 'node:net';
import { type Address, parseAddress } from '../address.js';
import { unreachable } from '../network-problem.js';
import type { HttpReply } from '../transport.js';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const CLOUD = /(?:^|\.)loxonecloud\.(?:com|cn)$/;

/** Where a reply sends its reader, if it does. */
export function redirectOf(reply: HttpReply): string | undefined {
  return REDIRECTS.has(reply.status) ? reply.location : undefined;
}

/**
 * Reads a redirect's target, before anything secret is sent there.
 *
 * @param location - As the reply names it; its path is ignored.
 * @throws LoxoneError `ERR_LOXONE_UNREACHABLE` when it leads to another owner's name, from TLS to
 * plain HTTP, or nowhere.
 */
export function followRedirect(from: Address, location: string): Address {
  const base = `${from.tls ? 'https' : 'http'}://${from.authority}`;
  if (!URL.canParse(location, base)) throw unreachable(from.label, 'it redirects to nowhere');
  const url = new URL(location, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw unreachable(from.label, 'it redirects to something that is not HTTP');
  }
  const tls = url.protocol === 'https:';
  if (from.tls && !tls) throw unreachable(from.label, 'it redirects from TLS to plain HTTP');
  const to = parseAddress(url.host, tls);
  if (!isSameOwner(from.hostname, to.hostname)) {
    const problem = `it redirects to another name, ${to.label}; if that is right, give it as the host`;
    throw unreachable(from.label, problem);
  }
  return to;
}

/**
 * Whether two names are certain to have one owner: they are the same, one lies below the other, or
 * both are Loxone's cloud. Stricter than "the same registrable name", which takes a list to know.
 */
export function isSameOwner(from: string, to: string): boolean {
  const [a, b] = [from, to].map((name) => name.toLowerCase().replace(/\.$/, ''));
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  if (isIP(a) !== 0 || isIP(b) !== 0) return false;
  if (CLOUD.test(a) && CLOUD.test(b)) return true;
  return lies(a, b) || lies(b, a);
}

/** A single label (`local`, `com`) owns nothing. */
function lies(below: string, above: string): boolean {
  return above.includes('.') && below.endsWith(`.${above}`);
}
