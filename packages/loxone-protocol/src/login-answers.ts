import { type LoxoneError, malformedAnswer } from './errors.js';
import type { HashAlgorithm } from './hashes.js';
import { isJsonObject, parseEmbeddedJson } from './json.js';
import type { LoxoneSeconds } from './time.js';

/** Value of `getkey2/{user}` and `getvisusalt/{user}`: what a password is hashed with (§2.4). */
export interface HashInputs {
  /** One-time key, hexadecimal; valid for a few seconds. */
  readonly key: string;
  /** The user's salt, taken as text although it looks hexadecimal. */
  readonly salt: string;
  /** SHA1 where firmware before 10.3 does not say. */
  readonly algorithm: HashAlgorithm;
}

/** Value of `getjwt`, `authwithtoken`, `refreshjwt` and `checktoken` (§2.5, §2.6). */
export interface TokenGrant {
  /** Absent where the token that was used stays the valid one. */
  readonly token?: string;
  /** One-time key as from `getkey`, hexadecimal. */
  readonly key?: string;
  readonly validUntil: LoxoneSeconds;
  /** Granted rights; may differ from those asked for. See {@link TOKEN_PERMISSIONS}. */
  readonly rights?: number;
  /** The box considers the password weak. */
  readonly weakPassword: boolean;
}

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED`. */
export function parseHashInputs(value: unknown): HashInputs {
  const fields = parseEmbeddedJson(value);
  if (!isJsonObject(fields)) throw malformed('key material is not an object');
  const { key, salt, hashAlg = 'SHA1' } = fields;
  if (typeof key !== 'string' || !HEX.test(key)) throw malformed('"key" is not hexadecimal');
  if (typeof salt !== 'string') throw malformed('"salt" is not text');
  if (hashAlg !== 'SHA1' && hashAlg !== 'SHA256') {
    throw malformed('"hashAlg" is neither SHA1 nor SHA256');
  }
  return { key, salt, algorithm: hashAlg };
}

/** @throws LoxoneError `ERR_LOXONE_ANSWER_MALFORMED`. */
export function parseTokenGrant(value: unknown): TokenGrant {
  const fields = parseEmbeddedJson(value);
  if (!isJsonObject(fields)) throw malformed('the token is not an object');
  const { token, key, validUntil, tokenRights, unsecurePass } = fields;
  if (typeof validUntil !== 'number') throw malformed('"validUntil" is not a number');
  return {
    validUntil,
    weakPassword: unsecurePass === true,
    ...(typeof token === 'string' && { token }),
    ...(typeof key === 'string' && { key }),
    ...(typeof tokenRights === 'number' && { rights: tokenRights }),
  };
}

function malformed(problem: string): LoxoneError {
  return malformedAnswer('The Miniserver answered the login with something unexpected', problem);
}
