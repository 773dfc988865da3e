import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shownSettings } from '../../src/admin/shown-settings.js';
import { createMcpOffers } from '../../src/mcp/offers.js';
import { type AdminStage, type Browser, forgedKey, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage;
let owner: Browser & { readonly id: string };

beforeEach(async () => {
  stage = await openAdminStage();
  owner = await stage.signInAs('admin', { name: 'Owner' });
});

afterEach(() => stage.close());

interface Entry {
  readonly sequence: number;
  readonly type: string;
}

describe('the trail', () => {
  it('comes in pages, the newest first, without a gap', async () => {
    for (let at = 0; at < 6; at += 1) await stage.keyOf('monitor');
    await stage.auth.audit.flush();
    const types = '/audit?type=key.created';
    const seen: number[] = [];
    let next: number | undefined;
    do {
      const before: string = next === undefined ? '' : `&before=${next}`;
      const { body } = await owner.get(`${types}&limit=3${before}`);
      expect(body.records.length).toBeLessThanOrEqual(3);
      seen.push(...body.records.map(({ sequence }: Entry) => sequence));
      next = body.next;
    } while (next !== undefined);
    expect(seen).toHaveLength(7);
    expect(seen).toEqual([...seen].sort((one, other) => other - one));
    expect(new Set(seen).size).toBe(7);
  });

  it('is searched by all conditions at once', async () => {
    const { id } = await stage.keyOf('monitor', { name: 'Needle' });
    await stage.auth.keys.revoke(id, { id: 'somebody' }, 'lost in the hay');
    await stage.auth.audit.flush();
    const only = async (query: string): Promise<readonly string[]> =>
      (await owner.get(`/audit?${query}`)).body.records.map(({ type }: Entry) => type);
    expect(await only('actor=somebody')).toEqual(['key.revoked']);
    expect(await only('text=HAY')).toEqual(['key.revoked']);
    expect(await only('actor=somebody&outcome=denied')).toEqual([]);
    expect(await only(`from=${stage.clock.now() + 1}`)).toEqual([]);
    expect(await only('text=&type=&actor=somebody')).toEqual(['key.revoked']);
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=x',
    'before=-1',
    'outcome=maybe',
    'type=nothing',
    'other=1',
    `text=${'x'.repeat(201)}`,
  ])('takes no query like %s', async (query) => {
    const { status, body } = await owner.get(`/audit?${query}`);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
  });

  it('can be carried off, and nobody opens it in a window by accident', async () => {
    await stage.keyOf('monitor');
    const csv = await owner.get('/audit/export?format=csv&type=key.created');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toBe(
      'attachment; filename="audit-2026-11-21.csv"',
    );
    expect(csv.text.trim().split('\r\n')).toHaveLength(3);
    const jsonl = await owner.get('/audit/export?format=jsonl');
    expect(JSON.parse(jsonl.text.split('\n')[0] ?? '')).toMatchObject({ sequence: 1 });
    expect((await owner.get('/audit/export?format=html')).status).toBe(400);
  });

  it('is verified', async () => {
    const { body } = await owner.ask('POST', '/audit/verify', {});
    expect(body).toMatchObject({ ok: true, from: 1 });
    expect(body.count).toBe(body.to);
  });
});

describe('approvals', () => {
  async function ask(): Promise<string> {
    const asker = await stage.signInAs('operator-like', {
      role: 'custom',
      permissions: ['admin:house', 'risk:read', 'risk:access', 'approve:access'],
    });
    await asker.ask('POST', '/house/c-door/act', { command: 'open' });
    return (await owner.get('/approvals')).body[0].id;
  }

  it('are listed with what exactly would happen', async () => {
    const id = await ask();
    expect((await owner.get('/approvals')).body).toEqual([
      expect.objectContaining({
        id,
        state: 'pending',
        risk: 'access',
        effects: [expect.stringContaining('Garagentor [Předsíň]: open')],
      }),
    ]);
  });

  it('are refused with words, once', async () => {
    const id = await ask();
    const refused = await owner.ask('POST', `/approvals/${id}/refuse`, { why: 'Not at night' });
    expect(refused.body).toMatchObject({ state: 'refused', decided: { by: owner.id } });
    const again = await owner.ask('POST', `/approvals/${id}/approve`, {});
    expect([again.status, again.body.code]).toEqual([409, 'already-decided']);
  });

  it('expire', async () => {
    const id = await ask();
    stage.clock.advance(24 * 3_600_000);
    const late = await stage.signInAs('admin');
    const answer = await late.ask('POST', `/approvals/${id}/approve`, {});
    expect([answer.status, answer.body.code]).toEqual([409, 'expired']);
  });

  it('that there are none of are not found', async () => {
    expect((await owner.ask('POST', '/approvals/zzzzzzzz/approve', {})).status).toBe(404);
  });

  it('may be decided by the owner who came by a link', async () => {
    const id = await ask();
    const { code } = await stage.parts.links.create();
    const { headers, body } = await stage.ask('POST', '/session', { code });
    const cookie = headers.get('set-cookie')?.split(';')[0];
    const answer = await stage.ask(
      'POST',
      `/approvals/${id}/approve`,
      {},
      {
        cookie,
        'x-csrf-token': body.csrfToken,
      },
    );
    expect(answer.body).toMatchObject({ state: 'approved', decided: { by: 'link:owner' } });
  });
});

describe('connections', () => {
  it('are listed, one’s own marked, and can be ended', async () => {
    const other = await stage.signInAs('admin', { name: 'Other' });
    const { body } = await owner.get('/connections');
    expect(body).toHaveLength(2);
    expect(body.filter(({ isOwn }: { isOwn: boolean }) => isOwn)).toHaveLength(1);
    const theirs = body.find(({ isOwn }: { isOwn: boolean }) => !isOwn);
    expect(theirs).toMatchObject({ kind: 'admin', principal: { name: 'Other' } });
    expect((await owner.ask('DELETE', `/connections/${theirs.id}`)).status).toBe(204);
    expect((await other.get('/session')).status).toBe(401);
    expect((await owner.ask('DELETE', `/connections/${theirs.id}`)).status).toBe(404);
    expect(await stage.trail()).toContain('ended-by-owner');
  });

  it('that are over are not listed', async () => {
    await stage.signInAs('admin');
    stage.clock.advance(20 * 60_000);
    await owner.get('/session');
    stage.clock.advance(20 * 60_000);
    expect((await owner.get('/connections')).body).toHaveLength(1);
  });

  it('can be one’s own: that signs out', async () => {
    const [{ id }] = (await owner.get('/connections')).body;
    expect((await owner.ask('DELETE', `/connections/${id}`)).status).toBe(204);
    expect((await owner.get('/session')).status).toBe(401);
  });
});

describe('limits', () => {
  it('are told with who is locked out, and locks are lifted', async () => {
    const forged = await forgedKey('admin');
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await stage.auth.authenticate(forged, { address: '10.0.0.9' });
      stage.clock.advance(61_000);
    }
    const { body } = await owner.get('/limits');
    expect(body).toMatchObject({
      maxRequestsPerMinute: 60,
      maxFailedAttempts: 5,
      lockoutMinutes: 30,
      locks: [{ bucket: expect.stringContaining('10.0.0.9'), failures: 5 }],
    });
    const { bucket } = body.locks[0];
    expect((await owner.ask('POST', '/limits/unlock', { bucket })).status).toBe(204);
    expect((await owner.get('/limits')).body.locks).toEqual([]);
    expect((await owner.ask('POST', '/limits/unlock', { bucket })).status).toBe(404);
    expect(await stage.trail()).toMatch(new RegExp(`auth.unlocked","actor":{"id":"${owner.id}"`));
  });
});

describe('health', () => {
  it('tells of the server and of the Miniserver, whatever is wrong with either', async () => {
    stage.home.current = { phase: 'rejected', since: 5, problem: 'The password is wrong.' };
    const { body } = await owner.get('/health');
    expect(body).toMatchObject({
      securityLevel: 'staging',
      audit: 'writing',
      keyStore: 'memory',
      startedAt: stage.clock.now(),
      miniserver: {
        phase: 'rejected',
        since: 5,
        problem: 'The password is wrong.',
        controls: 10,
        name: 'Test house',
      },
    });
    expect(body.memoryBytes).toBeGreaterThan(1_000_000);
  });
});

describe('settings', () => {
  const parse = (value: string) => ({ ok: true, value }) as const;

  it('show what may stand on a command line, and of all else only that it is set', () => {
    const table = {
      port: { flag: 'port', env: ['PORT'], meaning: 'port', parse },
      password: { env: ['PASS'], orFile: true, meaning: 'password', parse },
      token: { env: ['TOKEN'], meaning: 'token', parse },
      backend: { env: ['BACKEND'], meaning: 'backend', parse, fallback: 'file' },
      host: { flag: 'host', env: ['HOST'], meaning: 'host', parse },
      list: { flag: 'list', meaning: 'list', parse },
      none: { flag: 'none', meaning: 'none', parse },
    };
    const shown = shownSettings(table, {
      values: {
        port: 3001,
        password: 'hunter2 hunter2',
        token: 'a token',
        backend: 'file',
        host: 'https://me:hunter2@miniserver',
        list: ['a', 'b'],
        none: undefined,
      },
      origins: {
        port: 'flag --port',
        password: 'file /run/secret',
        token: 'environment variable TOKEN',
        backend: 'default',
        host: 'environment variable HOST',
        list: 'flag --list',
        none: 'not set',
      },
    });
    expect(shown.map(({ name, value }) => [name, value])).toEqual([
      ['PORT', '3001'],
      ['PASS', '(set)'],
      ['TOKEN', '(set)'],
      ['BACKEND', 'file'],
      ['HOST', 'https://me:(set)@miniserver'],
      ['--list', 'a, b'],
      ['--none', undefined],
    ]);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it('hide a key that somebody wrote where it does not belong', async () => {
    const { key } = await stage.keyOf('admin');
    const table = { list: { flag: 'list', meaning: 'list', parse } };
    const shown = shownSettings(table, { values: { list: key }, origins: { list: 'flag --list' } });
    expect(JSON.stringify(shown)).not.toContain(key.slice(-20));
  });
});

describe('the findings', () => {
  async function findings(browser: Browser): Promise<readonly string[]> {
    const { body } = await browser.get('/settings');
    return body.findings.map(
      ({ level, text }: { level: string; text: string }) => `${level}: ${text}`,
    );
  }

  it('name admin keys without end, and such as are good from anywhere', async () => {
    const texts = await findings(owner);
    expect(texts).toContain(`warning: Admin keys without end: ${owner.id}.`);
    expect(texts).toContain(`warning: Admin keys that are good from anywhere: ${owner.id}.`);
    expect(texts).toContainEqual(expect.stringMatching(/^good: The audit trail/));
  });

  it('have the worst in front', async () => {
    stage.home.current = { phase: 'rejected', since: 0, problem: 'No.' };
    const levels = (await findings(owner)).map((text) => text.split(':')[0]);
    expect(levels[0]).toBe('problem');
    expect(levels).toEqual(
      [...levels].sort((one, other) => {
        const order = ['problem', 'warning', 'good'];
        return order.indexOf(one ?? '') - order.indexOf(other ?? '');
      }),
    );
  });

  it('name keys that nobody uses, and keys that end soon', async () => {
    const { id } = await stage.keyOf('monitor');
    stage.clock.advance(200 * 86_400_000);
    const soon = await stage.keyOf('monitor', { expiresAt: stage.clock.now() + 86_400_000 });
    const fresh = await stage.signInAs('admin');
    const texts = await findings(fresh);
    expect(texts).toContainEqual(expect.stringMatching(new RegExp(`nobody has used.*${id}`)));
    expect(texts).toContain(`warning: Keys that end soon: ${soon.id}.`);
  });

  it.each([
    [
      { host: '0.0.0.0', tls: false, trustedProxy: false },
      /^problem: Other machines reach the server over plain HTTP/,
    ],
    [{ host: '0.0.0.0', tls: true, trustedProxy: false }, /^good: Clients connect over TLS/],
    [{ host: '0.0.0.0', tls: false, trustedProxy: true }, /^good: Other machines .* proxy/],
    [{ host: '127.0.0.1', tls: false, trustedProxy: false }, /^good: Only this machine/],
  ])('judge where the server listens: %j', async (binding, expected) => {
    const other = await openAdminStage({ parts: { binding } });
    expect(await findings(await other.signInAs('admin'))).toContainEqual(
      expect.stringMatching(expected),
    );
    await other.close();
  });

  it('name what is set weakly', async () => {
    const offers = createMcpOffers({ optIn: ['loxone_send_command'], rawCommands: ['x'] });
    const limits = { maxFailedAttempts: 1_000, maxRequestsPerMinute: 100_000 };
    const other = await openAdminStage({ parts: { offers, limits } });
    const texts = (await findings(await other.signInAs('admin'))).join('\n');
    for (const sign of ['fail 1000 times', '100000 requests a minute', 'Raw commands']) {
      expect(texts).toContain(sign);
    }
    await other.close();
  });
});
