import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { formatPublicKey, type RandomBytes } from '@gatehouse/loxone-protocol';
import { createCertificate } from './certificate.js';

/** First-generation boxes have such keys; TLS libraries want longer ones. */
const PLAIN_BITS = 1024;
const TLS_BITS = 2048;
const SERIAL_BYTES = 8;
const ROOT_NAME = 'Gatehouse Simulator Root';

/** The RSA key of one Miniserver and the two forms in which it tells it. */
export interface BoxKeys {
  readonly privateKey: KeyObject;
  /** Value of `getPublicKey`: one line, labelled as something it is not (reference §2.2). */
  readonly publicKeyText: string;
  /** Body of `getcertificate`: genuine certificates, PEM: the root, then the one of the key (§1.2). */
  readonly certificate: string;
  /** The same, the other way round: as TLS wants it. */
  readonly tlsChain: string;
}

const generate = promisify(generateKeyPair);

/** Makes a fresh key pair and a root that vouches for it; takes some ten to some hundred ms. */
export async function createBoxKeys(options: {
  readonly serialNr: string;
  readonly tls: boolean;
  readonly random: RandomBytes;
  readonly now: number;
}): Promise<BoxKeys> {
  const { privateKey, publicKey } = await generate('rsa', {
    modulusLength: options.tls ? TLS_BITS : PLAIN_BITS,
  });
  // An elliptic key is made in a moment; a second RSA key would make every start slow.
  const authority = await generate('ec', { namedCurve: 'P-256' });
  const { random, now } = options;
  const root = createCertificate({
    ...authority,
    commonName: ROOT_NAME,
    names: [],
    serial: random(SERIAL_BYTES),
    now,
  });
  const host = `${options.serialNr.toLowerCase()}.dyndns.loxonecloud.com`;
  const leaf = createCertificate({
    privateKey: authority.privateKey,
    publicKey,
    commonName: host,
    issuer: ROOT_NAME,
    // The address, its dots dashes, goes before the serial number (§1.4).
    names: [host, `*.${host}`, 'localhost'],
    serial: random(SERIAL_BYTES),
    now,
  });
  return {
    privateKey,
    publicKeyText: formatPublicKey(publicKey),
    certificate: root + leaf,
    tlsChain: leaf + root,
  };
}
