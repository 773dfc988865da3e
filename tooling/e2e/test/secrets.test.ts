import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOXONE_PASSWORD } from './support/house.js';
import { CLI, SERVER } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, keyId } from './support/server.js';
import { answerTo, everythingReadable } from './support/walk.js';

const VISU_PASSWORD = 'canary-visu-password-91c2';
const WRONG_MASTER_KEY = randomBytes(32).toString('base64url');

const SAVED_SCENE = {
  action: 'save',
  scene: 'Reading',
  steps: [{ tool: 'loxone_control_lights', args: { targets: ['Reading Lamp'], action: 'on' } }],
};

// Walks the whole path with secrets that can be recognised, and looks for them in all that comes out.
describe('secrets', () => {
  let rig: Rig;
  let key: string;
  const results: string[] = [];
  const cliOutput: string[] = [];

  beforeAll(async () => {
    rig = await startRig(undefined, {
      LOXONE_VISU_PASS: VISU_PASSWORD,
      LOXONE_MCP_TOOLS: 'manage_scenes',
      LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '10000',
    });
    key = await generateKey(rig.env, 'operator', ['--permissions', 'risk:access,approve:access']);
    const client = await connect(rig.server.url, key);
    const calls: [string, Record<string, unknown>][] = [
      ['loxone_search', { query: 'light' }],
      ['loxone_get_state', { targets: ['Reading Lamp'] }],
      ['loxone_control_lights', { targets: ['Reading Lamp'], action: 'on' }],
      ['loxone_control_lights', { targets: [key], action: 'on' }],
      ['loxone_control_covers', { targets: ['nothing'], action: 'open' }],
      ['loxone_control_access', { targets: ['Garage Door'], command: 'open' }],
      ['loxone_diagnostics', {}],
      ['loxone_events', {}],
      ['loxone_manage_scenes', SAVED_SCENE],
      [key, {}],
    ];
    for (const [name, args] of calls) {
      results.push(await answerTo(callTool(client, name, args)));
    }
    results.push(...(await everythingReadable(client, key)));
    await client.close();
    for (const url of [`/mcp?api_key=${key}`, `/${key}`, `/mcp?key=x`]) {
      const response = await fetch(rig.server.url + url, { headers: { 'x-api-key': key } });
      results.push(await response.text(), JSON.stringify([...response.headers]));
    }
    for (const headers of [
      { authorization: `Basic ${btoa(`u:${key}`)}` },
      { authorization: `bearer  ${key}x` },
    ]) {
      const response = await fetch(`${rig.server.url}/mcp`, { method: 'POST', headers });
      results.push(await response.text());
    }
    rig.house.simulator.faults.dropConnections();
    await rig.server.program.waitFor(/live[\s\S]*live/);
    for (const args of [
      ['list'],
      ['show', keyId(key)],
      ['show', key],
      ['revoke', key],
      ['revoke', `${key}x`],
    ]) {
      cliOutput.push(...(await outputOf(['keys', ...args])));
    }
    for (const args of [['list'], ['list', '--format', 'json'], ['refuse', key]]) {
      cliOutput.push(...(await outputOf(['approvals', ...args])));
    }
    const wrong = await runProgram(SERVER, ['http', '--port', '0'], {
      ...rig.env,
      LOXONE_MCP_MASTER_KEY: WRONG_MASTER_KEY,
    });
    cliOutput.push(wrong.stdout, wrong.stderr);
  });

  afterAll(() => rig.stop());

  async function outputOf(args: readonly string[]): Promise<string[]> {
    const { stdout, stderr } = await runProgram(CLI, args, rig.env);
    return [stdout, stderr];
  }

  /** Text of every file that the programs have written, but for the master key's own. */
  function files(): Record<string, string> {
    const all: Record<string, string> = {};
    for (const name of Object.keys(rig.home.fingerprint())) {
      if (name.endsWith('/master.key')) continue;
      all[name] = readFileSync(join(rig.home.path, name), 'latin1');
    }
    return all;
  }

  /** Everything that anybody could see, by where it was seen. */
  function visible(): Record<string, string> {
    const { pid } = rig.server.program;
    return {
      stdout: rig.server.program.stdout(),
      stderr: rig.server.program.stderr(),
      'tool results and HTTP answers': results.join('\n'),
      'command line': cliOutput.join('\n'),
      'process title':
        readFileSync(`/proc/${pid}/cmdline`, 'latin1') +
        readFileSync(`/proc/${pid}/comm`, 'latin1'),
      ...files(),
    };
  }

  function secrets(): Record<string, string> {
    const masterKey = readFileSync(join(rig.home.configDir, 'master.key'), 'utf8').trim();
    return {
      'Miniserver password': LOXONE_PASSWORD,
      'visualisation password': VISU_PASSWORD,
      'master key': masterKey,
      'master key in hex': Buffer.from(masterKey, 'base64url').toString('hex'),
      'API key': key,
      'secret part of the API key': key.slice(keyId(key).length + 1),
      'wrong master key': WRONG_MASTER_KEY,
      ...Object.fromEntries(
        rig.house.simulator.issuedTokens().map((token, at) => [`Miniserver token ${at}`, token]),
      ),
    };
  }

  it('are where the test thinks: the path was walked', () => {
    expect(
      Object.keys(secrets()).filter((name) => name.startsWith('Miniserver token')),
    ).not.toEqual([]);
    expect(results.join()).toContain('Reading Lamp');
    const written = Object.keys(files()).map((name) => name.replace('.config/loxone-mcp/', ''));
    for (const name of ['keys.toml', 'audit.jsonl', 'loxone-token.json', 'scenes.json']) {
      expect(written).toContain(name);
    }
    expect(written.some((name) => name.startsWith('approvals/'))).toBe(true);
    expect(cliOutput.join()).toContain('Garage Door');
    expect(results.length).toBeGreaterThan(100);
  });

  it('appear nowhere', () => {
    const found = Object.entries(visible()).flatMap(([place, text]) =>
      Object.entries(secrets())
        .filter(([, secret]) => text.includes(secret))
        .map(([name]) => `${name} in ${place}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found: the search sees what is there', () => {
    const { stdout } = visible();
    expect(`${stdout} ${key}`.includes(secrets()['API key'] ?? '')).toBe(true);
  });
});
