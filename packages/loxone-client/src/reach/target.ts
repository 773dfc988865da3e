import { type Address, parseAddress } from '../address.js';
import { readSerial } from './serial.js';

/** What `options.host` names. */
export type Target =
  | {
      readonly kind: 'address';
      readonly address: Address;
      readonly explicitPort: boolean;
      /** What is asked for in the end: the scheme of a URL decides. */
      readonly mode: TlsMode;
    }
  | { readonly kind: 'serial'; readonly serial: string };

/** Whether TLS is used: as asked for, or as far as the Miniserver has it. */
export type TlsMode = 'off' | 'auto' | 'required';

const TLS_SCHEMES: Readonly<Record<string, boolean>> = {
  'http:': false,
  'ws:': false,
  'https:': true,
  'wss:': true,
};
/** Where apps send people; the serial number is the path. */
const CLOUD_ENTRIES: ReadonlySet<string> = new Set([
  'dns.loxonecloud.com',
  'connect.loxonecloud.com',
]);

/**
 * Reads `options.host`: `host[:port]`, a URL of the schemes http, https, ws and wss, or the serial
 * number of a Miniserver that is found by the cloud.
 *
 * @param mode - `undefined` when the options say nothing of TLS.
 * @throws RangeError that names the option and not its value.
 */
export function parseTarget(host: string, mode: TlsMode | undefined): Target {
  const serial = readSerial(host);
  if (serial !== undefined) return { kind: 'serial', serial };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) return parseUrl(host, mode);
  const address = parseAddress(host, mode === 'required');
  const explicitPort = /(?:^[^:]*|\]):\d+$/.test(host);
  return { kind: 'address', address, explicitPort, mode: mode ?? 'off' };
}

function parseUrl(text: string, mode: TlsMode | undefined): Target {
  if (!URL.canParse(text)) throw refused('is not a URL that can be read');
  const url = new URL(text);
  const tls = TLS_SCHEMES[url.protocol];
  if (tls === undefined) throw refused('must have the scheme http, https, ws or wss');
  if (url.username !== '' || url.password !== '') {
    throw refused('must not hold a user or a password; there are options for them');
  }
  const path = url.pathname.replace(/^\/|\/$/g, '');
  const serial = CLOUD_ENTRIES.has(url.hostname) ? readSerial(path) : undefined;
  if (serial !== undefined) return { kind: 'serial', serial };
  if (path !== '' || url.search !== '' || url.hash !== '') {
    throw refused('must end after the host and the port');
  }
  if ((tls && mode === 'off') || (!tls && mode === 'required')) {
    throw new RangeError('options.tls contradicts the scheme of options.host');
  }
  const address = parseAddress(url.host, tls);
  return { kind: 'address', address, explicitPort: true, mode: tls ? 'required' : 'off' };
}

function refused(problem: string): RangeError {
  return new RangeError(`options.host ${problem}`);
}
