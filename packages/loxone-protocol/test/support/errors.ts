import { expect } from 'vitest';
import { type AnyLoxoneError, isLoxoneError, type LoxoneErrorCode } from '../../src/index.js';

/** Runs what must fail and returns the coded error; anything else fails the test. */
export function failureOf(run: () => unknown): AnyLoxoneError {
  try {
    run();
  } catch (error) {
    if (isLoxoneError(error)) return error;
    throw error;
  }
  return expect.unreachable('nothing was thrown');
}

export function expectFailure(code: LoxoneErrorCode, run: () => unknown): AnyLoxoneError {
  const error = failureOf(run);
  expect(error.code).toBe(code);
  return error;
}

/** A decoder may answer or fail with a coded error; whatever else it throws fails the test. */
export function resultOrLoxoneError(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!isLoxoneError(error)) throw error;
  }
}
