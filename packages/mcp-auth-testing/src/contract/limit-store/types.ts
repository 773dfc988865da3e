import type { LimitStore } from '@gatehouse/core';
import type { FakeClock } from '../../fake-clock.js';
import type { ContractCase } from '../contract-case.js';

/** What the contract suite needs to know of an implementation. */
export interface LimitStoreContractOptions {
  /** Title of the suite. */
  readonly name: string;
  /** Opens an empty store that reads its time from `clock`, of its own for each call. */
  create(clock: FakeClock): LimitStore | Promise<LimitStore>;
  /** Opens a second handle on the same counters. Leave it out where no second one is possible. */
  reopen?(store: LimitStore, clock: FakeClock): LimitStore | Promise<LimitStore>;
  /**
   * How many buckets the stores of `create` keep at most, an integer from 10 on. Make it small: the
   * suite fills three times as many. Leave it out only where others see to the bound.
   */
  readonly maxBuckets?: number;
  /** Runs after each case, when all its stores are closed. */
  cleanUp?(): void | Promise<void>;
}

/** What one case works with. */
export interface LimitStoreCaseContext {
  /** The clock of all stores of this case. */
  readonly clock: FakeClock;
  readonly maxBuckets: number;
  create(): Promise<LimitStore>;
  reopen(store: LimitStore): Promise<LimitStore>;
}

/** One promise of `LimitStore`. */
export type LimitStoreCase = ContractCase<LimitStoreCaseContext>;
