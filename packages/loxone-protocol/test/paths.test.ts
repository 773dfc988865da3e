import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSegment, encodeSegment, PATHS } from '../src/index.js';
import { anyUnicode } from './support/bytes.js';

describe('PATHS', () => {
  it('percent-encode users as UTF-8, slashes included', () => {
    expect(PATHS.hashInputs('jürgen@haus/eg')).toBe('jdev/sys/getkey2/j%C3%BCrgen%40haus%2Feg');
    expect(PATHS.visuHashInputs('a b')).toBe('jdev/sys/getvisusalt/a%20b');
    expect(PATHS.authenticate('ab12', 'ü')).toBe('authwithtoken/ab12/%C3%BC');
    expect(PATHS.refreshToken('ab12', 'ü')).toBe('jdev/sys/refreshjwt/ab12/%C3%BC');
    expect(PATHS.checkToken('ab12', 'ü')).toBe('jdev/sys/checktoken/ab12/%C3%BC');
    expect(PATHS.killToken('ab12', 'ü')).toBe('jdev/sys/killtoken/ab12/%C3%BC');
  });

  it('ask for a token, with no slash in what the client calls itself', () => {
    const path = PATHS.token({
      hash: 'ab12',
      user: 'anna',
      permission: 4,
      clientUuid: '01020304-0506-0708-090a0b0c0d0e0f10',
      info: 'Gatehouse 1/2 (µ)',
    });
    expect(path).toBe(
      'jdev/sys/getjwt/ab12/anna/4/01020304-0506-0708-090a0b0c0d0e0f10/Gatehouse%201%202%20(%C2%B5)',
    );
  });

  it('leave base64 of the key exchange as it is', () => {
    expect(PATHS.keyExchange('a+/b==')).toBe('jdev/sys/keyexchange/a+/b==');
  });

  it('address controls and their parts', () => {
    const part = '0f86a20d-009d-178c-ffff373f9870b52a/AI1';
    expect(PATHS.control(part, '50')).toBe(`jdev/sps/io/${part}/50`);
    expect(PATHS.securedControl('beef', part, 'on')).toBe(`jdev/sps/ios/beef/${part}/on`);
  });
});

describe('encodeSegment', () => {
  it('does not fail on a lone surrogate', () => {
    expect(encodeSegment('a\uD800b')).toBe('a%EF%BF%BDb');
  });

  it('is inverted by decodeSegment and leaves nothing that splits a path', () => {
    fc.assert(
      fc.property(anyUnicode, (text) => {
        const segment = encodeSegment(text);
        expect(segment).not.toMatch(/[/?#\s]/);
        expect(decodeSegment(segment)).toBe(text);
      }),
    );
  });
});

it('decodeSegment leaves a broken escape as it is', () => {
  expect(decodeSegment('100%')).toBe('100%');
  expect(decodeSegment('%FC')).toBe('%FC');
});
