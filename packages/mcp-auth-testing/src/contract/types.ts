import type { KeyStore, KeyStoreCapabilities } from '@gatehouse/core';

/** What the contract suite needs to know of an implementation. */
export interface KeyStoreContractOptions {
  /** Title of the suite. */
  readonly name: string;
  /**
   * What the implementation claims to do. The suite checks that its stores say the same, and runs
   * the cases that follow: nothing is skipped because a store happens to fail at it.
   */
  readonly capabilities: KeyStoreCapabilities;
  /**
   * Opens a store of its own for one case: never written if it is writable, with at least one
   * record if it is not.
   */
  create(): KeyStore | Promise<KeyStore>;
  /**
   * Opens a second handle on the content of `store`, which may be open or closed. Needed if the
   * store is `persistent`.
   */
  reopen?(store: KeyStore): KeyStore | Promise<KeyStore>;
  /** Runs after each case, when all its stores are closed. */
  cleanUp?(): void | Promise<void>;
}

/** What one case works with. All stores that it opens are closed behind it. */
export interface CaseContext {
  create(): Promise<KeyStore>;
  reopen(store: KeyStore): Promise<KeyStore>;
}

/** One promise of `KeyStore`. It rejects when the store breaks it. */
export interface ContractCase {
  readonly title: string;
  run(context: CaseContext): Promise<void>;
}
