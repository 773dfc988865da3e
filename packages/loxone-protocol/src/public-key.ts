import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { decodeWireBase64, encodeBase64 } from './base64.js';
import { LoxoneError } from './errors.js';

const PEM_BLOCK = /-----BEGIN [A-Z0-9 ]{1,40}-----([^-]*)-----END [A-Z0-9 ]{1,40}-----/g;
/** The session key takes 97 bytes, its padding 11 more. */
const MIN_MODULUS_BITS = 1024;

/**
 * Reads the key that the session key is encrypted with, from `getPublicKey` or `getcertificate`.
 *
 * `getPublicKey` labels its key CERTIFICATE and writes it on one line, but what it holds is a bare
 * SubjectPublicKeyInfo (protocol reference §2.2); `getcertificate` answers real X.509 certificates,
 * the Miniserver's own last. So the label says nothing, and the last block is tried as both.
 *
 * @throws LoxoneError `ERR_LOXONE_PUBLIC_KEY_INVALID` when it is neither, not RSA, or too short.
 */
export function parsePublicKey(text: string): KeyObject {
  const blocks = Array.from(text.matchAll(PEM_BLOCK), ([, body = '']) => body);
  const der = decodeWireBase64(blocks.at(-1) ?? text);
  if (der === undefined) throw invalid('it is not base64 between PEM markers');
  const key = readSpki(der) ?? readCertificate(der);
  if (key === undefined) throw invalid('it is neither a public key nor a certificate');
  if (key.asymmetricKeyType !== 'rsa') throw invalid('it is not an RSA key');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_MODULUS_BITS) throw invalid(`it has ${bits} bits, ${MIN_MODULUS_BITS} are needed`);
  return key;
}

/** The value of `getPublicKey`, as the box writes it: one line, labelled CERTIFICATE. */
export function formatPublicKey(key: KeyObject): string {
  const base64 = encodeBase64(key.export({ type: 'spki', format: 'der' }));
  return `-----BEGIN CERTIFICATE-----${base64}-----END CERTIFICATE-----`;
}

function readSpki(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

function readCertificate(der: Uint8Array): KeyObject | undefined {
  try {
    return new X509Certificate(der).publicKey;
  } catch {
    return undefined;
  }
}

function invalid(problem: string): LoxoneError<'ERR_LOXONE_PUBLIC_KEY_INVALID'> {
  return new LoxoneError(
    'ERR_LOXONE_PUBLIC_KEY_INVALID',
    `The Miniserver's public key cannot be used: ${problem}.`,
    { problem },
  );
}
