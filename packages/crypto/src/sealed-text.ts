import { toBase64Url, tryFromBase64Url } from './base64.js';
import { KEY_ID_BYTES } from './master-key.js';

const PREFIX = 'enc:v1:';
const HEAD = /^enc:v1:([A-Za-z0-9_-]{22}):/;

/** Bytes of the nonce that XChaCha20 takes (draft-irtf-cfrg-xchacha §2). */
export const NONCE_BYTES = 24;
/** Bytes of the Poly1305 tag. */
export const TAG_BYTES = 16;

/** A sealed value taken apart. */
export interface SealedParts {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  /** Ciphertext with the tag behind it. */
  readonly body: Uint8Array;
}

/** Either the parts, or what is wrong with the text. */
export type ParsedSealed =
  | { readonly ok: true; readonly parts: SealedParts }
  | { readonly ok: false; readonly problem: string };

/** @returns `enc:v1:<key id>:<base64url(nonce ‖ ciphertext ‖ tag)>` */
export function formatSealed(parts: SealedParts): string {
  const payload = new Uint8Array(parts.nonce.length + parts.body.length);
  payload.set(parts.nonce);
  payload.set(parts.body, parts.nonce.length);
  return `${PREFIX}${parts.keyId}:${toBase64Url(payload)}`;
}

/** Takes a sealed value apart without any key. Every value has one text only. */
export function parseSealed(text: string): ParsedSealed {
  const keyId = sealedKeyId(text);
  if (keyId === undefined || tryFromBase64Url(keyId)?.length !== KEY_ID_BYTES) {
    return { ok: false, problem: 'it does not start with enc:v1: and a key id' };
  }
  const payload = tryFromBase64Url(text.slice(PREFIX.length + keyId.length + 1));
  if (payload === undefined) {
    return { ok: false, problem: 'what follows the key id is not base64url' };
  }
  if (payload.length < NONCE_BYTES + TAG_BYTES) {
    return { ok: false, problem: 'it is too short to hold a nonce and a tag' };
  }
  const nonce = payload.slice(0, NONCE_BYTES);
  return { ok: true, parts: { keyId, nonce, body: payload.slice(NONCE_BYTES) } };
}

/**
 * Which key a value was sealed with, without opening it. A value that is damaged further on still
 * names its key, so that nobody makes a new key over it (rule 7).
 *
 * @returns The 22 characters of the key id, or `undefined` when the text is no sealed value.
 */
export function sealedKeyId(sealed: string): string | undefined {
  return HEAD.exec(sealed)?.[1];
}
