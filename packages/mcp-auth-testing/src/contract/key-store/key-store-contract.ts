import { describe, it } from 'vitest';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { casesFor } from './cases.js';
import type { KeyStoreContractOptions } from './types.js';

/**
 * Declares the vitest suite that every `KeyStore` passes. Call it at the top level of a test file:
 *
 * ```ts
 * keyStoreContract({
 *   name: 'memory',
 *   capabilities: { writable: true, persistent: false, watches: false },
 *   create: () => createMemoryKeyStore(),
 * });
 * ```
 *
 * @throws {@link TypeError} when the store is said to be persistent and `reopen` is missing.
 */
export function keyStoreContract(options: KeyStoreContractOptions): void {
  const { capabilities } = options;
  if (capabilities.writable && capabilities.persistent && options.reopen === undefined) {
    throw new TypeError('options.reopen is needed for a store that is persistent');
  }
  describe(`KeyStore contract: ${options.name}`, () => {
    for (const { title, timeoutMs = CASE_TIMEOUT_MS, run } of casesFor(options)) {
      it(title, { timeout: timeoutMs }, () => withHandles(options, run));
    }
  });
}
