import type { ApprovalStore } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/**
 * What the contract suite needs to know of an implementation. With `reopen`, its requests must outlive
 * a handle and be shared by several; leave it out for a store in memory.
 */
export interface ApprovalStoreContractOptions extends HandleOptions<ApprovalStore> {
  /** Title of the suite. */
  readonly name: string;
}

/** One promise of `ApprovalStore`. */
export type ApprovalStoreCase = ContractCase<Handles<ApprovalStore>>;
