import { describe, expect, it } from 'vitest';
import { houseTimeZone } from '../../src/house/house-time-zone.js';

const WINTER = Date.UTC(2026, 0, 15);
const SUMMER = Date.UTC(2026, 6, 15);

function name(
  machine: string,
  offset: number | undefined,
  now: number,
  configured?: string,
): string {
  return houseTimeZone({ configured, machine, offset: () => offset, now: () => now }).name();
}

describe("the house's time zone", () => {
  it.each([
    ['that of the machine where both agree', 'Europe/Vienna', 3600, WINTER, 'Europe/Vienna'],
    ['the same in summer', 'Europe/Vienna', 7200, SUMMER, 'Europe/Vienna'],
    [
      'that of the machine while the house has not said',
      'Europe/Vienna',
      undefined,
      SUMMER,
      'Europe/Vienna',
    ],
    ['ahead of a machine that lives by UTC', 'UTC', 3600, WINTER, 'Etc/GMT-1'],
    ['behind it', 'UTC', -18_000, WINTER, 'Etc/GMT+5'],
    ['UTC', 'Europe/Vienna', 0, WINTER, 'UTC'],
  ] as const)('is %s', (_, machine, offset, now, expected) => {
    expect(name(machine, offset, now)).toBe(expected);
  });

  it('has odd minutes where the house has', () => {
    const zone = name('UTC', 19_800, WINTER);
    const text = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(
      WINTER,
    );
    expect(text).toBe('05:30');
  });

  it('is UTC for an offset that no zone has', () => {
    expect(name('Europe/Vienna', 1234, WINTER)).toBe('UTC');
  });

  it('is what the owner says', () => {
    expect(name('UTC', 3600, WINTER, 'Europe/Prague')).toBe('Europe/Prague');
    expect(() => name('UTC', 3600, WINTER, 'Middle/Earth')).toThrow(RangeError);
  });

  it('agrees with the platform on each offset that it makes up', () => {
    for (let hours = -12; hours <= 14; hours += 1) {
      const zone = name('Asia/Kathmandu', hours * 3600, WINTER);
      const shown = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        hourCycle: 'h23',
      }).format(WINTER);
      expect(Number(shown)).toBe((hours + 24) % 24);
    }
  });
});
