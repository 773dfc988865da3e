import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { formatPublicKey, type RandomBytes } from '@gatehouse/loxone-protocol';
import { createCertificate } from './certificate.js';

/** First-generation boxes have such keys; TLS libraries want longer ones. */
const PLAIN_BITS = 1024;
const TLS_BITS = 2048;
const SERIAL_BYTES = 8;

/** The RSA key of one Miniserver and the two forms in which it tells it. */
export interface BoxKeys {
  readonly privateKey: KeyObject;
  /** Value of `getPublicKey`: one line, labelled as something it is not (reference §2.2). */
  readonly publicKeyText: string;
  /** Body of `getcertificate`: a genuine certificate, PEM. */
  readonly certificate: string;
}

const generate = promisify(generateKeyPair);

/** Makes a fresh key pair; takes some ten to some hundred milliseconds. */
export async function createBoxKeys(options: {
  readonly serialNr: string;
  readonly tls: boolean;
  readonly random: RandomBytes;
  readonly now: number;
}): Promise<BoxKeys> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: options.tls ? TLS_BITS : PLAIN_BITS,
  });
  const certificate = createCertificate({
    privateKey,
    publicKey,
    commonName: `${options.serialNr.toLowerCase()}.dyndns.loxonecloud.com`,
    serial: options.random(SERIAL_BYTES),
    now: options.now,
  });
  return { privateKey, publicKeyText: formatPublicKey(publicKey), certificate };
}
