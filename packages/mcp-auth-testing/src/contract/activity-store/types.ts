import type { ActivityStore } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/**
 * What the contract suite needs to know of an implementation. With `reopen`, its counts must outlive
 * a handle and be shared by several; leave it out for a store in memory.
 */
export interface ActivityStoreContractOptions extends HandleOptions<ActivityStore> {
  /** Title of the suite. */
  readonly name: string;
  /** Pairs that a span of what `create` opens counts apart, ≥ 12; default `ACTIVITY_MAX_PAIRS`. */
  readonly maxPairs?: number;
  /**
   * Makes the writes of a handle fail as the world does it: a full disk, a directory that is gone.
   *
   * @returns A function that mends it.
   */
  breakWrites?(store: ActivityStore): Mend | Promise<Mend>;
}

type Mend = () => void | Promise<void>;

/** What one case works with. */
export interface ActivityStoreCaseContext extends Handles<ActivityStore> {
  readonly maxPairs: number;
  breakWrites(store: ActivityStore): Promise<Mend>;
}

/** One promise of `ActivityStore`. */
export type ActivityStoreCase = ContractCase<ActivityStoreCaseContext>;
