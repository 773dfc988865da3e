import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GROUPS } from '../src/groups.js';
import { readSettings } from '../src/settings.js';

let directory = '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gatehouse-bench-test-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('a tiny run', () => {
  // Nothing is said about the times: a benchmark is no timed test.
  it.each(Object.entries(GROUPS))(
    'of %s measures something of everything',
    {
      timeout: 60_000,
    },
    async (_name, group) => {
      const settings = readSettings(['--keys', '50,100', '--rounds', '1', '--quick']);
      const { name, timings, claims } = await group(settings, directory);
      expect(name).not.toBe('');
      expect(timings.length).toBeGreaterThan(0);
      expect(claims.length).toBeGreaterThan(0);
      for (const { p50, p99, rounds } of timings) {
        expect(p50).toBeGreaterThan(0);
        expect(p99).toBeGreaterThanOrEqual(p50);
        expect(rounds).toHaveLength(1);
      }
      for (const { what, value } of claims) {
        expect([what, Number.isFinite(value) && value > 0]).toEqual([what, true]);
      }
    },
  );
});
