import type { LimitStore } from '@gatehouse/core';
import { describe, it } from 'vitest';
import { createFakeClock } from '../../fake-clock.js';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { boundedCases, lockoutCases } from './lockout-cases.js';
import { requestCases, sharedRequestCases } from './request-cases.js';
import { requestPropertyCases } from './request-property.js';
import type { LimitStoreCase, LimitStoreContractOptions } from './types.js';

/** @returns The promises that a store with these options makes. */
export function limitCasesFor(options: LimitStoreContractOptions): readonly LimitStoreCase[] {
  return [
    ...requestCases,
    ...requestPropertyCases,
    ...lockoutCases,
    ...(options.reopen === undefined ? [] : sharedRequestCases),
    ...(options.maxBuckets === undefined ? [] : boundedCases),
  ];
}

/** Runs one case on stores and a clock of its own, and closes the stores whatever happens. */
export function runLimitCase(
  { run }: LimitStoreCase,
  options: LimitStoreContractOptions,
): Promise<void> {
  const clock = createFakeClock();
  const { reopen } = options;
  return withHandles<LimitStore>(
    {
      create: () => options.create(clock),
      ...(reopen === undefined ? {} : { reopen: (store) => reopen.call(options, store, clock) }),
      cleanUp: () => options.cleanUp?.(),
    },
    (handles) => run({ ...handles, clock, maxBuckets: options.maxBuckets ?? 0 }),
  );
}

/**
 * Declares the vitest suite that every `LimitStore` passes. Call it at the top level of a test file:
 *
 * ```ts
 * limitStoreContract({
 *   name: 'memory',
 *   maxBuckets: 50,
 *   create: (clock) => createMemoryLimitStore({ clock, maxBuckets: 50 }),
 * });
 * ```
 *
 * @throws {@link RangeError} when `maxBuckets` is given and no integer from 10 on.
 */
export function limitStoreContract(options: LimitStoreContractOptions): void {
  const { maxBuckets } = options;
  if (maxBuckets !== undefined && (!Number.isSafeInteger(maxBuckets) || maxBuckets < 10)) {
    throw new RangeError(`options.maxBuckets must be an integer from 10 on, got ${maxBuckets}`);
  }
  describe(`LimitStore contract: ${options.name}`, () => {
    for (const limitCase of limitCasesFor(options)) {
      it(limitCase.title, { timeout: CASE_TIMEOUT_MS }, () => runLimitCase(limitCase, options));
    }
  });
}
