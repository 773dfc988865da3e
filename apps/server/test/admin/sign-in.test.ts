import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminStage, forgedKey, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage;

beforeEach(async () => {
  stage = await openAdminStage();
});

afterEach(() => stage.close());

const own = (): string => stage.app.url;

describe('signing in with a key', () => {
  it('sets a cookie that no script reads and no other site sends', async () => {
    const { key } = await stage.keyOf('admin');
    const answer = await stage.ask('POST', '/session', { key });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(
      /^gatehouse_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('says who is signed in, and not by which key', async () => {
    const { key, id } = await stage.keyOf('admin');
    const { body, text } = await stage.ask('POST', '/session', { key });
    expect(body).toEqual({
      id,
      name: 'Test admin',
      role: 'admin',
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      endsAt: stage.clock.now() + 12 * 3_600_000,
      idleSeconds: 1800,
    });
    expect(text).not.toContain(key);
  });

  it('ends no later than the key', async () => {
    const expiresAt = stage.clock.now() + 60_000;
    const { key } = await stage.keyOf('admin', { expiresAt });
    expect((await stage.ask('POST', '/session', { key })).body.endsAt).toBe(expiresAt);
  });

  it.each(['operator', 'monitor'])('is refused to a %s, who administers nothing', async (role) => {
    const { key } = await stage.keyOf(role);
    const answer = await stage.ask('POST', '/session', { key });
    expect([answer.status, answer.body.code]).toEqual([403, 'not-allowed']);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('is open to a custom role that may do one thing', async () => {
    const browser = await stage.signInAs('custom', { permissions: ['admin:audit'] });
    expect((await browser.get('/session')).body).toMatchObject({ role: 'custom' });
  });

  it('answers alike for keys that are wrong, unknown, revoked, disabled or no keys', async () => {
    const wrong = await stage.keyOf('admin');
    const revoked = await stage.keyOf('admin');
    const disabled = await stage.keyOf('admin');
    await stage.auth.keys.revoke(revoked.id, { id: 'test' });
    await stage.auth.keys.disable(disabled.id, { id: 'test' });
    const keys = [
      await forgedKey('admin'),
      `${wrong.key.slice(0, -1)}${wrong.key.endsWith('a') ? 'b' : 'a'}`,
      wrong.key.replace('_001_', '_777_'),
      revoked.key,
      disabled.key,
      'no key at all',
    ];
    const texts = new Set<string>();
    for (const key of keys) {
      const answer = await stage.ask('POST', '/session', { key });
      expect(answer.status).toBe(401);
      texts.add(answer.text);
      stage.clock.advance(60 * 60_000);
    }
    expect(texts.size).toBe(1);
  });

  it('locks out whoever tries too often, and says so in the trail', async () => {
    const { key } = await stage.keyOf('admin');
    const forged = await forgedKey('admin');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      statuses.push((await stage.ask('POST', '/session', { key: forged })).status);
      stage.clock.advance(61_000);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    const right = await stage.ask('POST', '/session', { key });
    expect([right.status, right.body.code]).toEqual([429, 'locked-out']);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await stage.trail()).toContain('auth.locked-out');
  });

  it('is refused from an address that the key is not for', async () => {
    const { key } = await stage.keyOf('admin', { ipWhitelist: ['10.0.0.0/8'] });
    expect((await stage.ask('POST', '/session', { key })).status).toBe(401);
  });

  it('takes exactly one of key and code, and nothing else', async () => {
    const { key } = await stage.keyOf('admin');
    for (const body of [{}, { key, code: 'x' }, { key, more: 1 }, { key: 1 }, [], 'null', '"a"']) {
      expect((await stage.ask('POST', '/session', body)).status).toBe(400);
    }
  });
});

describe('a page of somebody else', () => {
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
  ] as const;

  it.each(foreign)('signs nobody in: %j', async (headers) => {
    const { key } = await stage.keyOf('admin');
    const answer = await stage.ask('POST', '/session', { key }, headers);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'cannot send a form: %s',
    async (type) => {
      const { key } = await stage.keyOf('admin');
      const body = JSON.stringify({ key });
      const answer = await stage.ask('POST', '/session', body, { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );

  it('is told from our own', async () => {
    const { key } = await stage.keyOf('admin');
    const headers = { origin: own(), 'sec-fetch-site': 'same-origin' };
    expect((await stage.ask('POST', '/session', { key }, headers)).status).toBe(200);
  });

  it('reads nothing with the session, even where a browser would send the cookie', async () => {
    const browser = await stage.signInAs('admin');
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.ask('GET', '/keys', undefined, headers)).status).toBe(401);
  });
});

describe('signing in with a one-time link', () => {
  it('acts as the owner of the machine', async () => {
    const { code } = await stage.parts.links.create();
    const { status, body } = await stage.ask('POST', '/session', { code });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'link:owner', name: 'owner', role: 'admin' });
    expect(await stage.trail()).not.toContain(code);
    expect(stage.log()).not.toContain(code);
  });

  it('works once', async () => {
    const { code } = await stage.parts.links.create();
    const statuses = [1, 2, 3].map(() => stage.ask('POST', '/session', { code }));
    const answers = await Promise.all(statuses);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await stage.ask('POST', '/session', { code })).status).not.toBe(200);
  });

  it('works for ten minutes', async () => {
    const { code } = await stage.parts.links.create();
    stage.clock.advance(10 * 60_000);
    expect((await stage.ask('POST', '/session', { code })).status).toBe(401);
  });

  it('counts a wrong code as a failure', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await stage.ask('POST', '/session', { code: `wrong-${attempt}` });
      stage.clock.advance(61_000);
    }
    expect((await stage.ask('POST', '/session', { code: 'one more' })).status).toBe(429);
    // Whoever is at the machine is not kept out by that.
    const { code } = await stage.parts.links.create();
    expect((await stage.ask('POST', '/session', { code })).status).toBe(200);
  });
});

describe('signing out', () => {
  it('ends the session and the cookie', async () => {
    const browser = await stage.signInAs('admin');
    const answer = await browser.ask('DELETE', '/session');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^gatehouse_session=;.*Max-Age=0$/);
    expect((await browser.get('/session')).status).toBe(401);
  });

  it('has a session to end', async () => {
    const { key } = await stage.keyOf('admin');
    const headers = { authorization: `Bearer ${key}` };
    const answer = await stage.ask('DELETE', '/session', undefined, headers);
    expect([answer.status, answer.body.code]).toEqual([404, 'no-session']);
    expect((await stage.ask('GET', '/session', undefined, headers)).status).toBe(404);
  });
});
