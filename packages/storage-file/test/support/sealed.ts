import type { KeyRing } from '@gatehouse/crypto';
import { createKeyRing, generateMasterKey } from '@gatehouse/crypto';
import { createSeededRandom } from '@gatehouse/mcp-auth-testing';

/** @returns A ring whose current key comes from the first seed, and its previous ones from the rest. */
export function ringOf(seed: number, ...previous: readonly number[]): KeyRing {
  const keyOf = (one: number) => generateMasterKey(createSeededRandom(one));
  return createKeyRing({ current: keyOf(seed), previous: previous.map(keyOf) });
}
