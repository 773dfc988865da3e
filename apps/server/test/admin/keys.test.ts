import { McpAuthError } from '@gatehouse/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminProblem } from '../../src/admin/admin-problem.js';
import { RouteProblem } from '../../src/http/route-problem.js';
import { type AdminStage, type Browser, openAdminStage } from './support/admin-stage.js';

const DAY = 86_400_000;

let stage: AdminStage;
let owner: Browser & { readonly id: string };

beforeEach(async () => {
  stage = await openAdminStage();
  owner = await stage.signInAs('admin', { name: 'Owner' });
});

afterEach(() => stage.close());

/** Paths of all numbers and texts in a value that equal a secret or hold it. */
function holds(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(secret.slice(-20));
}

describe('making a key', () => {
  it('shows it once, with configurations that name a variable in its place', async () => {
    const answer = await owner.ask('POST', '/keys', {
      name: 'Küche <b>Tablet</b>',
      role: 'device',
      rooms: ['Küche'],
      addresses: ['192.168.1.0/24'],
      expiresAt: stage.clock.now() + DAY,
      maxIdleDays: 7,
    });
    expect(answer.status).toBe(201);
    const { key, secret, configurations } = answer.body;
    expect(key).toMatchObject({
      name: 'Küche <b>Tablet</b>',
      role: 'device',
      status: 'active',
      createdBy: owner.id,
      rooms: ['Küche'],
      devices: [],
      permissions: [],
      addresses: ['192.168.1.0/24'],
      maxIdleDays: 7,
      usage: { uses: 0, failures: 0 },
      isOwn: false,
    });
    expect(configurations.map(({ client }: { client: string }) => client)).toEqual([
      'Claude Code',
      'Claude Desktop',
      'Cursor',
      'VS Code',
    ]);
    expect(JSON.stringify(configurations)).toContain(`${stage.app.url}/mcp`);
    expect(holds(JSON.stringify(configurations), secret)).toBe(false);
    const from = { address: '192.168.1.7' };
    expect(await stage.auth.keys.verify(secret, from)).toMatchObject({ ok: true });
  });

  it('leaves its secret in no other answer, no record, no log', async () => {
    const made = await owner.ask('POST', '/keys', { name: 'One', role: 'admin' });
    const { secret, key } = made.body;
    const rotated = await owner.ask('POST', `/keys/${key.id}/rotate`, { overlapHours: 1 });
    const secrets: string[] = [secret, rotated.body.secret];
    const others = await stage.signIn(rotated.body.secret);
    const texts = [await stage.trail(), stage.log()];
    for (const { method, path } of stage.routes) {
      if (method !== 'GET' || path.endsWith('/live')) continue;
      const asked = path.replace('/admin/api', '').replace(':id', key.id);
      const { text, status } = await others.get(asked.replace('export', 'export?format=jsonl'));
      expect([path, status]).toEqual([path, 200]);
      texts.push(text);
    }
    for (const text of texts) {
      for (const one of secrets) expect(holds(text, one)).toBe(false);
    }
    const records = await stage.auth.keys.list();
    for (const { hash } of records) {
      for (const text of texts) expect(text).not.toContain(hash);
    }
  });

  it.each([
    [{ name: 'x', role: 'device' }, 'body.devices'],
    [{ name: 'x', role: 'custom' }, 'body.permissions'],
    [{ name: 'x', role: 'custom', permissions: ['nonsense'] }, 'body.permissions'],
    [{ name: 'x', role: 'monitor', addresses: ['not an address'] }, 'body.addresses'],
    [{ name: 'x', role: 'monitor', expiresAt: 1 }, 'body.expiresAt'],
    [{ name: '   ', role: 'monitor' }, 'body.name'],
    [{ name: 'a\nb', role: 'monitor' }, 'body.name'],
    [{ name: 'x', role: 'Not A Slug' }, 'body.role'],
    [{ name: '', role: 'monitor' }, 'body.name'],
    [{ role: 'monitor' }, 'body.name'],
    [{ name: 'x', role: 'monitor', hash: 'mine' }, 'body.hash'],
  ])('says what does not fit: %j', async (request, field) => {
    const answer = await owner.ask('POST', '/keys', request);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    const fields = answer.body.fields.map((one: { field: string }) => one.field);
    expect(fields.some((one: string) => one.startsWith(field))).toBe(true);
    expect(answer.text).not.toContain('nonsense');
    expect(await stage.auth.keys.list()).toHaveLength(1);
  });
});

describe('changing a key', () => {
  async function made(): Promise<{ id: string; revision: string }> {
    const request = {
      name: 'One',
      role: 'monitor',
      rooms: ['Hall'],
      expiresAt: stage.clock.now() + DAY,
    };
    return (await owner.ask('POST', '/keys', request)).body.key;
  }

  it('changes what is given, leaves what is absent and removes what is null', async () => {
    const { id, revision } = await made();
    const change = { name: 'Two', rooms: null, addresses: ['10.0.0.1'], revision };
    const { status, body } = await owner.ask('PATCH', `/keys/${id}`, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Two', rooms: [], addresses: ['10.0.0.1'] });
    expect(body.expiresAt).toBe(stage.clock.now() + DAY);
    const cleared = { addresses: null, expiresAt: null, revision: body.revision };
    const after = (await owner.ask('PATCH', `/keys/${id}`, cleared)).body;
    expect(after.addresses).toEqual([]);
    expect(after).not.toHaveProperty('expiresAt');
  });

  it('overwrites nothing that somebody else changed meanwhile', async () => {
    const { id, revision } = await made();
    await stage.auth.keys.update(id, { name: 'Theirs' }, { id: 'somebody' });
    const answer = await owner.ask('PATCH', `/keys/${id}`, { name: 'Mine', revision });
    expect([answer.status, answer.body.code]).toEqual([409, 'changed-meanwhile']);
    expect((await stage.auth.keys.get(id))?.name).toBe('Theirs');
  });

  it('lets one of many win who change it at once', async () => {
    const { id, revision } = await made();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) =>
        owner.ask('PATCH', `/keys/${id}`, { name: `Name ${at}`, revision }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  it('answers 404 for a key that there is none of, whatever the id looks like', async () => {
    for (const id of ['nope', '__proto__', 'constructor', '..%2F..%2Fetc', '%00']) {
      expect((await owner.get(`/keys/${id}`)).status).toBe(404);
    }
  });
});

describe('the end of a key', () => {
  it('is told with its reason, and by whom', async () => {
    const { id } = await stage.keyOf('monitor');
    const answer = await owner.ask('POST', `/keys/${id}/revoke`, { reason: 'phone was lost' });
    expect(answer.body).toMatchObject({
      status: 'revoked',
      revoked: { by: owner.id, reason: 'phone was lost' },
    });
    const again = await owner.ask('POST', `/keys/${id}/enable`, {});
    expect([again.status, again.body.code]).toEqual([409, 'revoked']);
    expect(again.body.detail).toContain('Make a new key');
  });

  it('can be put off: disabled and enabled', async () => {
    const { id } = await stage.keyOf('monitor');
    expect((await owner.ask('POST', `/keys/${id}/disable`, {})).body.status).toBe('disabled');
    expect((await owner.ask('POST', `/keys/${id}/enable`, {})).body.status).toBe('active');
  });

  it.each([
    ['POST', 'revoke'],
    ['POST', 'disable'],
    ['DELETE', ''],
    ['PATCH', ''],
  ])('never takes the last admin key: %s %s', async (method, act) => {
    const { revision } = (await owner.get(`/keys/${owner.id}`)).body;
    const body =
      method === 'DELETE' ? undefined : method === 'PATCH' ? { role: 'monitor', revision } : {};
    const answer = await owner.ask(method, `/keys/${owner.id}${act && `/${act}`}`, body);
    expect([answer.status, answer.body.code]).toEqual([409, 'last-admin']);
    expect(answer.body.detail).toContain('Make another admin key first');
  });

  it('ends the session of whoever revokes their own', async () => {
    await stage.keyOf('admin');
    expect((await owner.ask('POST', `/keys/${owner.id}/revoke`, {})).status).toBe(200);
    expect((await owner.get('/keys')).status).toBe(401);
  });

  it('shows whoever rotates their own the new one, and then signs them out', async () => {
    const answer = await owner.ask('POST', `/keys/${owner.id}/rotate`, { overlapHours: 24 });
    expect(answer.status).toBe(201);
    expect(answer.body.key).toMatchObject({ replaces: owner.id });
    expect((await owner.get('/keys')).status).toBe(401);
    expect((await (await stage.signIn(answer.body.secret)).get('/keys')).status).toBe(200);
  });

  it('is final for what was replaced', async () => {
    const { id } = await stage.keyOf('monitor');
    await owner.ask('POST', `/keys/${id}/rotate`, { overlapHours: 1 });
    const again = await owner.ask('POST', `/keys/${id}/rotate`, { overlapHours: 1 });
    expect([again.status, again.body.code]).toEqual([409, 'replaced']);
    await owner.ask('POST', `/keys/${id}/revoke`, {});
    const revoked = await owner.ask('POST', `/keys/${id}/rotate`, { overlapHours: 1 });
    expect(revoked.status).toBe(409);
  });

  it('removes it from the list', async () => {
    const { id } = await stage.keyOf('monitor');
    expect((await owner.ask('DELETE', `/keys/${id}`)).status).toBe(204);
    expect((await owner.get(`/keys/${id}`)).status).toBe(404);
    expect((await owner.ask('DELETE', `/keys/${id}`)).status).toBe(404);
  });
});

describe('the list of keys', () => {
  it('has the newest in front, knows one’s own, and how each is used', async () => {
    const { key, id } = await stage.keyOf('monitor');
    await stage.auth.authenticate(key, { address: '127.0.0.1' });
    const { body } = await owner.get('/keys');
    expect(body.keys.map((one: { id: string }) => one.id)).toEqual([id, owner.id]);
    expect(body.keys[0].usage).toMatchObject({ uses: 1, lastAddress: '127.0.0.1' });
    expect(body.keys.map((one: { isOwn: boolean }) => one.isOwn)).toEqual([false, true]);
    expect(body.roles.map((one: { name: string }) => one.name)).toContain('operator');
    expect(body).not.toHaveProperty('readOnly');
  });

  it('tells what somebody should look at', async () => {
    const { id } = await stage.keyOf('monitor', { expiresAt: stage.clock.now() + DAY });
    const { notices } = (await owner.get('/keys')).body;
    expect(notices).toContainEqual({ keyId: id, kind: 'expiring', at: stage.clock.now() + DAY });
  });

  it('says why keys cannot be changed, and then changes none', async () => {
    const reason = 'they come from the environment variable LOXONE_API_KEYS.';
    const sealed = await openAdminStage({ parts: { keysAreReadOnly: reason } });
    const browser = await sealed.signInAs('admin');
    expect((await browser.get('/keys')).body.readOnly).toBe(reason);
    for (const [method, path, body] of [
      ['POST', '/keys', { name: 'x', role: 'monitor' }],
      ['PATCH', `/keys/${browser.id}`, { name: 'y', revision: '' }],
      ['POST', `/keys/${browser.id}/rotate`, { overlapHours: 0 }],
      ['POST', `/keys/${browser.id}/disable`, {}],
      ['POST', `/keys/${browser.id}/enable`, {}],
      ['POST', `/keys/${browser.id}/revoke`, {}],
      ['DELETE', `/keys/${browser.id}`, undefined],
    ] as const) {
      const answer = await browser.ask(method, path, body);
      expect([method, path, answer.status, answer.body.code]).toEqual([
        method,
        path,
        409,
        'read-only',
      ]);
      expect(answer.body.detail).toContain(reason);
    }
    await sealed.close();
  });
});

describe('what the framework throws', () => {
  const id = 'lmcp_admin_001';

  const THROWN: readonly (readonly [unknown, number, string])[] = [
    [new McpAuthError('ERR_MCPAUTH_KEY_NOT_FOUND', 'No.', { id }), 404, 'unknown-key'],
    [new McpAuthError('ERR_MCPAUTH_STORE_CONFLICT', 'No.', { id }), 409, 'changed-meanwhile'],
    [
      new McpAuthError('ERR_MCPAUTH_STORE_READ_ONLY', 'No.', { location: 'env', reason: 'why.' }),
      409,
      'read-only',
    ],
    [
      new McpAuthError('ERR_MCPAUTH_AUDIT_UNAVAILABLE', 'No.', { location: '/x', problem: 'full' }),
      503,
      'audit-unavailable',
    ],
    [
      new McpAuthError('ERR_MCPAUTH_STORE_UNAVAILABLE', 'No.', { location: '/x', problem: 'full' }),
      503,
      'store-unavailable',
    ],
    ...(
      [
        ['grant', 403],
        ['own-limits', 403],
        ['outlives-holder', 403],
        ['last-admin', 409],
        ['revoked', 409],
        ['replaced', 409],
        ['not-rotatable', 409],
      ] as const
    ).map(
      ([rule, status]) =>
        [
          new McpAuthError('ERR_MCPAUTH_KEY_REFUSED', 'Do so.', { id, rule }),
          status,
          rule,
        ] as const,
    ),
  ];

  it.each(THROWN)('becomes an answer: %s', (error, status, code) => {
    const problem = adminProblem(error);
    expect(problem).toBeInstanceOf(RouteProblem);
    expect(problem).toMatchObject({ status, code });
  });

  it('stays what it is where it is a fault of ours', () => {
    for (const error of [
      new TypeError('x'),
      new RangeError('limit must be an integer'),
      new McpAuthError('ERR_MCPAUTH_STORE_DAMAGED', 'No.', { location: '/x', problem: 'y' }),
      'text',
    ]) {
      expect(adminProblem(error)).toBe(error);
    }
  });

  it('names every field', () => {
    const error = new RangeError(
      'change.ipWhitelist must be a list; of addresses; change.expiresAt must be in the future',
    );
    expect(adminProblem(error)).toMatchObject({
      extras: {
        fields: [
          { field: 'body.addresses', problem: 'must be a list; of addresses' },
          { field: 'body.expiresAt', problem: 'must be in the future' },
        ],
      },
    });
  });
});
