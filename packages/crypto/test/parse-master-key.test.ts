import { exportMasterKey, parseMasterKey } from '@gatehouse/crypto';
import { describe, expect, it } from 'vitest';
import { KEY_TEXT, masterKey } from './support.js';

const RAW = Buffer.from(KEY_TEXT, 'base64url');
const BASE64 = RAW.toString('base64');

function problemOf(text: string): string {
  const parsed = parseMasterKey(text);
  return parsed.ok ? 'none' : parsed.problem;
}

function encoded(value: Iterable<number>): string {
  return Buffer.from([...value]).toString('base64url');
}

describe('parseMasterKey', () => {
  it.each([
    ['base64url', KEY_TEXT],
    ['base64url with padding, as Python writes it', `${KEY_TEXT}=`],
    ['base64 with padding', BASE64],
    ['base64 without padding', BASE64.replaceAll('=', '')],
    ['hex', RAW.toString('hex')],
    ['hex in capitals', RAW.toString('hex').toUpperCase()],
    ['text with a line break behind it, as files have', `${KEY_TEXT}\n`],
    ['text with blanks around it', `  ${KEY_TEXT}\r\n`],
  ])('reads %s', (_, text) => {
    expect(exportMasterKey(masterKey(text))).toBe(KEY_TEXT);
  });

  it.each([
    ['nothing', '', /empty/],
    ['only blanks', ' \n', /empty/],
    ['31 bytes', encoded(RAW.subarray(1)), /31 bytes/],
    ['33 bytes', encoded([...RAW, 1]), /33 bytes/],
    ['16 bytes as hex', RAW.toString('hex').slice(0, 32), /decodes to/],
    [
      '64 characters that are base64 of 48 bytes',
      encoded([...RAW, ...RAW.subarray(16)]),
      /48 bytes/,
    ],
    ['a passphrase', 'correct horse battery staple', /decode to nothing/],
    ['both alphabets mixed', `-+${KEY_TEXT.slice(2)}`, /decode to nothing/],
    ['final bits that are not zero', `${KEY_TEXT.slice(0, -1)}t`, /decode to nothing/],
    ['a line break inside', `${KEY_TEXT.slice(0, 20)}\n${KEY_TEXT.slice(20)}`, /decode to nothing/],
    ['quotes around it', `"${KEY_TEXT}"`, /decode to nothing/],
    ['zeros', encoded(new Uint8Array(32)), /all bytes are equal/],
    ['one byte repeated', encoded(new Uint8Array(32).fill(0xa7)), /all bytes are equal/],
    ['counting up', encoded(RAW.map((_, at) => at)), /count up or down/],
    ['counting down in steps', encoded(RAW.map((_, at) => 250 - at * 3)), /count up or down/],
    ['a short pattern', '0123456789abcdef'.repeat(4), /different byte values/],
    ['only small numbers', encoded(RAW.map((byte) => byte & 15)), /different byte values/],
    ['words', encoded(Buffer.from('this-is-my-Very-secret-Key_2024!')), /readable text/],
  ])('refuses %s and says why', (_, text, problem) => {
    expect(problemOf(text)).toMatch(problem);
  });

  it('never repeats any of the text in the problem', () => {
    const secrets = [
      'hunter2hunter2',
      `${KEY_TEXT}X`,
      `${KEY_TEXT}!`,
      KEY_TEXT.slice(0, 40),
      encoded(Buffer.from('this-is-my-Very-secret-Key_2024!')),
    ];
    for (const secret of secrets) {
      const problem = problemOf(secret);
      for (let at = 0; at + 6 <= secret.length; at += 1) {
        expect(problem).not.toContain(secret.slice(at, at + 6));
      }
    }
  });

  it('does not call real keys weak', () => {
    for (let round = 0; round < 2000; round += 1) {
      const raw = crypto.getRandomValues(new Uint8Array(32));
      expect(problemOf(encoded(raw))).toBe('none');
    }
  });
});
