import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI } from './support/paths.js';
import { runProgram } from './support/program.js';
import { type Rig, startRig } from './support/rig.js';
import { connect, generateKey, keyId } from './support/server.js';

/** What the requirement allows between revoking and refusing. */
const LIMIT_MS = 1_000;

describe('a key that the command line revokes while the server runs', () => {
  let rig: Rig;

  beforeAll(async () => {
    // Asked in a loop below: a request limit must not pass for a revocation.
    rig = await startRig(undefined, { LOXONE_MCP_MAX_REQUESTS_PER_MINUTE: '1000000' });
    await generateKey(rig.env, 'admin');
  });

  afterAll(() => rig.stop());

  it('stops working within a second, its open session too', async () => {
    const key = await generateKey(rig.env, 'operator');
    const client = await connect(rig.server.url, key);
    await client.listTools();

    const revoked = await runProgram(
      CLI,
      ['keys', 'revoke', keyId(key), '--reason', 'lost'],
      rig.env,
    );
    const deadline = performance.now() + LIMIT_MS;
    expect(revoked).toMatchObject({ code: 0, stdout: `${keyId(key)} is revoked.\n` });

    let refused = false;
    while (!refused && performance.now() < deadline) {
      refused = await client.listTools().then(
        () => false,
        () => true,
      );
    }
    expect(refused).toBe(true);
    await expect(connect(rig.server.url, key)).rejects.toThrow(/401|key/i);
    await client.close();
  });

  it('closes the stream that a revoked key holds open', async () => {
    const key = await generateKey(rig.env, 'operator');
    const client = await connect(rig.server.url, key);
    const session = await streamOf(rig.server.url, key);
    await runProgram(CLI, ['keys', 'revoke', keyId(key)], rig.env);
    // The stream carries nothing unasked; reading it to its end means that the server closed it.
    await session.text();
    await client.close().catch(() => undefined);
  });

  it('never revokes the last admin key', async () => {
    const listed = await runProgram(
      CLI,
      ['keys', 'list', '--role', 'admin', '--format', 'json'],
      rig.env,
    );
    const admins = JSON.parse(listed.stdout) as { id: string }[];
    expect(admins).toHaveLength(1);
    const result = await runProgram(CLI, ['keys', 'revoke', String(admins[0]?.id)], rig.env);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toMatch(/last active admin/i);
  });
});

/** Opens a session of its own and the stream that belongs to it. */
async function streamOf(url: string, key: string): Promise<Response> {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  const opened = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'stream', version: '1.0.0' },
      },
    }),
  });
  await opened.text();
  const session = opened.headers.get('mcp-session-id') ?? '';
  const stream = await fetch(`${url}/mcp`, {
    headers: { ...headers, accept: 'text/event-stream', 'mcp-session-id': session },
  });
  expect(stream.status).toBe(200);
  return stream;
}
