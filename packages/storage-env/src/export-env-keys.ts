import type { NewKeyRecord, StoreHeader } from '@gatehouse/core';
import { recordJson } from './record-json.js';

/** Characters that end a quoted text in a shell, or begin a variable in a compose file. */
const AWKWARD = /['$`\u007f-\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Writes the value of the variable that `createEnvKeyStore` reads: JSON on one line, in ASCII, without
 * `'`, `$` and `` ` ``, so that it can stand between single quotes in a shell, an env file or YAML.
 *
 * It holds no key, but whoever has it and the master key can check guesses; keep it like a secret.
 *
 * @param header - Of the store that the records are from: hashes mean nothing without its peppers.
 */
export function exportEnvKeys(
  header: StoreHeader | undefined,
  records: readonly NewKeyRecord[],
): string {
  const peppers = (header?.peppers ?? []).map(({ id, sealed }) => ({ id, sealed }));
  return JSON.stringify({ peppers, keys: records.map(recordJson) }).replace(AWKWARD, escaped);
}
