import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminStage, type Browser, openAdminStage } from './support/admin-stage.js';
import { requestTo } from './support/every-route.js';

let stage: AdminStage;
let owner: Browser & { readonly id: string };

beforeAll(async () => {
  stage = await openAdminStage();
  await stage.keyOf('admin');
  owner = await stage.signInAs('admin');
});

afterAll(() => stage.close());

const SCRIPTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</script><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  ['$', '{alert(1)}'].join(''),
  '<!--<script>',
  '\u003cscript\u003e',
  '&lt;script&gt;',
  '=HYPERLINK("http://evil.example")',
];

/** Texts that would make a second line, or colour a terminal, or turn a line around. */
const BREAKING = ['a\r\nb', 'a\nb', 'a\u0000b', 'a\u001b[31mb', 'a\u2028b', 'a\u202eb', 'a\u0085b'];

describe('markup in what people type', () => {
  it.each(SCRIPTS)('comes back as text, unchanged: %s', async (text) => {
    const request = {
      name: text,
      role: 'custom',
      permissions: ['risk:read', 'confirm:access'],
      devices: [text],
      rooms: [`${text} room`],
    };
    const made = await owner.ask('POST', '/keys', request);
    expect(made.status).toBe(201);
    const { id } = made.body.key;
    const shown = await owner.get(`/keys/${id}`);
    expect(shown.headers.get('content-type')).toBe('application/json');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.body).toMatchObject({ name: text, devices: [text], rooms: [`${text} room`] });
    const changed = { name: `${text}!`, revision: shown.body.revision };
    expect((await owner.ask('PATCH', `/keys/${id}`, changed)).body.name).toBe(`${text}!`);
    const ended = await owner.ask('POST', `/keys/${id}/revoke`, { reason: text });
    expect(ended.body.revoked.reason).toBe(text);
    const trail = await owner.get(`/audit?text=${encodeURIComponent(text)}`);
    expect(trail.headers.get('content-type')).toBe('application/json');
    expect(trail.status).toBe(200);
  });

  it('in the names of the house comes back as text', async () => {
    const { body, headers } = await owner.get('/house');
    const names = body.rooms.flatMap((room: { controls: { name: string }[] }) =>
      room.controls.map(({ name }) => name),
    );
    expect(names).toContain('<img src=x onerror=alert(1)>');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('is not reflected by errors', async () => {
    const [script] = SCRIPTS;
    const encoded = encodeURIComponent(script ?? '');
    const answers = [
      await owner.get(`/keys/${encoded}`),
      await owner.get(`/audit?type=${encoded}`),
      await owner.get(`/audit?${encoded}=1`),
      await owner.get(`/house?as=${encoded}`),
      await owner.get(`/activity?by=${encoded}`),
      await owner.ask('POST', `/approvals/${encoded}/approve`, {}),
      await owner.ask('DELETE', `/connections/${encoded}`),
      await owner.ask('POST', '/limits/unlock', { bucket: script }),
      await owner.ask('POST', `/house/${encoded}/act`, { command: script }),
      await owner.ask('POST', '/house/c-lamp-1/act', { command: script }),
      await owner.ask('POST', '/keys', { [script ?? '']: script }),
    ];
    for (const { status, text, headers } of answers) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(text).not.toContain('<script>');
      expect(headers.get('content-type')).toBe('application/problem+json');
    }
  });
});

describe('text that breaks lines', () => {
  it.each(BREAKING)('is no name and no reason: %j', async (text) => {
    const { id } = await stage.keyOf('monitor');
    for (const [method, path, body] of [
      ['POST', '/keys', { name: text, role: 'monitor' }],
      ['POST', '/keys', { name: 'x', role: 'device', rooms: [text] }],
      ['POST', `/keys/${id}/revoke`, { reason: text }],
      ['POST', `/keys/${id}/disable`, { reason: text }],
    ] as const) {
      expect([path, (await owner.ask(method, path, body)).status]).toEqual([path, 400]);
    }
  });

  it.each(BREAKING)('breaks no line of the trail and no cell of its export: %j', async (text) => {
    await stage.ask('POST', '/session', { key: text });
    await stage.ask('POST', '/session', { code: text });
    await owner.ask('POST', '/limits/unlock', { bucket: text });
    await owner.ask('POST', '/house/c-lamp-1/act', { command: text });
    await owner.get(`/keys/${encodeURIComponent(text)}`);
    for (const format of ['jsonl', 'csv']) {
      const exported = (await owner.get(`/audit/export?format=${format}`)).text;
      const lines = exported.split(/\r?\n/).filter((line) => line !== '');
      for (const line of lines) {
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
        if (format === 'jsonl') expect(() => JSON.parse(line)).not.toThrow();
        else expect(line).toMatch(/^"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*$/);
      }
    }
    // What is logged is escaped when it is written: messages are ours, and fields are data.
    for (const { message } of stage.logger.entries) expect(message).not.toMatch(/\p{Cc}/u);
  });
});

describe('members that reach for the prototype', () => {
  const POISON = [
    '{"__proto__":{"role":"admin"}}',
    '{"constructor":{"prototype":{"role":"admin"}}}',
    '{"name":"x","role":"monitor","__proto__":{"isAdmin":true}}',
    '{"args":{"__proto__":{"polluted":true}},"command":"on"}',
    '{"\\u005f_proto__":{"polluted":true}}',
  ];

  it.each(POISON)('are refused in every body: %s', async (body) => {
    let asked = 0;
    for (const route of stage.routes) {
      if (route.method === 'GET' || route.method === 'DELETE') continue;
      const { method, path, name } = requestTo(route, owner.id);
      const answer = await owner.ask(method, path, body);
      expect([name, answer.status]).toEqual([name, 400]);
      asked += 1;
    }
    expect(asked).toBeGreaterThanOrEqual(12);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(({} as Record<string, unknown>).role).toBeUndefined();
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'are nothing special as ids or commands: %s',
    async (word) => {
      const act = await owner.ask('POST', '/house/c-lamp-1/act', { command: word });
      expect(act.status).toBe(400);
      expect((await owner.ask('POST', `/house/${word}/act`, { command: 'on' })).status).toBe(404);
      expect((await owner.get(`/audit?type=${word}`)).status).toBe(400);
      expect((await owner.get(`/house?as=${word}`)).status).toBe(404);
      expect((await owner.ask('POST', `/approvals/${word}/refuse`, {})).status).toBe(404);
    },
  );
});

describe('bodies that are not as they must be', () => {
  it.each([
    ['nested deeply', `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`],
    ['no JSON', '{"name":'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['a number', '1'],
  ])('are refused everywhere: %s', async (_, body) => {
    for (const route of stage.routes) {
      if (route.body === undefined) continue;
      const { method, path, name } = requestTo(route, owner.id);
      const { status } = await owner.ask(method, path, body);
      expect([name, status]).toEqual([name, 400]);
    }
  });

  it('are refused when they are too long', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(2_000_000), role: 'monitor' });
    const answer = await owner.ask('POST', '/keys', body).catch(() => undefined);
    expect([413, undefined]).toContain(answer?.status);
  });
});
