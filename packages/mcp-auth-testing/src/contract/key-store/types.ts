import type { KeyStore, KeyStoreCapabilities } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/**
 * What the contract suite needs to know of an implementation. `create` gives a store that was never
 * written, or one with at least one record where the store cannot be written. `reopen` is needed
 * if the store is writable and `persistent`.
 */
export interface KeyStoreContractOptions extends HandleOptions<KeyStore> {
  /** Title of the suite. */
  readonly name: string;
  /**
   * What the implementation claims to do. The suite checks that its stores say the same, and runs
   * the cases that follow: nothing is skipped because a store happens to fail at it.
   */
  readonly capabilities: KeyStoreCapabilities;
}

/** One promise of `KeyStore`. */
export type KeyStoreCase = ContractCase<Handles<KeyStore>>;
