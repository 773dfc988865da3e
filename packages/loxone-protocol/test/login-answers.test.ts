import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHashInputs, parseTokenGrant } from '../src/index.js';
import { expectFailure, resultOrLoxoneError } from './support/errors.js';

describe('parseHashInputs', () => {
  it('reads key, salt and algorithm', () => {
    expect(parseHashInputs({ key: '4143', salt: '3130', hashAlg: 'SHA256' })).toEqual({
      key: '4143',
      salt: '3130',
      algorithm: 'SHA256',
    });
  });

  it('takes SHA1 where firmware before 10.3 names no algorithm', () => {
    expect(parseHashInputs({ key: '4143', salt: '3130' }).algorithm).toBe('SHA1');
  });

  it('keeps the salt as text, also one that is not hexadecimal', () => {
    expect(parseHashInputs({ key: '4143', salt: 'salz: ü' }).salt).toBe('salz: ü');
  });

  it.each([
    ['no object', '41434633'],
    ['no key', { salt: '3130' }],
    ['a key that is not hexadecimal', { key: '41xx', salt: '3130' }],
    ['a key of odd length', { key: '414', salt: '3130' }],
    ['an empty key', { key: '', salt: '3130' }],
    ['no salt', { key: '4143' }],
    ['an algorithm that nobody knows', { key: '4143', salt: '3130', hashAlg: 'MD5' }],
  ])('refuses %s', (_, value) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseHashInputs(value));
  });
});

describe('parseTokenGrant', () => {
  it('reads a new token', () => {
    const value = {
      token: 'eyJ.e30.c2ln',
      key: '444432',
      validUntil: 342151839,
      tokenRights: 1666,
      unsecurePass: false,
    };
    expect(parseTokenGrant(value)).toEqual({
      token: 'eyJ.e30.c2ln',
      key: '444432',
      validUntil: 342151839,
      rights: 1666,
      weakPassword: false,
    });
  });

  it('reads the answer to a token that was used: no token, no key', () => {
    expect(parseTokenGrant({ validUntil: 1, unsecurePass: true })).toEqual({
      validUntil: 1,
      weakPassword: true,
    });
  });

  it.each([
    ['what a refused login answers', { lastEdit: '2009-01-01 01:00:00', unix: 1230768000 }],
    ['text', 'ok'],
    ['an end in words', { token: 'x', validUntil: 'tomorrow' }],
  ])('refuses %s', (_, value) => {
    expectFailure('ERR_LOXONE_ANSWER_MALFORMED', () => parseTokenGrant(value));
  });
});

it('both answer or fail with their code for anything', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      resultOrLoxoneError(() => parseHashInputs(value));
      resultOrLoxoneError(() => parseTokenGrant(value));
    }),
  );
});
