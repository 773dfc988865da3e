import type { Principal } from '@gatehouse/core';
import { testPrincipal } from '@gatehouse/mcp-auth-testing';
import { describe, expect, it } from 'vitest';
import { authInfoOf } from '../../src/http/auth-info.js';
import { currentPrincipal, type RequestExtra } from '../../src/sdk/index.js';

const signal = new AbortController().signal;
const asked: string[] = [];

function reader(
  now: Principal | undefined,
): (extra: RequestExtra) => Promise<Principal | undefined> {
  asked.length = 0;
  return currentPrincipal({
    async principal(id) {
      asked.push(id);
      return now;
    },
  });
}

describe('currentPrincipal', () => {
  it('answers with the key as it is now, not as it was when the request arrived', async () => {
    const then = testPrincipal('operator');
    const now = testPrincipal('monitor', { id: then.id, revision: '2' });
    expect(
      await reader(now)({ signal, authInfo: authInfoOf({ principal: then, requestId: 'r1' }) }),
    ).toBe(now);
    expect(asked).toEqual([then.id]);
    expect(
      await reader(undefined)({
        signal,
        authInfo: authInfoOf({ principal: then, requestId: 'r1' }),
      }),
    ).toBeUndefined();
  });

  it('takes a principal that is no key as the host gave it', async () => {
    const local = testPrincipal('admin', { kind: 'stdio' });
    expect(
      await reader(undefined)({
        signal,
        authInfo: authInfoOf({ principal: local, requestId: 'r1' }),
      }),
    ).toBe(local);
    expect(asked).toEqual([]);
  });

  it.each([
    [{ signal }],
    [{ signal, authInfo: undefined }],
    [{ signal, authInfo: {} }],
    [{ signal, authInfo: { extra: {} } }],
    [{ signal, authInfo: { extra: { principal: 'admin' } } }],
    [{ signal, authInfo: { extra: { principal: { id: 'x', kind: 'stdio' } } } }],
    [{ signal, authInfo: { extra: Object.create({ principal: testPrincipal('admin') }) } }],
  ])('finds nobody in %j', async (extra) => {
    expect(await reader(testPrincipal('admin'))(extra)).toBeUndefined();
  });
});
