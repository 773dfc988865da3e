import { describe, expect, it } from 'vitest';
import { allowedChoices, dateText, endOfDay, expiresAt } from '../../src/app/keys/expiry.js';

const NOW = new Date(2026, 10, 21, 12).getTime();

describe('expiresAt', () => {
  it.each([
    ['30', 30],
    ['90', 90],
    ['365', 365],
  ] as const)('%s is so many days from now', (choice, days) => {
    expect(expiresAt(choice, '', NOW)).toEqual({ at: NOW + days * 86_400_000 });
  });

  it('has no end for good', () => {
    expect(expiresAt('never', '2026-12-24', NOW)).toEqual({ at: undefined });
  });

  it('lasts to the last millisecond of a date', () => {
    const end = new Date(2026, 11, 24, 23, 59, 59, 999).getTime();
    expect(expiresAt('date', '2026-12-24', NOW)).toEqual({ at: end });
    expect(expiresAt('date', '2026-11-21', NOW)).toHaveProperty('at');
  });

  it.each(['', '2026-11-20', '2026-02-31', '24.12.2026', '2026-12-24T00:00'])(
    'says what is wrong with the date %j',
    (date) => {
      expect(expiresAt('date', date, NOW)).toHaveProperty('problem');
    },
  );
});

describe('dateText and endOfDay', () => {
  it('are each other’s way back', () => {
    for (const day of ['2026-01-01', '2027-02-28', '2028-02-29', '2026-12-31']) {
      const end = endOfDay(day);
      expect(end === undefined ? undefined : dateText(end)).toBe(day);
    }
    expect(endOfDay('2027-02-29')).toBeUndefined();
  });
});

describe('allowedChoices', () => {
  const values = (maxDays?: number) => allowedChoices(maxDays).map(({ value }) => value);

  it('offers all without a rule', () => {
    expect(values()).toEqual(['30', '90', '365', 'date', 'never']);
  });

  it('leaves out what lasts too long', () => {
    expect(values(365)).toEqual(['30', '90', '365', 'date']);
    expect(values(60)).toEqual(['30', 'date']);
  });
});
