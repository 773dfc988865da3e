import { type LoxoneError, malformedAnswer } from './errors.js';
import { isJsonObject, parseEmbeddedJson } from './json.js';

/** What `jdev/cfg/api` and `jdev/cfg/apiKey` tell without a login (protocol reference §1.2). */
export interface ApiInfo {
  /** Twelve hexadecimal digits, upper case, without colons: `504F9411125F`. */
  readonly serial: string;
  /** `14.5.12.7`; compare with {@link compareFirmware}. */
  readonly firmware: string;
  /** Whether the Miniserver takes this peer for local (≥ 12.1). */
  readonly local?: boolean;
  /** 1 TLS works · 2 its certificate has expired · absent on first-generation boxes. */
  readonly httpsStatus?: number;
  /** One-time key as from `getkey`, hexadecimal (`apiKey` only). */
  readonly key?: string;
  /** Whether another client can still subscribe to live updates. */
  readonly hasEventSlots?: boolean;
  /** Address in the local network (`apiKey` only). */
  readonly address?: string;
  /** Top-level domain of the host names that its certificate covers. */
  readonly certTld?: string;
}

/**
 * Reads the value of `jdev/cfg/api` or `jdev/cfg/apiKey`, pseudo-JSON text or object. Fields of a
 * wrong type count as absent.
 *
 * @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED` when serial or firmware is missing.
 */
export function parseApiInfo(value: unknown): ApiInfo {
  const fields = parseEmbeddedJson(value);
  if (!isJsonObject(fields)) throw malformed('it is not an object');
  const { snr, version, local, httpsStatus, key, hasEventSlots, address, certTLD } = fields;
  if (typeof snr !== 'string') throw malformed('"snr" is missing');
  if (typeof version !== 'string') throw malformed('"version" is missing');
  return {
    serial: snr.replace(/[^0-9a-z]/gi, '').toUpperCase(),
    firmware: version,
    ...(typeof local === 'boolean' && { local }),
    ...(typeof httpsStatus === 'number' && { httpsStatus }),
    ...(typeof key === 'string' && { key }),
    ...(typeof hasEventSlots === 'boolean' && { hasEventSlots }),
    ...(typeof address === 'string' && { address }),
    ...(typeof certTLD === 'string' && { certTld: certTLD }),
  };
}

/**
 * Orders firmware versions by their numbers, part by part. A missing part, or one that is not a
 * number, counts as 0: `10.2` equals `10.2.0.0`.
 */
export function compareFirmware(a: string, b: string): -1 | 0 | 1 {
  const left = firmwareParts(a);
  const right = firmwareParts(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

function firmwareParts(version: string): readonly number[] {
  return version.split('.').map((part) => {
    const number = Number.parseInt(part, 10);
    return Number.isNaN(number) ? 0 : number;
  });
}

function malformed(problem: string): LoxoneError {
  return malformedAnswer('What the Miniserver says about itself cannot be understood', problem);
}
