import { describe, expect, it } from 'vitest';
import { parseExpiry } from '../src/keys/parse-expiry.js';
import { formatTable, printable } from '../src/terminal.js';
import { NOW } from './support.js';

describe('parseExpiry', () => {
  it('reads days', () => {
    expect(parseExpiry('30', NOW)).toEqual({ ok: true, at: NOW + 30 * 86_400_000 });
  });

  it('reads a date as the end of that day', () => {
    expect(parseExpiry('2027-03-01', NOW)).toEqual({
      ok: true,
      at: Date.parse('2027-03-01T23:59:59.999Z'),
    });
    expect(parseExpiry('2026-11-21', NOW).ok).toBe(true);
  });

  it.each([
    '0',
    '36501',
    '-1',
    '1.5',
    '2026-11-20',
    '2027-02-30',
    '2027-3-1',
    '01.03.2027',
    'tomorrow',
    '',
  ])('refuses "%s"', (text) => {
    expect(parseExpiry(text, NOW).ok).toBe(false);
  });
});

describe('formatTable', () => {
  it('makes columns as wide as their widest cell, without trailing blanks', () => {
    expect(
      formatTable(
        ['A', 'LONG', 'C'],
        [
          ['xx', 'y', ''],
          ['x', 'yyyyy', 'z'],
        ],
      ),
    ).toBe('A   LONG   C\nxx  y\nx   yyyyy  z\n');
  });

  it('counts characters, not code units', () => {
    expect(formatTable(['N', 'X'], [['🏠', 'a']])).toBe('N  X\n🏠  a\n');
  });
});

describe('printable', () => {
  it.each(['\u001b[31m', '\n', '\u0000', '\u202e', '\u2028', '\u200b'])('takes out %j', (text) => {
    expect(printable(`a${text}b`)).not.toContain(text[0]);
  });

  it('leaves names alone', () => {
    expect(printable('Žaluzie – Küche 🏠')).toBe('Žaluzie – Küche 🏠');
  });
});
