import { describe, it } from 'vitest';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { closingCases, sharingCases, watchingCases } from './sharing-cases.js';
import { keepingCases, onceCases } from './step-cases.js';
import type { ApprovalStoreCase, ApprovalStoreContractOptions } from './types.js';

/** @returns The promises that a store with these options makes. */
export function approvalCasesFor(
  options: ApprovalStoreContractOptions,
): readonly ApprovalStoreCase[] {
  return [
    ...keepingCases,
    ...onceCases,
    ...watchingCases,
    ...(options.reopen === undefined ? [] : sharingCases),
    ...closingCases,
  ];
}

/** Runs one case on stores of its own, and closes them whatever happens. */
export function runApprovalCase(
  { run }: ApprovalStoreCase,
  options: ApprovalStoreContractOptions,
): Promise<void> {
  return withHandles(options, run);
}

/**
 * Declares the vitest suite that every `ApprovalStore` passes. Call it at the top level of a test
 * file:
 *
 * ```ts
 * approvalStoreContract({ name: 'memory', create: () => createMemoryApprovalStore() });
 * ```
 */
export function approvalStoreContract(options: ApprovalStoreContractOptions): void {
  describe(`ApprovalStore contract: ${options.name}`, () => {
    for (const one of approvalCasesFor(options)) {
      it(one.title, { timeout: CASE_TIMEOUT_MS }, () => runApprovalCase(one, options));
    }
  });
}
