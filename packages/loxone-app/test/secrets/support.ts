import { SecretProblem } from '../../src/secrets/secret-problem.js';

/** A signal that never aborts. */
export const NEVER: AbortSignal = new AbortController().signal;

/** The code that a promise rejects with; fails the test for anything but a SecretProblem. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await problemOf(promise)).code;
}

/** The problem that a promise rejects with. */
export async function problemOf(promise: Promise<unknown>): Promise<SecretProblem> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SecretProblem) return error;
    throw error;
  }
  throw new TypeError('it did not reject');
}
