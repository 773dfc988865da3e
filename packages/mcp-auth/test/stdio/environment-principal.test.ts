import { describe, expect, it } from 'vitest';
import type { Authentication, Caller } from '../../src/authentication.js';
import { principalFromEnvironment } from '../../src/stdio/index.js';
import { ADMIN, fakeAuth, KEY, LOCKED, SECRET, UNRECORDED } from '../adapters/fake-auth.js';

async function failure(env: Record<string, string | undefined>): Promise<unknown> {
  return principalFromEnvironment(fakeAuth(), { env }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('principalFromEnvironment', () => {
  it('is the key that the variable holds, and takes it out', async () => {
    const auth = fakeAuth();
    const env = { MCP_API_KEY: KEY, OTHER: 'stays' };
    expect(await principalFromEnvironment(auth, { env })).toBe(ADMIN);
    expect(env).toEqual({ OTHER: 'stays' });
    expect(auth.asked).toEqual([{ key: KEY, from: { transport: 'stdio' } }]);
  });

  it('reads another variable if asked, and a key with a line break behind it', async () => {
    const env = { LOXONE_API_KEY: ` ${KEY}\n`, MCP_API_KEY: 'not looked at' };
    expect(await principalFromEnvironment(fakeAuth(), { env, name: 'LOXONE_API_KEY' })).toBe(ADMIN);
    expect(env).toEqual({ MCP_API_KEY: 'not looked at' });
  });

  it('is the local user where the variable is not set', async () => {
    const auth = fakeAuth();
    expect(await principalFromEnvironment(auth, { env: {} })).toMatchObject({
      id: 'local',
      kind: 'stdio',
      role: 'monitor',
    });
    const env = { MCP_API_KEY: undefined };
    expect(await principalFromEnvironment(auth, { env, role: 'operator' })).toMatchObject({
      role: 'operator',
    });
    expect(auth.asked).toEqual([]);
  });

  it.each([
    ['mcp_admin_009_unknown', 'MCP_API_KEY holds a key that is not valid'],
    ['', 'MCP_API_KEY is set, but empty'],
    ['   \n', 'MCP_API_KEY is set, but empty'],
    [LOCKED, 'MCP_API_KEY cannot be checked for another 1800 seconds'],
  ])('stops the start with a sentence for %j', async (key, sentence) => {
    const env = { MCP_API_KEY: key };
    const error = await failure(env);
    expect(error).toMatchObject({ code: 'ERR_MCPAUTH_CONFIG_INVALID' });
    expect(String(error)).toContain(sentence);
    expect(env).toEqual({});
  });

  it('stops the start where nobody may be let in unrecorded', async () => {
    expect(await failure({ MCP_API_KEY: UNRECORDED })).toMatchObject({
      code: 'ERR_MCPAUTH_AUDIT_UNAVAILABLE',
      retryable: true,
    });
  });

  it('repeats no key in an error', async () => {
    const wrong = `mcp_admin_009_${SECRET}`;
    const error = await failure({ MCP_API_KEY: wrong });
    expect(JSON.stringify([String(error), error, Object(error).stack])).not.toContain(SECRET);
  });

  it('lets through what the store says, and takes the key out all the same', async () => {
    const env = { MCP_API_KEY: KEY };
    const broken = async (_: string | undefined, __?: Caller): Promise<Authentication> => {
      throw new TypeError('store');
    };
    const reading = principalFromEnvironment({ authenticate: broken }, { env });
    await expect(reading).rejects.toThrow('store');
    expect(env).toEqual({});
  });
});
