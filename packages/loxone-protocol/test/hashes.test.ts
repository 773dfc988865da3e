import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type HashAlgorithm,
  hashLogin,
  hashPassword,
  hashToken,
  hashVisuPassword,
} from '../src/index.js';
import { anyUnicode } from './support/bytes.js';
import { expectFailure } from './support/errors.js';
import vectors from './vectors/hashes.json' with { type: 'json' };

const ALGORITHMS: readonly HashAlgorithm[] = ['SHA1', 'SHA256'];

describe.each(
  vectors.map((vector) => ({ ...vector, algorithm: vector.algorithm as HashAlgorithm })),
)('$algorithm for $user', (vector) => {
  const { algorithm, user, password, salt, key, passwordHash } = vector;

  it('hashes the password', () => {
    expect(hashPassword({ password, salt, algorithm })).toBe(passwordHash);
  });

  it('proves the password', () => {
    expect(hashLogin({ user, passwordHash, key, algorithm })).toBe(vector.login);
  });

  it('proves the visualisation password, without the user', () => {
    expect(hashVisuPassword({ password, salt, key, algorithm })).toBe(vector.visuHash);
  });

  it('proves a token', () => {
    expect(hashToken({ token: vector.token, key, algorithm })).toBe(vector.tokenHash);
  });

  it('takes the key in either case', () => {
    const lower = hashToken({ token: vector.token, key: key.toLowerCase(), algorithm });
    expect(lower).toBe(vector.tokenHash);
  });
});

describe("agreement with Node's own hashes", () => {
  const anyInput = fc.record({
    algorithm: fc.constantFrom(...ALGORITHMS),
    text: anyUnicode,
    salt: fc.string(),
    key: fc.uint8Array({ minLength: 1, maxLength: 150 }),
  });

  it('for any password and salt, as UTF-8', () => {
    fc.assert(
      fc.property(anyInput, ({ algorithm, text, salt }) => {
        const expected = createHash(algorithm).update(`${text}:${salt}`, 'utf8').digest('hex');
        expect(hashPassword({ password: text, salt, algorithm })).toBe(expected.toUpperCase());
      }),
    );
  });

  it('for any token and key, keys longer than a block included', () => {
    fc.assert(
      fc.property(anyInput, ({ algorithm, text, key }) => {
        const expected = createHmac(algorithm, key).update(text, 'utf8').digest('hex');
        const hexKey = Buffer.from(key).toString('hex');
        expect(hashToken({ token: text, key: hexKey, algorithm })).toBe(expected);
      }),
    );
  });
});

it.each(['xyz', '414', '41 42'])(
  'refuses the key %j, whose value stays out of the error',
  (key) => {
    const error = expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () =>
      hashToken({ token: 'token', key, algorithm: 'SHA1' }),
    );
    expect(error.message).not.toContain(key);
    expect(error.cause).toBeUndefined();
  },
);
