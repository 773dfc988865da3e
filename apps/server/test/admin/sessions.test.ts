import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnerSessions } from '../../src/admin/owner-sessions.js';
import { readSessionCookie, sessionCookie } from '../../src/admin/session-cookie.js';
import { createMemorySessionStore } from '../../src/admin/session-store.js';
import { ConnectionBook } from '../../src/http/connections.js';
import { type AdminStage, type Browser, openAdminStage } from './support/admin-stage.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TEST = { id: 'test' };

let stage: AdminStage;

beforeEach(async () => {
  stage = await openAdminStage();
});

afterEach(() => stage.close());

async function isIn(browser: Browser): Promise<boolean> {
  const { status } = await browser.get('/session');
  expect([200, 401]).toContain(status);
  return status === 200;
}

describe('a session', () => {
  it('lives as long as it is used, and half an hour longer', async () => {
    const browser = await stage.signInAs('admin');
    for (let time = 0; time < 4; time += 1) {
      stage.clock.advance(30 * MINUTE - 1);
      expect(await isIn(browser)).toBe(true);
    }
    stage.clock.advance(30 * MINUTE);
    expect(await isIn(browser)).toBe(false);
  });

  it('ends after twelve hours, however much it is used', async () => {
    const browser = await stage.signInAs('admin');
    for (let time = 0; time < 47; time += 1) {
      stage.clock.advance(15 * MINUTE);
      expect(await isIn(browser)).toBe(true);
    }
    stage.clock.advance(15 * MINUTE);
    expect(await isIn(browser)).toBe(false);
    stage.clock.advance(-HOUR);
    expect(await isIn(browser)).toBe(false);
  });

  it('does not live longer by a clock that is set back', async () => {
    const browser = await stage.signInAs('admin');
    stage.clock.advance(-2 * HOUR);
    expect(await isIn(browser)).toBe(false);
  });

  it('is gone for good once it was signed out of', async () => {
    const browser = await stage.signInAs('admin');
    await browser.ask('DELETE', '/session');
    for (const [method, path] of [
      ['GET', '/keys'],
      ['GET', '/session'],
      ['POST', '/audit/verify'],
    ] as const) {
      expect((await browser.ask(method, path)).status).toBe(401);
    }
  });

  it.each([
    ['revoked', (id: string) => stage.auth.keys.revoke(id, TEST)],
    ['disabled', (id: string) => stage.auth.keys.disable(id, TEST)],
    ['deleted', (id: string) => stage.auth.keys.delete(id, TEST)],
    ['renamed', (id: string) => stage.auth.keys.update(id, { name: 'Another' }, TEST)],
    ['made a monitor', (id: string) => stage.auth.keys.update(id, { role: 'monitor' }, TEST)],
    ['rotated', (id: string) => stage.auth.keys.rotate(id, { overlapMs: HOUR }, TEST)],
  ])('ends when its key is %s', async (_, change: (id: string) => Promise<unknown>) => {
    await stage.keyOf('admin');
    const browser = await stage.signInAs('admin');
    await change(browser.id);
    expect(await isIn(browser)).toBe(false);
    expect(stage.parts.connections.list()).toEqual([]);
  });

  it('ends with its key, to the millisecond', async () => {
    const expiresAt = stage.clock.now() + 10 * MINUTE;
    const browser = await stage.signInAs('admin', { expiresAt });
    stage.clock.advance(10 * MINUTE - 1);
    expect(await isIn(browser)).toBe(true);
    stage.clock.advance(1);
    expect(await isIn(browser)).toBe(false);
  });

  it('is not kept alive by a stolen revision: disabled and enabled again, it stays ended', async () => {
    await stage.keyOf('admin');
    const browser = await stage.signInAs('admin');
    await stage.auth.keys.disable(browser.id, TEST);
    await stage.auth.keys.enable(browser.id, TEST);
    expect(await isIn(browser)).toBe(false);
  });

  it('gets a new id at each sign-in, and ends the one before', async () => {
    const { key } = await stage.keyOf('admin');
    const first = await stage.signIn(key);
    const answer = await stage.ask('POST', '/session', { key }, { cookie: first.cookie });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).not.toContain(first.cookie);
    expect(await isIn(first)).toBe(false);
  });

  it('never takes an id that a browser brings along (fixation)', async () => {
    const { key } = await stage.keyOf('admin');
    const planted = `gatehouse_session=${'A'.repeat(43)}`;
    const answer = await stage.ask('POST', '/session', { key }, { cookie: planted });
    expect(answer.headers.get('set-cookie')).not.toContain('AAAA');
    expect((await stage.ask('GET', '/session', undefined, { cookie: planted })).status).toBe(401);
  });

  it('is not chosen between two cookies of one name', async () => {
    const [one, other] = [await stage.signInAs('admin'), await stage.signInAs('admin')];
    const cookie = `${one.cookie}; ${other.cookie}`;
    expect((await stage.ask('GET', '/session', undefined, { cookie })).status).toBe(401);
  });

  it('is worth nothing in the forms that its secret is kept in', async () => {
    const browser = await stage.signInAs('admin');
    const [listed] = stage.parts.connections.list();
    for (const token of [listed?.id ?? '', browser.csrfToken]) {
      const cookie = `gatehouse_session=${token}`;
      expect((await stage.ask('GET', '/session', undefined, { cookie })).status).toBe(401);
    }
  });

  it('is in no list, log or trail by its token', async () => {
    const browser = await stage.signInAs('admin');
    await browser.get('/keys');
    const token = browser.cookie.split('=')[1] ?? '';
    const connections = (await browser.get('/connections')).text;
    for (const text of [connections, await stage.trail(), stage.log()]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(browser.csrfToken);
    }
  });

  it('is noted when it opens and when it closes, and why', async () => {
    const browser = await stage.signInAs('admin');
    await browser.ask('DELETE', '/session');
    const trail = await stage.trail();
    expect(trail).toContain('"type":"session.opened"');
    expect(trail).toMatch(/"type":"session.closed".*"reason":"signed-out"/);
  });

  it('does not push out those of others when there are too many', async () => {
    const other = await stage.signInAs('admin');
    const { key } = await stage.keyOf('admin');
    const first = await stage.signIn(key);
    for (let more = 0; more < 32; more += 1) await stage.signIn(key);
    expect(await isIn(first)).toBe(false);
    expect(await isIn(other)).toBe(true);
    expect(stage.parts.connections.list()).toHaveLength(33);
  });
});

describe('sessions by themselves', () => {
  const principal = {
    id: 'link:owner',
    kind: 'session',
    name: 'owner',
    role: 'admin',
    scopes: [],
    revision: 'link',
  } as const;

  function open(): ReturnType<typeof createOwnerSessions> {
    return createOwnerSessions({
      auth: stage.auth,
      connections: new ConnectionBook(),
      clock: stage.clock,
    });
  }

  it('keep TLS and plain HTTP apart', async () => {
    const sessions = open();
    const { token } = await sessions.open({ principal, secure: true, context: {} });
    expect(sessionCookie(token, true)).toBe(
      `__Host-gatehouse_session=${token}; Path=/; HttpOnly; SameSite=Strict; Secure`,
    );
    expect(await sessions.find(`__Host-gatehouse_session=${token}`)).toBeDefined();
    expect(await sessions.find(`gatehouse_session=${token}`)).toBeUndefined();
    await sessions.close();
  });

  it('are kept by nothing that signs anybody in', async () => {
    const store = createMemorySessionStore();
    const connections = new ConnectionBook();
    const sessions = createOwnerSessions({ auth: stage.auth, connections, store });
    const opened = await sessions.open({ principal, secure: false, context: {} });
    const kept = JSON.stringify(await store.list());
    for (const secret of [opened.token, opened.csrfToken]) expect(kept).not.toContain(secret);
    const [{ tokenHash } = { tokenHash: '' }] = await store.list();
    expect(await sessions.find(`gatehouse_session=${tokenHash}`)).toBeUndefined();
    await sessions.close();
  });

  it('are bound to the addresses of their key', async () => {
    const { id } = await stage.keyOf('admin', { ipWhitelist: ['192.168.1.0/24'] });
    const holder = await stage.auth.keys.principal(id);
    if (holder === undefined) throw new TypeError('the key must be active');
    const sessions = open();
    const { token } = await sessions.open({
      principal: holder,
      keyId: id,
      secure: false,
      context: { address: '192.168.1.9' },
    });
    const cookie = `gatehouse_session=${token}`;
    expect(await sessions.find(cookie, { address: '192.168.1.77' })).toBeDefined();
    expect(await sessions.find(cookie, { address: '192.168.2.1' })).toBeUndefined();
    expect(await sessions.find(cookie)).toBeUndefined();
    await sessions.close();
  });

  it('give a principal of kind session with the rights of the key', async () => {
    const { id } = await stage.keyOf('custom', { permissions: ['admin:audit'], rooms: ['Hall'] });
    const holder = await stage.auth.keys.principal(id);
    if (holder === undefined) throw new TypeError('the key must be active');
    const sessions = open();
    const opened = await sessions.open({
      principal: holder,
      keyId: id,
      secure: false,
      context: {},
    });
    const found = await sessions.find(`gatehouse_session=${opened.token}`);
    expect(found?.principal).toEqual({ ...holder, kind: 'session' });
    await sessions.close();
  });

  it('tell once when one ends, and can be ended from the list of connections', async () => {
    const book = new ConnectionBook();
    const sessions = createOwnerSessions({ auth: stage.auth, connections: book });
    const ended: string[] = [];
    sessions.onEnd((id) => ended.push(id));
    const { sessionId } = await sessions.open({ principal, secure: false, context: {} });
    const connection = sessions.connectionOf(sessionId) ?? '';
    expect(await book.end(connection)).toBe(true);
    expect(await sessions.end(sessionId, 'signed-out')).toBe(false);
    expect(ended).toEqual([sessionId]);
    expect(await sessions.isOpen(sessionId)).toBe(false);
    await sessions.close();
  });

  it('show of a browser only what is printable, and not all of it', async () => {
    const book = new ConnectionBook();
    const sessions = createOwnerSessions({ auth: stage.auth, connections: book });
    const userAgent = `Evil\r\nX: 1\u001b[31m\u202e${'x'.repeat(500)}`;
    await sessions.open({ principal, secure: false, context: { userAgent } });
    const [listed] = book.list();
    expect(listed?.client).toMatch(/^[\x20-\x7e\ufffd]{1,120}$/);
    await sessions.close();
  });

  it('end one key’s sessions only', async () => {
    const store = createMemorySessionStore();
    const sessions = createOwnerSessions({
      auth: stage.auth,
      connections: new ConnectionBook(),
      store,
      clock: stage.clock,
    });
    await stage.keyOf('admin');
    const ids = [await stage.keyOf('admin'), await stage.keyOf('admin')].map(({ id }) => id);
    for (const id of ids) {
      const holder = await stage.auth.keys.principal(id);
      if (holder === undefined) throw new TypeError('the key must be active');
      await sessions.open({ principal: holder, keyId: id, secure: false, context: {} });
    }
    const ended = new Promise<string>((resolve) => sessions.onEnd(resolve));
    await stage.auth.keys.revoke(ids[0] ?? '', TEST);
    await ended;
    expect((await store.list()).map(({ keyId }) => keyId)).toEqual([ids[1]]);
    await sessions.close();
  });
});

describe('the cookie of a session', () => {
  it.each([
    [undefined],
    [''],
    ['gatehouse_session='],
    ['gatehouse_sessionx=abc'],
    ['Gatehouse_session=abc'],
    ['other=1; xgatehouse_session=abc'],
    ['gatehouse_session=a; gatehouse_session=b'],
    ['__Host-gatehouse_session=a; __Host-gatehouse_session=a'],
  ])('is not in %j', (header) => {
    expect(readSessionCookie(header)).toBeUndefined();
  });

  it.each([
    ['a=1; gatehouse_session=abc; b=2', { token: 'abc', secure: false }],
    ['__Host-gatehouse_session=abc', { token: 'abc', secure: true }],
    ['gatehouse_session=planted; __Host-gatehouse_session=abc', { token: 'abc', secure: true }],
  ])('is read from %j', (header, sent) => {
    expect(readSessionCookie(header)).toEqual(sent);
  });
});
