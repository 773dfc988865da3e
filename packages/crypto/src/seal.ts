import type { RandomBytes } from '@gatehouse/core';
import { McpAuthError, systemRandomBytes } from '@gatehouse/core';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { KeyRing } from './key-ring.js';
import type { SealPurpose } from './labels.js';
import type { MasterKey } from './master-key.js';
import type { SealedParts } from './sealed-text.js';
import { formatSealed, NONCE_BYTES, parseSealed } from './sealed-text.js';

/** Where a sealed value belongs. It opens there and nowhere else. */
export interface SealPlace {
  /** What for, one of `LABELS`. */
  readonly purpose: SealPurpose;
  /** Which one: file kind and field path, or store and record. Never secret. */
  readonly context: string;
}

const encoder = new TextEncoder();

/**
 * Each field as UTF-8 with its length before it (4 bytes, big-endian), so that no two places have
 * the same bytes.
 */
function lengthPrefixed(fields: readonly string[]): Uint8Array {
  const encoded = fields.map((field) => encoder.encode(field));
  const bytes = new Uint8Array(encoded.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of encoded) {
    view.setUint32(at, field.length);
    bytes.set(field, at + 4);
    at += 4 + field.length;
  }
  return bytes;
}

function cipherFor(key: MasterKey, nonce: Uint8Array, place: SealPlace) {
  // UTF-8 has no lone surrogates: all would become U+FFFD, and two places would be one.
  if (/\p{Surrogate}/u.test(place.context)) {
    throw new RangeError('place.context must be well-formed Unicode');
  }
  const associated = lengthPrefixed(['enc:v1', place.purpose, place.context, key.id]);
  return xchacha20poly1305(key.derive(place.purpose), nonce, associated);
}

/**
 * Seals bytes under the ring's current key with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03).
 * The nonce is random: at 24 bytes, no number of values that a store can hold makes one repeat.
 *
 * @param plaintext - Any length, 0 included. Not modified.
 * @param random - Source of the nonce; the default is cryptographically secure.
 * @returns `enc:v1:<key id>:<base64url(nonce ‖ ciphertext ‖ tag)>`, different on every call.
 * @throws {@link RangeError} when `place.context` holds a lone surrogate.
 */
export function seal(
  ring: KeyRing,
  plaintext: Uint8Array,
  place: SealPlace,
  random: RandomBytes = systemRandomBytes,
): string {
  const nonce = random(NONCE_BYTES);
  const body = cipherFor(ring.current, nonce, place).encrypt(plaintext);
  return formatSealed({ keyId: ring.currentId, nonce, body });
}

function partsOf(sealed: string): SealedParts {
  const parsed = parseSealed(sealed);
  if (!parsed.ok) {
    throw new McpAuthError(
      'ERR_MCPAUTH_SEAL_MALFORMED',
      `This is not a sealed value: ${parsed.problem}. Restore it from a backup.`,
      { problem: parsed.problem },
    );
  }
  return parsed.parts;
}

function keyFor(ring: KeyRing, keyId: string): MasterKey {
  const key = ring.get(keyId);
  if (key === undefined) {
    throw new McpAuthError(
      'ERR_MCPAUTH_SEAL_KEY_UNKNOWN',
      `A value is sealed with master key ${keyId}, which is not at hand. Provide that key.`,
      { keyId },
    );
  }
  return key;
}

/**
 * Opens what {@link seal} made. Nothing is returned before the tag was checked.
 *
 * @param place - The place that it was sealed for.
 * @returns Fresh plaintext bytes.
 * @throws `ERR_MCPAUTH_SEAL_MALFORMED` when the text is no sealed value,
 *   `ERR_MCPAUTH_SEAL_KEY_UNKNOWN` when the ring lacks its key, `ERR_MCPAUTH_SEAL_DAMAGED` when the
 *   key is there and the value was changed, cut, or sealed for another place.
 */
export function open(ring: KeyRing, sealed: string, place: SealPlace): Uint8Array {
  const { keyId, nonce, body } = partsOf(sealed);
  const cipher = cipherFor(keyFor(ring, keyId), nonce, place);
  try {
    return cipher.decrypt(body);
  } catch (cause) {
    throw new McpAuthError(
      'ERR_MCPAUTH_SEAL_DAMAGED',
      `A value sealed with master key ${keyId} was changed or moved. Restore it from a backup.`,
      { keyId },
      { cause },
    );
  }
}
