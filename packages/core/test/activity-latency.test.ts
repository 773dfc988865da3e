import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIVITY_BOUNDS_MS,
  activityName,
  emptyLatencies,
  latencyBucket,
  latencyQuantile,
} from '../src/index.js';

function histogramOf(durations: readonly number[]): number[] {
  const latencies = emptyLatencies();
  for (const duration of durations) {
    const bucket = latencyBucket(duration);
    latencies[bucket] = (latencies[bucket] ?? 0) + 1;
  }
  return latencies;
}

describe('buckets of latency', () => {
  it('are those that stores have in their formats', () => {
    expect(ACTIVITY_BOUNDS_MS).toEqual([
      1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000,
    ]);
    expect(emptyLatencies()).toEqual(new Array(15).fill(0));
  });

  it('include their upper bound', () => {
    for (const [bucket, bound] of ACTIVITY_BOUNDS_MS.entries()) {
      expect(latencyBucket(bound)).toBe(bucket);
      expect(latencyBucket(bound + 0.001)).toBe(bucket + 1);
    }
  });

  it.each([
    [0, 0],
    [-5, 0],
    [Number.NaN, 0],
    [Number.POSITIVE_INFINITY, 14],
  ])('take %d as well', (duration, bucket) => {
    expect(latencyBucket(duration)).toBe(bucket);
  });
});

describe('latencyQuantile', () => {
  it('knows nothing of nothing', () => {
    expect(latencyQuantile(emptyLatencies(), 0.5)).toBeUndefined();
  });

  it('goes along a bucket', () => {
    const four = histogramOf([60, 60, 60, 60]);
    expect([0.25, 0.5, 0.75, 1].map((q) => latencyQuantile(four, q))).toEqual([
      62.5, 75, 87.5, 100,
    ]);
    const two = histogramOf([1, 20]);
    expect(latencyQuantile(two, 0.5)).toBe(1);
    expect(latencyQuantile(two, 0.51)).toBe(20);
  });

  it('says "at least" of what is longer than the last bound', () => {
    expect(latencyQuantile(histogramOf([31_000, 900_000]), 0.95)).toBe(30_000);
  });

  it.each([0, -1, 1.1, Number.NaN])('refuses the quantile %d', (quantile) => {
    expect(() => latencyQuantile(emptyLatencies(), quantile)).toThrow(RangeError);
  });

  it('is in the bucket of the true value: as near as it is said to be', () => {
    const duration = fc.oneof(
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0, max: 30_000, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(duration, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.01, 0.5, 0.9, 0.95, 0.99, 1),
        (durations, quantile) => {
          const sorted = [...durations].sort((a, b) => a - b);
          const rank = Math.max(1, Math.ceil(quantile * sorted.length));
          const truth = sorted[rank - 1] ?? Number.NaN;
          const estimate = latencyQuantile(histogramOf(durations), quantile) ?? Number.NaN;
          const bucket = latencyBucket(truth);
          const low = ACTIVITY_BOUNDS_MS[bucket - 1] ?? 0;
          const high = ACTIVITY_BOUNDS_MS[bucket] ?? Number.NaN;
          expect(Math.abs(estimate - truth)).toBeLessThanOrEqual(high - low);
          expect(latencyBucket(estimate)).toBe(bucket);
          if (truth > 1) {
            const factor = Math.max(estimate / truth, truth / estimate);
            expect(factor).toBeLessThanOrEqual(truth > 10_000 ? 3 : 2.5);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never falls as the quantile grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { minLength: 15, maxLength: 15 }), (latencies) => {
        const found = [0.1, 0.5, 0.9, 0.95, 1].flatMap((q) => latencyQuantile(latencies, q) ?? []);
        expect(found).toEqual([...found].sort((a, b) => a - b));
      }),
    );
  });
});

describe('activityName', () => {
  it('leaves a name as it is', () => {
    for (const name of ['lmcp_admin_001', 'tool:loxone_control_lights', 'Küche 厨房']) {
      expect(activityName(name)).toBe(name);
    }
  });

  it('takes out what steers a terminal or turns a line around', () => {
    expect(activityName('a\nb\u0000c\u202ed\u2028e\ud800f\u200bg')).toBe('a�b�c�d�e�f�g');
    expect(activityName('')).toBe('-');
  });

  it('is short, well-formed and stable, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = activityName(text);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name.length).toBeGreaterThan(0);
        expect(activityName(name)).toBe(name);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }),
    );
  });
});
