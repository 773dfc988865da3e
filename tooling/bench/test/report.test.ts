import { describe, expect, it } from 'vitest';
import type { Claim } from '../src/report.js';
import { holds, describe as shown } from '../src/report.js';

function claim(kind: 'at most' | 'at least', value: number): Claim {
  return { what: 'something', value, unit: '×', goal: { kind, value: 10 } };
}

describe('a claim', () => {
  it('holds up to its goal, that included', () => {
    expect([9, 10, 10.1].map((value) => holds(claim('at most', value)))).toEqual([
      true,
      true,
      false,
    ]);
    expect([9.9, 10, 11].map((value) => holds(claim('at least', value)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('without goal always holds, and one that was not measured never', () => {
    expect(holds({ what: 'speed', value: 1, unit: '' })).toBe(true);
    expect(holds(claim('at most', Number.NaN))).toBe(false);
    expect(holds(claim('at least', Number.NaN))).toBe(false);
  });
});

describe('a report', () => {
  it('shows times and claims, one a line, and says which goals are missed', () => {
    const text = shown({
      name: 'group',
      timings: [
        { name: 'quick', p50: 0.25, p99: 0.25, rounds: [] },
        { name: 'slow', p50: 1_234.5, p99: 2_000, rounds: [] },
      ],
      claims: [
        { ...claim('at most', 20), what: 'missed' },
        { ...claim('at least', 20), what: 'met' },
        { what: 'only told', value: 3, unit: 'µs' },
      ],
    });
    expect(text.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['group'],
      [''],
      ['p50 µs', 'p99 µs', 'per second'],
      ['quick', '0.2500', '4,000,000'],
      ['slow', '1,235', '2,000', '810'],
      [''],
      ['measured', 'goal', 'met'],
      ['missed', '20.00 ×', 'at most 10.00', 'NO'],
      ['met', '20.00 ×', 'at least 10.00', 'yes'],
      ['only told', '3.00 µs'],
      [''],
      [''],
    ]);
  });
});
