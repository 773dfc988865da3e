import type { Clock, KeyStore, RandomBytes } from '@gatehouse/core';
import type { FieldProblem } from '../check-request.js';
import type { CheckContext } from '../field-checks.js';
import type { LifetimePolicy } from '../lifetime-policy.js';
import type { PepperSource } from '../peppers.js';
import type { StatusOf } from '../usage/status.js';
import type { UsageTracker } from '../usage/types.js';
import type { GrantRules } from './grant-rules.js';
import type { Ledger } from './ledger.js';

/** What the acts on keys work with. */
export interface LifecycleParts {
  readonly store: KeyStore;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly prefix: string;
  readonly peppers: PepperSource;
  readonly statusOf: StatusOf;
  readonly usage: UsageTracker | undefined;
  readonly grants: GrantRules;
  readonly policy: LifetimePolicy;
  readonly ledger: Ledger;
  /** What the checks of fields need to know, as of now. */
  checkContext(): CheckContext;
}

/** @throws {@link RangeError} that names all fields that do not fit, and no values. */
export function assertFits(argument: string, problems: readonly FieldProblem[]): void {
  if (problems.length > 0) {
    const sentences = problems.map(({ field, problem }) => `${argument}.${field} ${problem}`);
    throw new RangeError(sentences.join('; '));
  }
}

/**
 * Copies what a caller asks for before it is checked: acts wait for stores, and what was checked must
 * be what is stored, whatever the caller does with the object meanwhile.
 */
export function snapshot<T extends object>(asked: T): T {
  const fields = Object.entries(asked).map(([field, value]): [string, unknown] => [
    field,
    Array.isArray(value) ? [...value] : value,
  ]);
  return Object.fromEntries(fields) as T;
}
