import { Secret } from './secret.js';
import { SecretProblem } from './secret-problem.js';

/** Longest secret, in bytes: passwords are short, and whatever is longer is another file. */
export const MAX_SECRET_BYTES = 65_536;

/**
 * Takes what somebody gave as a secret: one line break at its end does not count.
 *
 * @param source - Names where it came from, at the beginning of a sentence.
 * @throws SecretProblem when there is nothing in it, or what no password holds.
 */
export function secretOf(text: string, source: string): Secret {
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new SecretProblem('ERR_SECRET_MISSING', `${source} is empty.`);
  if (/[\0\r\n\uFFFD]/.test(secret)) {
    throw new SecretProblem(
      'ERR_SECRET_REFERENCE',
      `${source} is not one line of UTF-8 text, so it is no password.`,
    );
  }
  return new Secret(secret);
}
