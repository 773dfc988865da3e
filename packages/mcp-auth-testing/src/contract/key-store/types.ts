import type { KeyStore, KeyStoreCapabilities } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/** How the suite opens the store in processes of their own. */
export interface ChildProcessOptions {
  /**
   * A module of JavaScript or TypeScript whose default export opens the store at a location:
   * `(location: string) => KeyStore | Promise<KeyStore>`. It must not import vitest. The suite
   * bundles it with the Vite that vitest brings along.
   */
  readonly module: URL | string;
  /** Arguments for Node itself. */
  readonly execArgv?: readonly string[];
  /** How often a process is killed while it inserts; the default is 10. */
  readonly killRounds?: number;
  /**
   * Within what time a change of another process must be reported. The default, 8,000 ms, is much
   * longer than the second that `KeyStore` promises, so that a busy machine fails nobody.
   */
  readonly seenWithinMs?: number;
}

/** A backup that was taken. */
export interface KeyStoreBackup {
  /** Restores it in the place of the store, whose handles are closed, and opens the result. */
  restore(): KeyStore | Promise<KeyStore>;
  /** Changes a byte of it, or cuts it. */
  damage(): void | Promise<void>;
}

/** A way in which the content of a store can be damaged. */
export interface KeyStoreDamage {
  /** For the title of the case: `cut in half`. */
  readonly name: string;
  /** Damages the content of a store, whose handles are closed. */
  apply(store: KeyStore): void | Promise<void>;
  /** @returns The content as bytes or text, to see that nobody rewrites it. */
  content(store: KeyStore): Uint8Array | string | Promise<Uint8Array | string>;
}

/**
 * What the contract suite needs to know of an implementation. `create` gives a store that was never
 * written, or one with at least one record where the store cannot be written. `reopen` is needed
 * if the store is writable and `persistent`, and so it is for all that is optional here.
 */
export interface KeyStoreContractOptions extends HandleOptions<KeyStore> {
  /** Title of the suite. */
  readonly name: string;
  /**
   * What the implementation claims to do. The suite checks that its stores say the same, and runs
   * the cases that follow: nothing is skipped because a store happens to fail at it.
   */
  readonly capabilities: KeyStoreCapabilities;
  /** With it, several processes work on one store, and are killed. */
  readonly childProcess?: ChildProcessOptions;
  /** Takes a backup of an open store. */
  backup?(store: KeyStore): KeyStoreBackup | Promise<KeyStoreBackup>;
  /** One case for each: the store is named as damaged, and never rewritten. */
  readonly damage?: readonly KeyStoreDamage[];
}

/** One promise of `KeyStore`. */
export type KeyStoreCase = ContractCase<Handles<KeyStore>>;
