import { isUuid } from '@gatehouse/loxone-protocol';
import type { Disguise } from './disguise.js';

const SECRET =
  /pass|pwd|token|secret|salt|hash|credential|nfc|keycode|^key$|^pin$|^auth|^usersettings/i;
const PERSONAL =
  /^(?:user|username|userid|e?mail|emailaddress|phone|phonenumber|street|city|location|latitude|longitude|altitude|ssid|installer|partner.*)$/i;
const HOST =
  /^(?:localurl|remoteurl|hostname|host|address|localip|ip|trustaddress|streamurl|alertimage)$/i;
const SERIAL = /^(?:serialnr|serialno|serial|snr|mac)$/i;
const MAX_DEPTH = 64;
const MASK = '***';

/** Any JSON value without what its names call a secret, a person or a place. */
export function scrubJson(value: unknown, disguise: Disguise, depth: number = 0): unknown {
  // Nobody sends such nests; what cannot be looked at is not told.
  if (depth > MAX_DEPTH) return null;
  if (typeof value === 'string') return scrubText(value, disguise, depth);
  if (Array.isArray(value)) return value.map((entry) => scrubJson(entry, disguise, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      disguise.id(key),
      scrubField(key, entry, disguise, depth + 1),
    ]),
  );
}

/** Text that may hold JSON itself, as states and some answers do. */
export function scrubText(text: string, disguise: Disguise, depth: number = 0): string {
  const json = /^\s*[[{]/.test(text) ? tryParse(text) : undefined;
  const isNested = typeof json === 'object' && json !== null;
  return isNested ? JSON.stringify(scrubJson(json, disguise, depth + 1)) : disguise.text(text);
}

function scrubField(key: string, value: unknown, disguise: Disguise, depth: number): unknown {
  // States are named like what they tell, but the file holds only their ids.
  if (typeof value === 'string' && isUuid(value.split('/')[0] ?? '')) return disguise.id(value);
  if (SERIAL.test(key) && typeof value === 'string') {
    return value === '' ? value : disguise.serial(value);
  }
  if (SECRET.test(key)) return blank(value, MASK);
  if (HOST.test(key) && typeof value === 'string') return blank(value, 'host.example.com');
  if (PERSONAL.test(key) && (typeof value !== 'object' || value === null)) return blank(value, '');
  return scrubJson(value, disguise, depth);
}

function blank(value: unknown, text: string): unknown {
  if (typeof value === 'string') return value === '' ? '' : text;
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return [];
  return typeof value === 'object' && value !== null ? {} : value;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
