import type { AuditStorage } from '@gatehouse/core';
import type { ContractCase, HandleOptions, Handles } from '../contract-case.js';

/** Ways in which a process that dies, or a disk, can leave a trail. */
export interface AuditDamage {
  /** Leaves half a line at the end of a closed trail: `text` is what of it was written. */
  torn?(storage: AuditStorage, text: string): void | Promise<void>;
  /** Leaves whole lines behind the head of a closed trail, as if the process died before the head. */
  unconfirmed?(storage: AuditStorage, lines: readonly string[]): void | Promise<void>;
  /** Makes the head of a closed trail unreadable. */
  head?(storage: AuditStorage): void | Promise<void>;
}

/**
 * What the contract suite needs to know of an implementation. A storage that removes old records in
 * whole parts makes its parts so small that twenty lines of 200 bytes fill several. With `reopen`,
 * the trail must outlive a handle and be shared by several; leave it out for a storage in memory.
 */
export interface AuditStorageContractOptions extends HandleOptions<AuditStorage> {
  /** Title of the suite. */
  readonly name: string;
  /** What this implementation can be made to suffer; needs `reopen`. */
  readonly damage?: AuditDamage;
}

/** What one case works with. */
export interface AuditStorageCaseContext extends Handles<AuditStorage> {
  readonly damage: Required<AuditDamage>;
}

/** One promise of `AuditStorage`. */
export type AuditStorageCase = ContractCase<AuditStorageCaseContext>;
