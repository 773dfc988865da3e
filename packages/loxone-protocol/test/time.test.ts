import { expect, it } from 'vitest';
import { LOXONE_EPOCH_UNIX, loxoneToUnixSeconds, unixToLoxoneSeconds } from '../src/index.js';

it('counts from 2009-01-01T00:00:00Z', () => {
  expect(LOXONE_EPOCH_UNIX * 1000).toBe(Date.UTC(2009, 0, 1));
});

it('converts both ways', () => {
  const validUntil = 342_151_839;
  const unix = loxoneToUnixSeconds(validUntil);
  expect(new Date(unix * 1000).toISOString()).toBe('2019-11-05T02:10:39.000Z');
  expect(unixToLoxoneSeconds(unix)).toBe(validUntil);
  expect(unixToLoxoneSeconds(0)).toBe(-LOXONE_EPOCH_UNIX);
});
