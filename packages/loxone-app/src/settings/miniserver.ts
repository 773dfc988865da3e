import type { Parsed } from './setting.js';

type Parser<T> = (text: string) => Parsed<T>;

/** Whether TLS is used: as the Miniserver has it (`auto`), or as somebody decided. */
export type TlsChoice = boolean | 'auto';

const SERIAL = /^(?:[0-9a-f]{12}|[0-9a-f]{2}(?::[0-9a-f]{2}){5})$/i;
const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[^\s:/@[\]]+)(?::(\d{1,5}))?$/;
const FINGERPRINT = /^(?:[0-9a-f]{64}|[0-9a-f]{2}(?::[0-9a-f]{2}){31})$/i;
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:']);
/** Where Loxone's apps send people: the serial number is the path. */
const CLOUD_ENTRIES: ReadonlySet<string> = new Set([
  'dns.loxonecloud.com',
  'connect.loxonecloud.com',
]);

function refuse(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/** Whether a text is a Miniserver's serial number. */
export function isSerial(text: string): boolean {
  return SERIAL.test(text);
}

/**
 * Where the Miniserver is: `host[:port]` with IPv6 in brackets, a URL, or the serial number of one
 * that Loxone's cloud knows.
 */
export const miniserver: Parser<string> = (value) => {
  const place = value.trim();
  if (isSerial(place)) return { ok: true, value: place };
  return place.includes('://') ? readUrl(place) : readHost(place);
};

function readHost(place: string): Parsed<string> {
  const match = HOST_AND_PORT.exec(place);
  const port = Number(match?.[2] ?? 1);
  if (match !== null && port >= 1 && port <= 65_535) return { ok: true, value: place };
  return refuse(
    'must be an address with an optional port (192.168.1.10 or 192.168.1.10:8080), a URL, or the serial number of the Miniserver',
  );
}

function readUrl(place: string): Parsed<string> {
  const url = URL.canParse(place) ? new URL(place) : undefined;
  if (url === undefined || !SCHEMES.has(url.protocol) || url.hostname === '') {
    return refuse('must be a URL that begins with http:// or https://, or an address without one');
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('must not hold a user or a password; LOXONE_USER and LOXONE_PASS are for them');
  }
  const path = url.pathname.replace(/^\/|\/$/g, '');
  if (CLOUD_ENTRIES.has(url.hostname)) {
    return isSerial(path)
      ? { ok: true, value: path }
      : refuse('must end with the serial number where it is a link to the Loxone cloud');
  }
  if (path !== '' || url.search !== '' || url.hash !== '') {
    return refuse('must end after the host and the port (https://miniserver.example:443)');
  }
  return { ok: true, value: place };
}

/** The number on the Miniserver's label. */
export const serialNumber: Parser<string> = (value) =>
  isSerial(value.trim())
    ? { ok: true, value: value.trim() }
    : refuse('must be a serial number: 12 hexadecimal digits, with or without colons');

/** `true`, `false` or `auto`, and what people write for the first two. */
export const tlsChoice: Parser<TlsChoice> = (value) => {
  const folded = value.trim().toLowerCase();
  if (folded === 'auto') return { ok: true, value: 'auto' };
  if (['1', 'true', 'yes', 'on'].includes(folded)) return { ok: true, value: true };
  if (['0', 'false', 'no', 'off'].includes(folded)) return { ok: true, value: false };
  return refuse('must be true, false or auto');
};

/** SHA-256 fingerprints of certificates or of their public keys, separated by commas. */
export const fingerprints: Parser<readonly string[]> = (value) => {
  const entries = value.split(',').map((entry) => entry.trim());
  return entries.every((entry) => FINGERPRINT.test(entry))
    ? { ok: true, value: entries }
    : refuse(
        'must be SHA-256 fingerprints of 64 hexadecimal digits each, with or without colons, separated by commas',
      );
};

/** Certificates of authorities, PEM. */
export const certificates: Parser<string> = (value) =>
  /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(value)
    ? { ok: true, value }
    : refuse('must be a certificate in PEM form (-----BEGIN CERTIFICATE-----)');
