import type { RandomBytes } from '@gatehouse/core';
import { isMcpAuthError, McpAuthError } from '@gatehouse/core';
import type { KeyRing, SealPlace } from '@gatehouse/crypto';
import { LABELS, open, seal, sealedKeyId } from '@gatehouse/crypto';
import type { FileCodec } from './file-codec.js';
import { decodeUtf8 } from './file-codec.js';
import { damaged } from './file-errors.js';

/** Names the kind of file and no path, so that a backup opens wherever it is put. */
const PLACE: SealPlace = { purpose: LABELS.keyStore, context: 'keys.enc' };

const REMEDY = 'Put a backup in its place.';

const encoder = new TextEncoder();

/** One line; only the line break at its end may be missing. Bytes that are no ASCII stay different. */
function sealedText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replace(/\n$/, '');
}

/**
 * @returns Id of the master key that a sealed file needs.
 * @throws `ERR_MCPAUTH_STORE_DAMAGED` when it does not say: then nobody may take it for an empty store.
 */
export function keyIdOf(path: string, bytes: Uint8Array): string {
  const keyId = sealedKeyId(sealedText(bytes));
  if (keyId === undefined) {
    throw damaged(path, 'it does not begin as a sealed file does', REMEDY);
  }
  return keyId;
}

function explain(path: string, error: unknown): unknown {
  if (!isMcpAuthError(error)) {
    return error;
  }
  switch (error.code) {
    case 'ERR_MCPAUTH_SEAL_KEY_UNKNOWN': {
      const { keyId } = error.details;
      const message = `${path} is sealed with master key ${keyId}, which is not at hand. Provide that key.`;
      return new McpAuthError(error.code, message, { keyId }, { cause: error });
    }
    case 'ERR_MCPAUTH_SEAL_DAMAGED':
      return damaged(path, 'it was changed, or cut, after it was sealed', REMEDY);
    case 'ERR_MCPAUTH_SEAL_MALFORMED':
      return damaged(path, `it is not as it was sealed: ${error.details.problem}`, REMEDY);
    default:
      return error;
  }
}

/**
 * Seals a file as a whole: it opens with its master key only, and only as it was written.
 *
 * @param ring - Its current key seals; the others still open what they have sealed.
 * @param random - Source of the nonces.
 */
export function createSealedCodec(ring: KeyRing, random: RandomBytes): FileCodec {
  return {
    decode(path, bytes) {
      const text = sealedText(bytes);
      try {
        return decodeUtf8(path, open(ring, text, PLACE));
      } catch (error) {
        throw explain(path, error);
      }
    },
    encode: (text) => `${seal(ring, encoder.encode(text), PLACE, random)}\n`,
  };
}
