import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from '../src/fixture.js';
import { type KeyHop, startKeyHop } from '../src/key-hop.js';
import { REQUIRED_2025_11_25 } from '../src/required.js';
import { runSuite, scenariosOf } from '../src/suite.js';

const PATIENCE_MS = 240_000;

describe('the MCP conformance suite on a fixture behind the key check', () => {
  let fixture: Fixture;
  let hop: KeyHop;
  let results: string;
  beforeAll(async () => {
    results = mkdtempSync(join(tmpdir(), 'conformance-'));
    fixture = await startFixture();
    hop = await startKeyHop(fixture.url, fixture.key);
  });
  afterAll(async () => {
    await hop.stop();
    await fixture.stop();
    rmSync(results, { recursive: true, force: true });
  });

  const run = (url: string) =>
    runSuite(['server', '--url', url, '--requirements', '2025-11-25', '-o', results]);

  it(
    'passes every scenario that 2025-11-25 requires, with the key',
    async () => {
      const ended = await run(hop.url);
      const scenarios = scenariosOf(ended);
      const passed = scenarios.filter(({ passed, failed }) => passed > 0 && failed === 0);
      const names = passed.map(({ name }) => name);
      expect(REQUIRED_2025_11_25.filter((name) => !names.includes(name))).toEqual([]);
      expect(ended.code, ended.output.slice(-2000)).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'passes none of them without the key',
    async () => {
      const ended = await run(fixture.url);
      const scenarios = scenariosOf(ended);
      const passed = scenarios.filter(({ passed, failed }) => passed > 0 && failed === 0);
      expect(scenarios.length).toBeGreaterThanOrEqual(REQUIRED_2025_11_25.length);
      expect(passed.map(({ name }) => name)).toEqual([]);
      expect(ended.code).not.toBe(0);
    },
    PATIENCE_MS,
  );
});
