import type { IncomingMessage } from 'node:http';
import type { Box } from './box.js';

/** What an HTTP request proves itself with (protocol reference §1.3). */
export type Credentials =
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly user: string; readonly proof: string };

/** Reads `?autht=…&user=…` or HTTP Basic; `undefined` where there is neither. */
export function readCredentials(
  request: IncomingMessage,
  query: ReadonlyMap<string, string>,
): Credentials | undefined {
  const proof = query.get('autht');
  if (proof !== undefined) return { kind: 'token', user: query.get('user') ?? '', proof };
  const [, base64] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (base64 === undefined) return undefined;
  // UTF-8, also where a browser would use Latin-1 (§7, 15).
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  return { kind: 'basic', user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** @returns The user, `undefined` for nobody, or that the credentials are wrong, which counts. */
export function userOf(
  credentials: Credentials | undefined,
  box: Box,
  address: string,
): string | 'refused' | undefined {
  if (credentials === undefined) return undefined;
  const right =
    credentials.kind === 'basic'
      ? box.gatekeeper.isPassword(credentials.user, credentials.password, address)
      : box.gatekeeper.loginByToken(credentials.proof, credentials.user, address) !== undefined;
  return right ? credentials.user : 'refused';
}
