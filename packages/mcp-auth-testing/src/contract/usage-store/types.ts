import type { UsageStore } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/**
 * What the contract suite needs to know of an implementation. With `reopen`, its counters must
 * outlive a handle and be shared by several; leave it out for a store in memory.
 */
export interface UsageStoreContractOptions extends HandleOptions<UsageStore> {
  /** Title of the suite. */
  readonly name: string;
  /**
   * Makes the writes of a handle fail as the world does it: a full disk, a directory that is gone.
   *
   * @returns A function that mends it.
   */
  breakWrites?(store: UsageStore): Mend | Promise<Mend>;
}

type Mend = () => void | Promise<void>;

/** What one case works with. */
export interface UsageStoreCaseContext extends Handles<UsageStore> {
  breakWrites(store: UsageStore): Promise<Mend>;
}

/** One promise of `UsageStore`. */
export type UsageStoreCase = ContractCase<UsageStoreCaseContext>;
