import { describe, expect, it } from 'vitest';
import type { LoxoneClientOptions } from '../src/options.js';
import type { FakeOptions } from './support/fake-miniserver.js';
import { goLive, type Harness, makeHarness } from './support/harness.js';
import { ID } from './support/house-file.js';
import { turns } from './support/manual-time.js';
import { MemoryStore } from './support/memory-store.js';

const logins = ({ server }: Harness): number => server.count('jdev/sys/getjwt/');
const tokenLogins = ({ server }: Harness): number => server.count('authwithtoken/');

function harnessWith(
  store: MemoryStore,
  fake: FakeOptions = {},
  options: Partial<LoxoneClientOptions> = {},
): Harness {
  const harness = makeHarness(fake, { tokenStore: store, ...options });
  harness.server.values = [{ uuid: ID.lampActive, value: 0 }];
  return harness;
}

/** A second run against the same Miniserver, in a new process as it were. */
async function restart(
  first: Harness,
  options: Partial<LoxoneClientOptions> = {},
): Promise<Harness> {
  const second = makeHarness({}, { transport: first.server, clock: first.time, ...options });
  second.client.start();
  await turns();
  return second;
}

describe('a token that is stored', () => {
  it('outlives a stop and spares the password after a restart', async () => {
    const store = new MemoryStore();
    const first = harnessWith(store);
    await goLive(first);
    await first.client.stop();
    expect(first.server.count('jdev/sys/killtoken/')).toBe(0);
    expect(store.bytes).toBeDefined();
    const second = await restart(first, { tokenStore: store, password: 'not even the right one' });
    expect(second.status().phase).toBe('live');
    expect([logins(first), tokenLogins(first)]).toEqual([1, 1]);
    await second.client.stop();
  });

  it('is asked for weeks, one in memory for hours', async () => {
    const kept = harnessWith(new MemoryStore());
    await goLive(kept);
    const passing = makeHarness();
    await goLive(passing);
    const permission = ({ server }: Harness): string | undefined =>
      server.commands.find((command) => command.includes('getjwt'))?.split('/')[5];
    expect([permission(kept), permission(passing)]).toEqual(['4', '2']);
  });

  it('is replaced when it is refreshed', async () => {
    const store = new MemoryStore();
    const harness = harnessWith(store, { tokenLifeSeconds: 3600 });
    await goLive(harness);
    const before = store.bytes;
    await harness.time.advance(1800_000);
    expect(harness.server.count('jdev/sys/refreshjwt/')).toBe(1);
    expect(store.bytes).not.toEqual(before);
    await harness.client.stop();
    const second = await restart(harness, { tokenStore: store });
    expect(second.status().phase).toBe('live');
    expect(logins(harness)).toBe(1);
    await second.client.stop();
  });

  it('is forgotten when it is refused; the password is then used exactly once', async () => {
    const store = new MemoryStore();
    const first = harnessWith(store);
    await goLive(first);
    await first.client.stop();
    first.server.tokens.clear();
    Object.assign(first.server.options, { password: 'changed' });
    const second = await restart(first, { tokenStore: store, timers: first.time });
    await first.time.advance(24 * 3600_000);
    expect(second.status().phase).toBe('rejected');
    expect([logins(first), tokenLogins(first)]).toEqual([2, 1]);
    expect(store.bytes).toBeUndefined();
  });

  it.each([
    ['another user', { user: 'somebody else' }],
    ['another Miniserver', {}],
  ])('is not shown to %s', async (who, options) => {
    const store = new MemoryStore();
    const first = harnessWith(store);
    await goLive(first);
    await first.client.stop();
    if (who === 'another Miniserver') {
      const bytes = Buffer.from(store.bytes ?? []).toString('utf8');
      store.bytes = Buffer.from(bytes.replace('504F94000001', '504F94000002'));
    }
    const second = await restart(first, { tokenStore: store, ...options });
    expect(tokenLogins(first)).toBe(0);
    expect(logins(first)).toBe(2);
    await second.client.stop();
  });

  it('that has expired is not tried', async () => {
    const store = new MemoryStore();
    const first = harnessWith(store, { tokenLifeSeconds: 3600 });
    await goLive(first);
    await first.client.stop();
    await first.time.advance(3600_000);
    const second = await restart(first, { tokenStore: store });
    expect([logins(first), tokenLogins(first)]).toEqual([2, 0]);
    await second.client.stop();
  });

  it.each(['', '{}', 'no json', '[1]', '{"format":2,"user":"admin"}'])(
    'that cannot be read (%j) is as good as none',
    async (text) => {
      const store = new MemoryStore();
      store.bytes = Buffer.from(text);
      const harness = harnessWith(store);
      await goLive(harness);
      expect(harness.status().phase).toBe('live');
      expect(logins(harness)).toBe(1);
    },
  );

  it('stops nobody when the store fails, and its words are not logged', async () => {
    const store = new MemoryStore();
    store.failure = new TypeError('cannot write ey.fake.1');
    const harness = harnessWith(store);
    await goLive(harness);
    expect(harness.status().phase).toBe('live');
    await harness.client.stop();
    const logged = harness.logs.filter((line) => line.includes('token'));
    expect(logged.some((line) => line.includes('cannot be loaded'))).toBe(true);
    expect(logged.some((line) => line.includes('not saved'))).toBe(true);
    expect(harness.logs.join('\n')).not.toContain('ey.fake');
  });
});

describe('a stop', () => {
  it('kills a stored token when asked to', async () => {
    const store = new MemoryStore();
    const harness = harnessWith(store);
    await goLive(harness);
    await harness.client.stop({ keepToken: false });
    expect(harness.server.tokens.size).toBe(0);
    expect(store.bytes).toBeUndefined();
  });

  it('keeps a token in memory alive when asked to', async () => {
    const harness = makeHarness();
    await goLive(harness);
    await harness.client.stop({ keepToken: true });
    expect(harness.server.tokens.size).toBe(1);
    expect(harness.time.armed).toBe(0);
  });

  it('clears the store also when nobody was reached', async () => {
    const store = new MemoryStore();
    store.bytes = Buffer.from('something');
    const harness = harnessWith(store);
    harness.server.http = Object.assign(new TypeError('x'), { code: 'ECONNREFUSED' });
    harness.client.start();
    await turns();
    await harness.client.stop({ keepToken: false });
    expect(store.bytes).toBeUndefined();
  });
});

describe('forgetToken', () => {
  it('kills the token, clears the store, and logs in once by password', async () => {
    const store = new MemoryStore();
    const harness = harnessWith(store);
    await goLive(harness);
    const [old] = harness.server.everyToken;
    const forgetting = harness.client.forgetToken();
    await turns();
    await harness.time.advance(3_000);
    await forgetting;
    await harness.time.advance(3_000);
    expect(harness.server.tokens.has(old ?? '')).toBe(false);
    expect(harness.status().phase).toBe('live');
    expect([logins(harness), tokenLogins(harness)]).toEqual([2, 0]);
    expect(store.calls).toContain('clear');
    expect(harness.server.tokens.size).toBe(1);
  });

  it('works before a start', async () => {
    const store = new MemoryStore();
    store.bytes = Buffer.from('something');
    const harness = harnessWith(store);
    await harness.client.forgetToken();
    expect(store.bytes).toBeUndefined();
    expect(harness.server.httpRequests).toEqual([]);
  });
});
