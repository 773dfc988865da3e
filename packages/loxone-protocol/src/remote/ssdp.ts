/** What a device answers to a search by SSDP (UPnP Device Architecture 1.1 §1.3.3). */
export interface SsdpAnswer {
  /** Where its description is: `http://192.168.1.10:80/upnp.xml`. */
  readonly location: string;
  /** What the answer is for: `upnp:rootdevice`. */
  readonly target?: string;
  /** Unique name of the device and service. */
  readonly usn?: string;
  readonly server?: string;
}

/** Where searches by SSDP go. */
export const SSDP_ADDRESS = { host: '239.255.255.250', port: 1900 } as const;

const MAX_CHARS = 4096;
const HEADER = /^([!-9;-~]{1,64}):[ \t]*(.*)$/;

/**
 * The datagram that searches for root devices.
 *
 * @param waitSeconds - Devices spread their answers over this time, 1–5 seconds.
 */
export function formatSsdpSearch(waitSeconds: number = 2): string {
  return [
    'M-SEARCH * HTTP/1.1',
    `HOST: ${SSDP_ADDRESS.host}:${SSDP_ADDRESS.port}`,
    'MAN: "ssdp:discover"',
    `MX: ${waitSeconds}`,
    'ST: upnp:rootdevice',
    '',
    '',
  ].join('\r\n');
}

/** Whether a datagram searches for something that a Miniserver answers to. */
export function isSsdpSearch(text: string): boolean {
  if (text.length > MAX_CHARS || !/^M-SEARCH \* HTTP\/1\.[01]\r?\n/i.test(text)) return false;
  const target = readHeaders(text).get('ST');
  return target === 'ssdp:all' || target === 'upnp:rootdevice';
}

/** @returns `undefined` when the datagram is no answer with a location. */
export function parseSsdpAnswer(text: string): SsdpAnswer | undefined {
  if (text.length > MAX_CHARS || !/^HTTP\/1\.[01] 200\b/i.test(text)) return undefined;
  const headers = readHeaders(text);
  const location = headers.get('LOCATION');
  if (location === undefined || !/^https?:\/\/\S+$/i.test(location)) return undefined;
  const [target, usn, server] = ['ST', 'USN', 'SERVER'].map((name) => headers.get(name));
  return {
    location,
    ...(target !== undefined && { target }),
    ...(usn !== undefined && { usn }),
    ...(server !== undefined && { server }),
  };
}

/** Writes an answer. */
export function formatSsdpAnswer(answer: SsdpAnswer): string {
  const { location, target, usn, server } = answer;
  return [
    'HTTP/1.1 200 OK',
    'CACHE-CONTROL: max-age=1800',
    'EXT:',
    `LOCATION: ${location}`,
    ...(server === undefined ? [] : [`SERVER: ${server}`]),
    ...(target === undefined ? [] : [`ST: ${target}`]),
    ...(usn === undefined ? [] : [`USN: ${usn}`]),
    '',
    '',
  ].join('\r\n');
}

function readHeaders(text: string): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    const [, name, value = ''] = HEADER.exec(line) ?? [];
    if (name !== undefined) headers.set(name.toUpperCase(), value.trim());
  }
  return headers;
}
