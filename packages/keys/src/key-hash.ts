import { toBase64Url, tryFromBase64Url } from '@gatehouse/crypto';

/** What a record keeps of a key: which pepper, and the HMAC under it. */
export interface KeyHash {
  readonly pepperId: string;
  /** 32 bytes. */
  readonly mac: Uint8Array;
}

const HASH = /^hmac-sha256:([A-Za-z0-9-]{1,64}):([A-Za-z0-9_-]{43})$/;

/** @returns `hmac-sha256:<pepper id>:<base64url of 32 bytes>` */
export function formatKeyHash({ pepperId, mac }: KeyHash): string {
  return `hmac-sha256:${pepperId}:${toBase64Url(mac)}`;
}

/** @returns `undefined` when the text is no hash of this form. */
export function parseKeyHash(text: string): KeyHash | undefined {
  const [, pepperId, encoded] = HASH.exec(text) ?? [];
  const mac = encoded === undefined ? undefined : tryFromBase64Url(encoded);
  return pepperId === undefined || mac === undefined ? undefined : { pepperId, mac };
}
