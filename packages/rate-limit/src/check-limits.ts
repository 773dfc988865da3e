import type { LockoutPolicy, RequestLimit } from '@gatehouse/core';

/** Counters are 32 bits wide. */
const LARGEST_MAX = 0xffff_ffff;
/** 24 days, so that what is older than a window still fits 32 bits. */
const LONGEST_WINDOW_MS = 0x7fff_ffff;
/** A history keeps the time of each failure. */
const MOST_FAILURES = 10_000;
/** A Map holds no more. */
const MOST_BUCKETS = 2 ** 24;

function isCount(value: number, largest: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= largest;
}

function notACount(name: string, largest: number): RangeError {
  return new RangeError(`${name} must be an integer from 1 to ${largest}`);
}

/** @throws {@link RangeError} when a limit cannot be counted. */
export function assertRequestLimit(name: string, { max, windowMs }: RequestLimit): void {
  if (!isCount(max, LARGEST_MAX)) {
    throw notACount(`${name}.max`, LARGEST_MAX);
  }
  if (!isCount(windowMs, LONGEST_WINDOW_MS)) {
    throw notACount(`${name}.windowMs`, LONGEST_WINDOW_MS);
  }
}

/** @throws {@link RangeError} when a policy cannot be followed. */
export function assertLockoutPolicy(name: string, { maxFailures, lockoutMs }: LockoutPolicy): void {
  if (!isCount(maxFailures, MOST_FAILURES)) {
    throw notACount(`${name}.maxFailures`, MOST_FAILURES);
  }
  if (!isCount(lockoutMs, Number.MAX_SAFE_INTEGER)) {
    throw notACount(`${name}.lockoutMs`, Number.MAX_SAFE_INTEGER);
  }
}

/** @throws {@link RangeError} when it is no whole number from 1 up. */
export function assertCost(cost: number): void {
  if (!isCount(cost, Number.MAX_SAFE_INTEGER)) {
    throw notACount('cost', Number.MAX_SAFE_INTEGER);
  }
}

/** @throws {@link RangeError} when a table of that size cannot be. */
export function assertMaxBuckets(maxBuckets: number): void {
  if (!isCount(maxBuckets, MOST_BUCKETS)) {
    throw notACount('maxBuckets', MOST_BUCKETS);
  }
}
