import { ACTIVITY_MAX_PAIRS } from '@gatehouse/core';
import { describe, it } from 'vitest';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { countingCases, inputCases } from './counting-cases.js';
import {
  atomicityCases,
  closingCases,
  closingWhileAddingCases,
  failingCases,
  sharingCases,
} from './durability-cases.js';
import { conservationCases, retentionCases } from './retention-cases.js';
import type { ActivityStoreCase, ActivityStoreContractOptions } from './types.js';

/** @returns The promises that a store with these options makes. */
export function activityCasesFor(
  options: ActivityStoreContractOptions,
): readonly ActivityStoreCase[] {
  return [
    ...countingCases,
    ...inputCases,
    ...retentionCases,
    ...conservationCases,
    ...atomicityCases,
    ...(options.breakWrites === undefined ? [] : failingCases),
    ...(options.reopen === undefined ? [] : [...sharingCases, ...closingWhileAddingCases]),
    ...closingCases,
  ];
}

/** Runs one case on stores of its own, and closes them whatever happens. */
export function runActivityCase(
  { run }: ActivityStoreCase,
  options: ActivityStoreContractOptions,
): Promise<void> {
  return withHandles(options, (handles) =>
    run({
      ...handles,
      maxPairs: options.maxPairs ?? ACTIVITY_MAX_PAIRS,
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
 * Declares the vitest suite that every `ActivityStore` passes. Call it at the top level of a test file:
 *
 * ```ts
 * activityStoreContract({ name: 'memory', create: () => createMemoryActivityStore() });
 * ```
 */
export function activityStoreContract(options: ActivityStoreContractOptions): void {
  describe(`ActivityStore contract: ${options.name}`, () => {
    for (const activityCase of activityCasesFor(options)) {
      const timeout = activityCase.timeoutMs ?? CASE_TIMEOUT_MS;
      it(activityCase.title, { timeout }, () => runActivityCase(activityCase, options));
    }
  });
}
