import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { formatTimestamp, isTimestamp, readTimestamp } from '../src/timestamp.js';

function readToml(value: string): number | undefined {
  const { t = '' } = parse(`t = ${value}`);
  return readTimestamp(t);
}

describe('readTimestamp', () => {
  it.each([
    // RFC 3339 §5.8, but for the leap second, which no clock here counts.
    ['1985-04-12T23:20:50.52Z', '1985-04-12T23:20:50.520Z'],
    ['1996-12-19T16:39:57-08:00', '1996-12-20T00:39:57.000Z'],
    ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
    // Both forms of the requirement documents.
    ['2024-01-15T10:00:00Z', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15 10:00:00z', '2024-01-15T10:00:00.000Z'],
    ['2024-02-29t00:00:00.1234567+14:00', '2024-02-28T10:00:00.123Z'],
  ])('reads %s, with and without quotes', (text, expected) => {
    expect(readToml(`"${text}"`)).toBe(Date.parse(expected));
    expect(readToml(text)).toBe(Date.parse(expected));
  });

  it.each([
    '"2026-12-31"',
    '2026-12-31',
    '"2026-12-31T10:00:00"',
    '2026-12-31T10:00:00',
    '10:00:00',
    '"2026-02-30T10:00:00Z"',
    '"2023-02-29T10:00:00Z"',
    '"2026-13-01T10:00:00Z"',
    '"2026-00-01T10:00:00Z"',
    '"2026-01-00T10:00:00Z"',
    '"2026-01-01T25:00:00Z"',
    '"2026-01-01T10:60:00Z"',
    '"26-01-01T10:00:00Z"',
    '" 2026-01-01T10:00:00Z"',
    '"2026-01-01T10:00:00Z tomorrow"',
    '"never"',
    '""',
    '1767225600000',
    'true',
    '[]',
  ])('refuses %s', (value) => {
    expect(readToml(value)).toBeUndefined();
  });

  it('knows leap years', () => {
    expect(readTimestamp('2000-02-29T00:00:00Z')).toBeDefined();
    expect(readTimestamp('2024-02-29T00:00:00Z')).toBeDefined();
    expect(readTimestamp('1900-02-29T00:00:00Z')).toBeUndefined();
    expect(readTimestamp('2100-02-29T00:00:00Z')).toBeUndefined();
  });
});

describe('formatTimestamp', () => {
  it('writes milliseconds only where there are any', () => {
    expect(formatTimestamp(0)).toBe('1970-01-01T00:00:00Z');
    expect(formatTimestamp(1)).toBe('1970-01-01T00:00:00.001Z');
  });

  it('is read back as it was', () => {
    const earliest = Date.parse('0000-01-01T00:00:00Z');
    const latest = Date.parse('9999-12-31T23:59:59.999Z');
    fc.assert(
      fc.property(fc.integer({ min: earliest, max: latest }), (value) => {
        expect(isTimestamp(value)).toBe(true);
        expect(readTimestamp(formatTimestamp(value))).toBe(value);
      }),
    );
    for (const value of [earliest - 1, latest + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(isTimestamp(value)).toBe(false);
    }
  });
});
