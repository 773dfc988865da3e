import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type KeyHop,
  runSuite,
  type ScenarioResult,
  scenariosOf,
  startKeyHop,
} from '@gatehouse/conformance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Rig, startRig } from './support/rig.js';
import { generateKey } from './support/server.js';

/** Scenarios of 2025-11-25 that need no fixture: they ask for nothing that only a test server has. */
const SCENARIOS = [
  'server-initialize',
  'logging-set-level',
  'ping',
  'tools-list',
  'server-sse-multiple-streams',
  'resources-list',
  'resources-subscribe',
  'resources-unsubscribe',
  'prompts-list',
  'dns-rebinding-protection',
  'server-session-lifecycle',
  'server-sse-polling',
] as const;

describe('the Loxone server and the MCP conformance suite', () => {
  let rig: Rig;
  let hop: KeyHop;
  let results: string;
  beforeAll(async () => {
    results = mkdtempSync(join(tmpdir(), 'conformance-'));
    rig = await startRig(undefined, { LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '100000' });
    hop = await startKeyHop(`${rig.server.url}/mcp`, await generateKey(rig.env, 'operator'));
  });
  afterAll(async () => {
    await hop.stop();
    await rig.stop();
    rmSync(results, { recursive: true, force: true });
  });

  async function run(scenario: string): Promise<ScenarioResult | undefined> {
    const ended = await runSuite([
      'server',
      '--url',
      hop.url,
      '--scenario',
      scenario,
      '-o',
      results,
    ]);
    return scenariosOf(ended).find(({ name }) => name === scenario);
  }

  it.each(SCENARIOS)('passes %s', async (scenario) => {
    const result = await run(scenario);
    expect(result?.failed).toBe(0);
    expect(result?.passed).toBeGreaterThan(0);
  });
});
