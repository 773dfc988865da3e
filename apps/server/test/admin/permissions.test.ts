import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_TOPICS } from '../../src/admin/may-administer.js';
import { type AdminStage, type Answered, openAdminStage } from './support/admin-stage.js';
import { type RouteRequest, requestTo } from './support/every-route.js';

let stage: AdminStage;
let victimId: string;
let requests: readonly RouteRequest[];

beforeAll(async () => {
  stage = await openAdminStage();
  await stage.keyOf('admin');
  victimId = (await stage.keyOf('operator')).id;
  requests = stage.routes
    .filter(({ path, access }) => 'action' in access && !path.endsWith('/live'))
    .map((route) => requestTo(route, victimId));
});

afterAll(() => stage.close());

/** Neither sent away for who they are, nor failed: whatever else is wrong with the request. */
function isLetIn({ status, body }: Answered): boolean {
  return status !== 401 && status < 500 && !(status === 403 && body.code === 'not-allowed');
}

describe('permission by permission', () => {
  it.each(ADMIN_TOPICS)('admin:%s opens what it names, and nothing else', async (topic) => {
    const browser = await stage.signInAs('custom', { permissions: [`admin:${topic}`] });
    let asked = 0;
    for (const { method, path, body, name, topic: needed } of requests) {
      // What only the topic guards is tried; what would end the test's own keys is not.
      const isOwn = needed === topic;
      if (isOwn && /revoke|rotate|disable|DELETE/.test(name)) continue;
      const answer = await browser.ask(method, path, body);
      asked += 1;
      expect([name, isLetIn(answer)]).toEqual([name, isOwn]);
    }
    expect(asked).toBeGreaterThan(15);
  });

  it.each(ADMIN_TOPICS)('!admin:%s takes away what it names, and nothing else', async (topic) => {
    const browser = await stage.signInAs('admin', { permissions: [`!admin:${topic}`] });
    for (const { method, path, name, topic: needed } of requests) {
      if (method !== 'GET') continue;
      expect([name, isLetIn(await browser.get(path))]).toEqual([name, needed !== topic]);
    }
  });

  it('who may only look at the house sees and moves nothing by that', async () => {
    const browser = await stage.signInAs('custom', { permissions: ['admin:house'] });
    expect((await browser.get('/house')).body.rooms).toEqual([]);
    const answer = await browser.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown-device']);
  });

  it('all of the administration belongs to some topic', () => {
    const topics = new Set(requests.map(({ topic }) => topic));
    expect(topics).toEqual(new Set(ADMIN_TOPICS));
  });

  it.each(['operator', 'monitor'])('a key of role %s is let in nowhere', async (role) => {
    const { key } = await stage.keyOf(role);
    for (const { method, path, body, name } of requests) {
      const answer = await stage.ask(method, path, body, { authorization: `Bearer ${key}` });
      expect([name, answer.status]).toEqual([name, 403]);
    }
  });

  it('without a key or a session nobody is let in anywhere', async () => {
    for (const { method, path, body, name } of requests) {
      expect([name, (await stage.ask(method, path, body)).status]).toEqual([name, 401]);
    }
  });
});

describe('nobody grants more than they hold', () => {
  const LIMITED = { permissions: ['admin:keys', 'risk:read', 'risk:control'], rooms: ['Bedroom'] };

  it.each([
    ['an admin key', { role: 'admin' }],
    ['an operator of the whole house', { role: 'operator' }],
    ['a key for another room', { role: 'device', rooms: ['Hall'] }],
    [
      'a key that opens doors',
      { role: 'custom', permissions: ['risk:access'], rooms: ['Bedroom'] },
    ],
    [
      'a key for another topic',
      { role: 'custom', permissions: ['admin:audit'], rooms: ['Bedroom'] },
    ],
  ])('so %s is refused', async (_, request) => {
    const browser = await stage.signInAs('custom', LIMITED);
    const before = (await stage.auth.keys.list()).length;
    const answer = await browser.ask('POST', '/keys', { name: 'More', ...request });
    expect([answer.status, answer.body.code]).toEqual([403, 'grant']);
    expect(answer.body.detail).toContain('Nobody grants more than they hold');
    expect(await stage.auth.keys.list()).toHaveLength(before);
  });

  it('what they hold they may grant', async () => {
    const browser = await stage.signInAs('custom', LIMITED);
    const request = {
      name: 'Same',
      role: 'custom',
      permissions: ['risk:read'],
      rooms: ['Bedroom'],
    };
    expect((await browser.ask('POST', '/keys', request)).status).toBe(201);
  });

  it('nor do they reach it by changing, enabling or rotating a key that has it', async () => {
    const admin = await stage.keyOf('admin');
    const browser = await stage.signInAs('custom', LIMITED);
    const { revision } = (await browser.get(`/keys/${admin.id}`)).body;
    await stage.auth.keys.disable((await stage.keyOf('admin')).id, { id: 'test' });
    const tries = [
      ['PATCH', `/keys/${admin.id}`, { name: 'Mine', revision }],
      ['POST', `/keys/${admin.id}/rotate`, { overlapHours: 1 }],
    ] as const;
    for (const [method, path, body] of tries) {
      const answer = await browser.ask(method, path, body);
      expect([method, answer.status, answer.body.code]).toEqual([method, 403, 'grant']);
      expect(answer.text).not.toContain('secret');
    }
  });

  it('nor extend their own key', async () => {
    const expiresAt = stage.clock.now() + 3_600_000;
    const browser = await stage.signInAs('custom', { ...LIMITED, expiresAt });
    const { revision } = (await browser.get(`/keys/${browser.id}`)).body;
    const longer = { expiresAt: expiresAt + 1, revision };
    const answer = await browser.ask('PATCH', `/keys/${browser.id}`, longer);
    expect([answer.status, answer.body.code]).toEqual([403, 'own-limits']);
    const outliving = await browser.ask('POST', '/keys', {
      name: 'Longer',
      role: 'custom',
      permissions: ['risk:read'],
      rooms: ['Bedroom'],
      expiresAt: expiresAt + 1,
    });
    expect([outliving.status, outliving.body.code]).toEqual([403, 'outlives-holder']);
  });
});

describe('a key whose acts somebody has to agree to', () => {
  it('administers nothing that an approval is needed for', async () => {
    const browser = await stage.signInAs('admin', { permissions: ['approve:admin'] });
    const made = await browser.ask('POST', '/keys', { name: 'Free', role: 'admin' });
    expect([made.status, made.body.code]).toEqual([403, 'not-approved']);
    const [connection] = stage.parts.connections.list();
    const ended = await browser.ask('DELETE', `/connections/${connection?.id}`);
    expect([ended.status, ended.body.code]).toEqual([403, 'not-approved']);
    expect((await browser.ask('POST', '/limits/unlock', { bucket: 'x' })).body.code).toBe(
      'not-approved',
    );
    expect((await browser.get('/keys')).status).toBe(200);
  });

  it('administers what a person confirms at the page, and a program cannot', async () => {
    const { key } = await stage.keyOf('admin', { permissions: ['confirm:admin'] });
    const request = { name: 'Confirmed', role: 'monitor' };
    const byKey = await stage.ask('POST', '/keys', request, { authorization: `Bearer ${key}` });
    expect([byKey.status, byKey.body.code]).toEqual([403, 'not-confirmed']);
    const browser = await stage.signIn(key);
    // The key that is made must be bound as its maker is.
    const bound = { ...request, permissions: ['confirm:admin'] };
    expect((await browser.ask('POST', '/keys', bound)).status).toBe(201);
  });
});
