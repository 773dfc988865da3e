import { isSerial } from '../settings/miniserver.js';
import type { Miniserver } from './miniserver.js';

/** What decides about TLS. */
export type TlsFields = Pick<Miniserver, 'host' | 'tls' | 'tlsPin' | 'tlsCa'>;

/** How a connection is protected: what a client takes. */
export type MiniserverTls =
  | boolean
  | 'auto'
  | { readonly pin: readonly string[] }
  | { readonly ca: string };

/**
 * A pin or an authority of one's own asks for TLS by itself.
 *
 * @returns `undefined`: the address decides.
 */
export function tlsOf({ tls, tlsPin, tlsCa }: Omit<TlsFields, 'host'>): MiniserverTls | undefined {
  if (tlsPin !== undefined) return { pin: tlsPin };
  return tlsCa === undefined ? tls : { ca: tlsCa };
}

/** Where the fields contradict each other or the address; each begins with the field's name. */
export function tlsContradictions(fields: TlsFields): readonly string[] {
  const { host, tls, tlsPin, tlsCa } = fields;
  const decided = tlsOf(fields);
  const isAsked = decided === true || typeof decided === 'object';
  return [
    tlsPin !== undefined && tlsCa !== undefined
      ? 'tls_pin and tls_ca exclude each other: a pinned certificate needs no authority'
      : undefined,
    typeof decided === 'object' && (tls === false || tls === 'auto')
      ? 'tls must be true, or left out, beside tls_pin or tls_ca'
      : undefined,
    isSerial(host) && decided === false
      ? 'tls must not be false where the house is found by its serial number, over the internet'
      : undefined,
    /^(?:http|ws):/i.test(host) && isAsked ? 'host asks for no TLS, other fields do' : undefined,
    /^(?:https|wss):/i.test(host) && decided === false
      ? 'host asks for TLS, tls forbids it'
      : undefined,
  ].filter((problem) => problem !== undefined);
}
