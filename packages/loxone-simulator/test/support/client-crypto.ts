import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';

/**
 * A client's cryptography written against `node:crypto` alone, so that the simulator is not checked
 * with the codec it is made of.
 */
export interface ClientSession {
  readonly key: Buffer;
  readonly iv: Buffer;
}

export type Padding = 'zeros' | 'nul-pkcs7';

export function newSession(): ClientSession {
  return { key: randomBytes(32), iv: randomBytes(16) };
}

/** Strips whatever label it has and wraps it at 64 columns, as clients do. */
export function importKey(value: string): KeyObject {
  const body = value.replace(/-----(BEGIN|END) [A-Z ]+-----/g, '').replace(/\s/g, '');
  const lines = body.match(/.{1,64}/g) ?? [];
  return createPublicKey(
    ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----'].join('\n'),
  );
}

export function sealSession({ key, iv }: ClientSession, publicKey: KeyObject): string {
  const plain = Buffer.from(`${key.toString('hex')}:${iv.toString('hex')}`);
  return publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, plain).toString(
    'base64',
  );
}

export function encrypt(
  { key, iv }: ClientSession,
  text: string,
  padding: Padding = 'zeros',
): string {
  const bytes = Buffer.from(text);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  if (padding === 'nul-pkcs7') {
    return Buffer.concat([
      cipher.update(Buffer.concat([bytes, Buffer.of(0)])),
      cipher.final(),
    ]).toString('base64');
  }
  cipher.setAutoPadding(false);
  const padded = Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64');
}

export function decrypt({ key, iv }: ClientSession, base64: string): string {
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  decipher.setAutoPadding(false);
  const bytes = Buffer.concat([decipher.update(Buffer.from(base64, 'base64')), decipher.final()]);
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? bytes.length : end).toString('utf8');
}

export type Hash = 'sha1' | 'sha256';

/** `hex(HMAC(key, user:UPPER(hex(H(password:salt)))))`; password hash and HMAC may differ. */
export function loginHash(input: {
  readonly user: string;
  readonly password: string;
  readonly salt: string;
  readonly key: string;
  readonly passwordHash: Hash;
  readonly hmac?: Hash;
}): string {
  const hash = createHash(input.passwordHash)
    .update(`${input.password}:${input.salt}`)
    .digest('hex')
    .toUpperCase();
  return keyed(input.hmac ?? input.passwordHash, input.key, `${input.user}:${hash}`);
}

export function keyed(hash: Hash, key: string, text: string): string {
  return createHmac(hash, Buffer.from(key, 'hex')).update(text).digest('hex');
}

/** `hex(HMAC(key, UPPER(hex(H(password:salt)))))` */
export function visuHash(hash: Hash, password: string, salt: string, key: string): string {
  const hashed = createHash(hash).update(`${password}:${salt}`).digest('hex').toUpperCase();
  return keyed(hash, key, hashed);
}
