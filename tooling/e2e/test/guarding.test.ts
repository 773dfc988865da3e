import { readFileSync } from 'node:fs';
import { type AuditRecord, createMcpAuth } from '@gatehouse/mcp-auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { callTool, connect, generateKey, keyId } from './support/server.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

/** One request without a session, as `curl` would send it. */
function post(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify(LIST),
  });
}

describe('the audit trail of a running server', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig();
  });

  afterAll(() => rig.stop());

  it('tells who commanded what, whom it refused, and what the command line did meanwhile', async () => {
    const { env, server, home } = rig;
    const admin = await generateKey(env, 'admin');
    const operator = await generateKey(env, 'operator');
    const monitor = await generateKey(env, 'monitor');

    const client = await connect(server.url, operator);
    await callTool(client, 'loxone_control_lights', { targets: [{ all: true }], action: 'on' });
    await client.close();
    const watcher = await connect(server.url, monitor);
    await callTool(watcher, 'loxone_control_lights', { targets: [{ all: true }], action: 'off' });
    await watcher.close();
    await post(server.url, { authorization: `Bearer ${keyId(operator)}_wrong` });
    await runProgram(CLI, ['keys', 'revoke', keyId(operator), '--reason', 'lost'], env);
    await server.program.stop();

    const auth = await createMcpAuth({
      app: 'loxone-mcp',
      prefix: 'lmcp',
      configDir: home.configDir,
      env: {},
    });
    try {
      expect(await auth.audit.verify()).toMatchObject({ ok: true });
      const records: AuditRecord[] = [];
      for await (const record of auth.audit.query()) records.push(record);
      const acts = records.filter(
        ({ type, actor }) => type === 'decision.allowed' && actor.id === keyId(operator),
      );
      expect(acts.some(({ details }) => JSON.stringify(details).includes('"targets"'))).toBe(true);
      const seen = records.map(({ type, actor, target }) => `${type} ${actor.id} ${target ?? ''}`);
      expect(seen).toContain(`decision.denied ${keyId(monitor)} tool:loxone_control_lights`);
      expect(seen.some((line) => line.startsWith('auth.refused '))).toBe(true);
      expect(records.find(({ type }) => type === 'key.revoked')).toMatchObject({
        target: keyId(operator),
        actor: { id: expect.stringMatching(/^cli:/) },
      });
      expect(seen.some((line) => line.startsWith('session.opened '))).toBe(true);
    } finally {
      await auth.close();
    }
    const raw = readFileSync(`${home.configDir}/audit.jsonl`, 'utf8');
    for (const key of [admin, operator, monitor]) expect(raw).not.toContain(key.split('_').at(-1));
  });
});

describe('limits of a running server', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig(undefined, {
      LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '5',
      LOXONE_MCP_MAX_FAILED_ATTEMPTS: '3',
      LOXONE_MCP_LOCKOUT_MINUTES: '7',
    });
  });

  afterAll(() => rig.stop());

  it('hold for one key at a time, and say when to come back', async () => {
    const busy = await generateKey(rig.env, 'operator');
    const calm = await generateKey(rig.env, 'operator');
    const answers: Response[] = [];
    for (let count = 0; count < 6; count += 1) {
      answers.push(await post(rig.server.url, { 'x-api-key': busy }));
    }
    expect(answers.map(({ status }) => status === 429)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers[5]?.headers.get('ratelimit')).not.toBeNull();
    expect((await post(rig.server.url, { 'x-api-key': calm })).status).not.toBe(429);
  });

  it('let nobody guess at a key for long, and nobody else suffer from it', async () => {
    const victim = await generateKey(rig.env, 'operator');
    const bystander = await generateKey(rig.env, 'operator');
    const statuses: number[] = [];
    let last: Response | undefined;
    while (statuses.length < 30 && !(statuses.at(-1) === 429 && isLong(last))) {
      last = await post(rig.server.url, { 'x-api-key': `${keyId(victim)}_${'w'.repeat(50)}` });
      statuses.push(last.status);
    }
    expect(statuses[0]).toBe(401);
    expect(last?.status).toBe(429);
    expect((await post(rig.server.url, { 'x-api-key': bystander })).status).not.toBe(429);
  });

  /** More than the growing delay between single failures. */
  function isLong(response: Response | undefined): boolean {
    return Number(response?.headers.get('retry-after')) > 0;
  }
});

describe('a server behind a reverse proxy', () => {
  let rig: Rig;

  beforeAll(async () => {
    rig = await startRig(undefined, { LOXONE_MCP_TRUSTED_PROXIES: '127.0.0.1' });
  });

  afterAll(() => rig.stop());

  it('knows the callers that the proxy names, and holds keys to their addresses', async () => {
    const key = await generateKey(rig.env, 'operator', ['--ip', '203.0.113.0/24']);
    const from = (address: string): Record<string, string> => ({
      'x-api-key': key,
      'x-forwarded-for': address,
      'x-forwarded-proto': 'https',
    });
    expect((await post(rig.server.url, from('203.0.113.7'))).status).not.toBe(401);
    expect((await post(rig.server.url, from('198.51.100.7'))).status).toBe(401);
    expect((await post(rig.server.url, from('203.0.113.7, 198.51.100.7'))).status).toBe(401);
    expect((await post(rig.server.url, { 'x-api-key': key })).status).toBe(401);
  });
});
