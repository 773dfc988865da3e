import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminStage, openAdminStage } from './support/admin-stage.js';

let stage: AdminStage;

beforeEach(async () => {
  stage = await openAdminStage();
});

afterEach(() => stage.close());

/** What the page asks for while it is open. */
const LOOKS = [
  '/keys',
  '/audit?limit=50',
  '/approvals',
  '/connections',
  '/limits',
  '/health',
  '/settings',
  '/activity',
  '/house',
];

interface Line {
  readonly type: string;
  readonly target?: string;
  readonly actor?: { readonly id: string; readonly kind: string };
}

async function linesOf(actor: string): Promise<readonly Line[]> {
  const all = JSON.parse(await stage.trail()) as readonly Line[];
  return all.filter((line) => line.actor?.id === actor);
}

async function decisionsOf(actor: string): Promise<readonly string[]> {
  return (await linesOf(actor))
    .filter(({ type }) => type.startsWith('decision.'))
    .map(({ type, target }) => `${type} ${target}`);
}

describe('an owner who looks at the page', () => {
  it('is in the trail for signing in, and not for each look', async () => {
    const owner = await stage.signInAs('admin');
    const before = await linesOf(owner.id);
    expect(before.length).toBeGreaterThan(0);
    for (let round = 0; round < 20; round += 1) {
      for (const path of LOOKS) expect((await owner.get(path)).status, path).toBe(200);
      expect((await owner.get(`/keys/${owner.id}`)).status).toBe(200);
    }
    expect(await linesOf(owner.id)).toEqual(before);
  });

  it('is in the trail for each look that was denied', async () => {
    const auditor = await stage.signInAs('custom', { permissions: ['admin:audit'] });
    expect((await auditor.get('/audit')).status).toBe(200);
    expect((await auditor.get('/keys')).status).toBe(403);
    expect((await auditor.get('/house')).status).toBe(403);
    expect(await decisionsOf(auditor.id)).toEqual([
      'decision.denied admin:keys',
      'decision.denied admin:house',
    ]);
  });

  it('is in the trail for carrying it off, and for having it checked', async () => {
    const owner = await stage.signInAs('admin');
    await owner.get('/audit/export?format=jsonl');
    await owner.ask('POST', '/audit/verify');
    const line = 'decision.allowed admin:audit';
    expect(await decisionsOf(owner.id)).toEqual([line, line]);
  });

  it('is in the trail for every act', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('POST', '/keys', { name: 'New', role: 'monitor' });
    await owner.ask('POST', '/house/c-lamp-1/act', { command: 'on' });
    expect(await decisionsOf(owner.id)).toEqual([
      'decision.allowed admin:keys',
      'decision.allowed admin:house',
      'decision.allowed tool:loxone_control_device',
    ]);
  });

  it('is in the trail for nothing when the cookie is that of nobody', async () => {
    const owner = await stage.signInAs('admin');
    await owner.ask('DELETE', '/session');
    const before = await linesOf(owner.id);
    for (const path of LOOKS) expect((await owner.get(path)).status).toBe(401);
    expect(await linesOf(owner.id)).toEqual(before);
  });
});

it('has a line for each look of a program, which has not signed in', async () => {
  const { key, id } = await stage.keyOf('admin');
  const authorization = `Bearer ${key}`;
  await stage.ask('GET', '/keys', undefined, { authorization });
  await stage.ask('GET', '/audit', undefined, { authorization });
  expect(await decisionsOf(id)).toEqual([
    'decision.allowed admin:keys',
    'decision.allowed admin:audit',
  ]);
});

it('has a line for each look of a program, even one that has a cookie beside its key', async () => {
  const owner = await stage.signInAs('admin');
  const { key, id } = await stage.keyOf('admin');
  await owner.ask('GET', '/keys', undefined, { authorization: `Bearer ${key}` });
  expect(await decisionsOf(id)).toEqual(['decision.allowed admin:keys']);
});
