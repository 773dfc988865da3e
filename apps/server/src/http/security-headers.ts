/** What answers of the API let a browser do: nothing. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What the administration page may load: its own files and its own API. */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** One year, as browsers' preload lists ask for (RFC 6797 §6.1.1). */
const HSTS = 'max-age=31536000';

const ALWAYS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': API_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The headers that every answer starts with; a route may set its own over them.
 *
 * @param tls - Whether this process itself speaks TLS: then browsers are to come back with it only.
 */
export function securityHeaders(tls: boolean): Readonly<Record<string, string>> {
  return tls ? { ...ALWAYS, 'Strict-Transport-Security': HSTS } : ALWAYS;
}
