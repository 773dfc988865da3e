import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/index.js';
import { pbkdf2Sha256 } from '../../src/legacy/index.js';

const utf8 = new TextEncoder();

describe('pbkdf2Sha256', () => {
  it.each([
    // RFC 7914 §11.
    [
      'passwd',
      'salt',
      1,
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    ],
    [
      'Password',
      'NaCl',
      80_000,
      '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
    ],
  ])('derives from %s what the RFC says', (password, salt, iterations, expected) => {
    const derived = pbkdf2Sha256(utf8.encode(password), {
      salt: utf8.encode(salt),
      iterations,
      length: 64,
    });
    expect(toHex(derived)).toBe(expected);
  });
});
