import { describe, it } from 'vitest';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { countingCases, forgettingCases } from './counting-cases.js';
import {
  atomicityCases,
  closingCases,
  closingWhileAddingCases,
  failingCases,
  sharingCases,
} from './durability-cases.js';
import type { UsageStoreCase, UsageStoreContractOptions } from './types.js';

/** @returns The promises that a store with these options makes. */
export function usageCasesFor(options: UsageStoreContractOptions): readonly UsageStoreCase[] {
  return [
    ...countingCases,
    ...forgettingCases,
    ...atomicityCases,
    ...(options.breakWrites === undefined ? [] : failingCases),
    ...(options.reopen === undefined ? [] : [...sharingCases, ...closingWhileAddingCases]),
    ...closingCases,
  ];
}

/** Runs one case on stores of its own, and closes them whatever happens. */
export function runUsageCase(
  { run }: UsageStoreCase,
  options: UsageStoreContractOptions,
): Promise<void> {
  return withHandles(options, (handles) =>
    run({
      ...handles,
      async breakWrites(store) {
        if (options.breakWrites === undefined) {
          throw new TypeError('options.breakWrites is needed for this case');
        }
        return options.breakWrites(store);
      },
    }),
  );
}

/**
 * Declares the vitest suite that every `UsageStore` passes. Call it at the top level of a test file:
 *
 * ```ts
 * usageStoreContract({ name: 'memory', create: () => createMemoryUsageStore() });
 * ```
 */
export function usageStoreContract(options: UsageStoreContractOptions): void {
  describe(`UsageStore contract: ${options.name}`, () => {
    for (const usageCase of usageCasesFor(options)) {
      it(usageCase.title, { timeout: CASE_TIMEOUT_MS }, () => runUsageCase(usageCase, options));
    }
  });
}
