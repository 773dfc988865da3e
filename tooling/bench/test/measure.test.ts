import { describe, expect, it } from 'vitest';
import type { Case, Timing } from '../src/measure.js';
import { asyncBatchCase, batchCase, measure, median, ratio } from '../src/measure.js';

function timing(...rounds: readonly number[]): Timing {
  return { name: 'made up', p50: median(rounds), p99: median(rounds), rounds };
}

/** A case that answers what it is told, and notes that it ran. */
function scripted(name: string, rounds: readonly (readonly number[])[], log: string[]): Case {
  let round = 0;
  return {
    name,
    run() {
      log.push(name);
      const samples = Float64Array.from(rounds[round] ?? []);
      round += 1;
      return samples;
    },
  };
}

describe('the median', () => {
  it('is the middle one, by size and not by text', () => {
    expect(median([100, 9, 20])).toBe(20);
    expect(median([4])).toBe(4);
    expect(median([])).toBeNaN();
  });

  it('leaves the numbers as they were', () => {
    const numbers = [3, 1, 2];
    median(numbers);
    expect(numbers).toEqual([3, 1, 2]);
  });
});

describe('a ratio', () => {
  it('is the median of the ratios of each round', () => {
    // Round 2 was slow for both: the medians alone would say 2.
    expect(ratio(timing(20, 300, 40), timing(10, 100, 20))).toBe(2);
    expect(ratio(timing(10, 40, 90), timing(10, 10, 10))).toBe(4);
  });

  it('is no number where something was not measured', () => {
    expect(ratio(undefined, timing(1))).toBeNaN();
    expect(ratio(timing(1), undefined)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('measuring', () => {
  it('does not count the first round, and takes the medians of the others', async () => {
    const samples = Array.from({ length: 100 }, (_, index) => index + 1);
    const rounds = [[9_999], samples.toReversed(), samples, [7]];
    const [result] = await measure([scripted('one', rounds, [])], 3);
    expect(result).toEqual({ name: 'one', p50: 51, p99: 100, rounds: [51, 51, 7] });
  });

  it('runs every case once in each round, each round in another order', async () => {
    const log: string[] = [];
    await measure(
      ['a', 'b', 'c'].map((name) => scripted(name, [], log)),
      3,
    );
    expect(log.join('')).toBe('abcabcbcacab');
  });

  it('divides the time of a batch by its operations', async () => {
    const seen: number[] = [];
    const [sync] = await batchCase('sync', 3, (index) => seen.push(index)).run();
    const [async] = await asyncBatchCase('async', 2, async (index) => seen.push(index)).run();
    expect(seen).toEqual([0, 1, 2, 0, 1]);
    expect(sync).toBeGreaterThan(0);
    expect(async).toBeGreaterThan(0);
  });
});
