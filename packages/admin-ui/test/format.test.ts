import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  duration,
  exactTime,
  inWords,
  isoTime,
  plural,
  relativeTime,
} from '../src/app/format.js';

const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const D = 24 * H;

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [-44 * S, 'just now'],
    [10 * S, 'in a moment'],
    [-50 * S, '1 minute ago'],
    [-3 * MIN, '3 minutes ago'],
    [-59 * MIN, '59 minutes ago'],
    [-59.6 * MIN, '1 hour ago'],
    [2 * H, 'in 2 hours'],
    [-23.4 * H, '23 hours ago'],
    [-D, 'yesterday'],
    [D, 'tomorrow'],
    [5 * D, 'in 5 days'],
    [-44 * D, '44 days ago'],
    [80 * D, 'in 3 months'],
    [-364 * D, '12 months ago'],
    [-800 * D, '2 years ago'],
  ])('of %d ms is %s', (distance, words) => {
    expect(relativeTime(NOW + distance, NOW)).toBe(words);
  });
});

describe('exactTime and isoTime', () => {
  it('say the moment', () => {
    expect(exactTime(NOW, 'UTC')).toBe('21 Nov 2026, 12:00:00');
    expect(isoTime(NOW)).toBe('2026-11-21T12:00:00.000Z');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1, -9e15])(
    'do not throw for %d, which is no moment',
    (at) => {
      expect(exactTime(at)).toBe('unknown');
      expect(isoTime(at)).toBeUndefined();
    },
  );
});

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [-5, '0 s'],
    [40 * S, '40 s'],
    [61 * S, '1 min 1 s'],
    [H, '1 h'],
    [H + 5 * S, '1 h'],
    [3 * D + 4 * H + 5 * MIN, '3 d 4 h'],
  ])('of %d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});

describe('figures and words', () => {
  it('are written for people', () => {
    expect(count(90_412)).toBe('90,412');
    expect(plural(1, 'key')).toBe('1 key');
    expect(plural(0, 'key')).toBe('0 keys');
    expect(plural(1200, 'entry', 'entries')).toBe('1,200 entries');
    expect(bytes(0)).toBe('0 B');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(bytes(2 ** 60)).toBe('1,048,576 TiB');
    expect(inWords('not-yet-valid')).toBe('Not yet valid');
    expect(inWords('')).toBe('');
  });
});
