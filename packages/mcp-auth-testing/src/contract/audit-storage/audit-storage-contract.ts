import { describe, it } from 'vitest';
import { CASE_TIMEOUT_MS, withHandles } from '../contract-case.js';
import { appendCases, sharedAppendCases } from './append-cases.js';
import { closingCases, closingWhileAppendingCases } from './closing-cases.js';
import { damagedHeadCases, tornCases, unconfirmedCases } from './damage-cases.js';
import { pruneCases, sharedPruneCases } from './prune-cases.js';
import type {
  AuditDamage,
  AuditStorageCase,
  AuditStorageCaseContext,
  AuditStorageContractOptions,
} from './types.js';
import { sharedWatchCases, watchCases } from './watch-cases.js';

const SHARED: readonly AuditStorageCase[] = [
  ...sharedAppendCases,
  ...sharedPruneCases,
  ...sharedWatchCases,
  ...closingWhileAppendingCases,
];

function damageCasesFor(damage: AuditDamage | undefined): readonly AuditStorageCase[] {
  return [
    ...(damage?.torn === undefined ? [] : tornCases),
    ...(damage?.unconfirmed === undefined ? [] : unconfirmedCases),
    ...(damage?.head === undefined ? [] : damagedHeadCases),
  ];
}

/** @returns The promises that a storage with these options makes. */
export function auditCasesFor(options: AuditStorageContractOptions): readonly AuditStorageCase[] {
  return [
    ...appendCases,
    ...pruneCases,
    ...watchCases,
    ...(options.reopen === undefined ? [] : [...SHARED, ...damageCasesFor(options.damage)]),
    ...closingCases,
  ];
}

function missing(): never {
  throw new TypeError('options.damage lacks what this case needs');
}

function damageOf({ damage }: AuditStorageContractOptions): AuditStorageCaseContext['damage'] {
  return {
    torn: (storage, text) => (damage?.torn ?? missing)(storage, text),
    unconfirmed: (storage, lines) => (damage?.unconfirmed ?? missing)(storage, lines),
    head: (storage) => (damage?.head ?? missing)(storage),
  };
}

/** Runs one case on trails of its own, and closes them whatever happens. */
export function runAuditCase(
  { run }: AuditStorageCase,
  options: AuditStorageContractOptions,
): Promise<void> {
  return withHandles(options, (handles) => run({ ...handles, damage: damageOf(options) }));
}

/**
 * Declares the vitest suite that every `AuditStorage` passes. Call it at the top level of a test
 * file:
 *
 * ```ts
 * auditStorageContract({ name: 'memory', create: () => createMemoryAuditStorage() });
 * ```
 *
 * @throws {@link TypeError} when `damage` is given without `reopen`.
 */
export function auditStorageContract(options: AuditStorageContractOptions): void {
  if (options.damage !== undefined && options.reopen === undefined) {
    throw new TypeError('options.reopen is needed where options.damage is given');
  }
  describe(`AuditStorage contract: ${options.name}`, () => {
    for (const auditCase of auditCasesFor(options)) {
      it(auditCase.title, { timeout: CASE_TIMEOUT_MS }, () => runAuditCase(auditCase, options));
    }
  });
}
