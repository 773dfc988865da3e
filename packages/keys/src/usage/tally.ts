import type { EpochMs, KeyId, KeyUsage } from '@gatehouse/core';

/**
 * What is counted of one key until it is written. It is changed in place: counting a use makes no
 * garbage.
 */
export interface Tally {
  uses: number;
  failures: number;
  firstUsedAt: EpochMs | undefined;
  lastUsedAt: EpochMs | undefined;
  lastAddress: string | undefined;
  lastFailureAt: EpochMs | undefined;
}

export function emptyTally(): Tally {
  return {
    uses: 0,
    failures: 0,
    firstUsedAt: undefined,
    lastUsedAt: undefined,
    lastAddress: undefined,
    lastFailureAt: undefined,
  };
}

/** Counts a use. A clock that jumps back makes no use earlier than one before it. */
export function countUse(tally: Tally, now: EpochMs, address: string | undefined): void {
  tally.uses += 1;
  tally.firstUsedAt = tally.firstUsedAt === undefined ? now : Math.min(tally.firstUsedAt, now);
  if (tally.lastUsedAt === undefined || now >= tally.lastUsedAt) {
    tally.lastUsedAt = now;
    tally.lastAddress = address ?? tally.lastAddress;
  }
}

/** Counts a refusal. */
export function countFailure(tally: Tally, now: EpochMs): void {
  tally.failures += 1;
  tally.lastFailureAt = Math.max(tally.lastFailureAt ?? 0, now);
}

/** @returns What was counted, as stores take it. */
export function usageOf(keyId: KeyId, tally: Tally): KeyUsage {
  const { uses, failures, firstUsedAt, lastUsedAt, lastAddress, lastFailureAt } = tally;
  return {
    keyId,
    uses,
    failures,
    ...(firstUsedAt === undefined ? {} : { firstUsedAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
    ...(lastAddress === undefined ? {} : { lastAddress }),
    ...(lastFailureAt === undefined ? {} : { lastFailureAt }),
  };
}

function earliest(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** @returns The later of two moments, either of which may be unknown. */
export function latest(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Adds what another count says of the same key, earlier or later, to a tally. */
export function addUsage(tally: Tally, other: Omit<KeyUsage, 'keyId'>): void {
  const isLater = (other.lastUsedAt ?? 0) >= (tally.lastUsedAt ?? 0);
  tally.lastAddress = isLater
    ? (other.lastAddress ?? tally.lastAddress)
    : (tally.lastAddress ?? other.lastAddress);
  tally.uses += other.uses;
  tally.failures += other.failures;
  tally.firstUsedAt = earliest(tally.firstUsedAt, other.firstUsedAt);
  tally.lastUsedAt = latest(tally.lastUsedAt, other.lastUsedAt);
  tally.lastFailureAt = latest(tally.lastFailureAt, other.lastFailureAt);
}

/** @returns Both counts of one key as one; `undefined` when there is neither. */
export function sumOf(
  keyId: KeyId,
  stored: KeyUsage | undefined,
  counted: Tally | undefined,
): KeyUsage | undefined {
  if (counted === undefined) {
    return stored;
  }
  const sum = emptyTally();
  if (stored !== undefined) {
    addUsage(sum, stored);
  }
  addUsage(sum, usageOf(keyId, counted));
  return usageOf(keyId, sum);
}
