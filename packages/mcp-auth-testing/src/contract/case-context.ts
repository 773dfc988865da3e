import type { KeyStore } from '@gatehouse/core';
import type { CaseContext, ContractCase, KeyStoreContractOptions } from './types.js';

/** Runs one case on stores of its own, and closes them whatever happens. */
export async function runCase(
  contractCase: ContractCase,
  options: KeyStoreContractOptions,
): Promise<void> {
  const opened: KeyStore[] = [];
  async function track(opening: KeyStore | Promise<KeyStore>): Promise<KeyStore> {
    const store = await opening;
    opened.push(store);
    return store;
  }
  const context: CaseContext = {
    create: () => track(options.create()),
    reopen(store) {
      if (options.reopen === undefined) {
        throw new TypeError('options.reopen is needed for a store that is persistent');
      }
      return track(options.reopen(store));
    },
  };
  try {
    await contractCase.run(context);
  } finally {
    await Promise.all(opened.map((store) => store.close()));
    await options.cleanUp?.();
  }
}
