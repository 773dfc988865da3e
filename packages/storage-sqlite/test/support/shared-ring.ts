import { createKeyRing, generateMasterKey, type KeyRing } from '@gatehouse/crypto';

/** The same ring in every process of a test: the peppers of their store are sealed under it. */
export function sharedRing(): KeyRing {
  const bytes = (length: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from({ length }, (_, n) => n * n * 53 + n * 17 + 7);
  return createKeyRing({ current: generateMasterKey(bytes) });
}
